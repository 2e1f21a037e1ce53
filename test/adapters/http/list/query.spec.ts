import { describe, expect, it } from 'vitest';
import { isLeft } from '../../../../domain/foundation/fp.ts';
import { type ListTable, readQuery } from '../../../../adapters/http/list/index.ts';

interface Job {
  readonly id: string;
}

const table: ListTable<Job, undefined> = {
  noun: 'job',
  idOf: (job) => job.id,
  fields: new Map([
    ['name', { kind: 'text', of: (job: Job) => job.id }],
    ['phase', { kind: 'text', words: ['Pending', 'Running'], of: () => 'Pending' }],
    ['gpus', { kind: 'number', of: () => 1 }],
    ['createdAt', { kind: 'instant', of: () => 0 }],
    ['isOpen', { kind: 'boolean', of: () => true }],
  ]),
  searched: [],
  usual: { sortBy: 'name', sortOrder: 'asc' },
};

const faultOf = (query: Parameters<typeof readQuery>[1]) => {
  const read = readQuery(table, query);
  return isLeft(read) ? read.left : undefined;
};
const conditionsOf = (...filterBy: string[]): number => {
  const read = readQuery(table, { filterBy });
  return isLeft(read) ? -1 : read.right.conditions.length;
};

describe('a query of a list', () => {
  it('takes conditions repeated, and joined by commas', () => {
    expect(conditionsOf('phase==Running', 'gpus>=2')).toBe(2);
    expect(conditionsOf('phase==Running,gpus>=2,isOpen==true')).toBe(3);
  });

  it('leaves a comma to the value where no other condition begins', () => {
    expect(conditionsOf('name==a,b')).toBe(1);
    expect(conditionsOf('name=@a,b,phase!=Pending')).toBe(2);
  });

  it('offers the field that a mistyped one may have meant', () => {
    expect(faultOf({ filterBy: ['phse==Running'] })).toMatchObject({
      pointer: '/filterBy',
      value: 'phse==Running',
      remedy: 'did you mean phase?',
    });
    expect(faultOf({ sortBy: 'crated' })).toMatchObject({ pointer: '/sortBy' });
    expect(faultOf({ sortBy: 'zzzzzz' })?.remedy).toContain('name, phase, gpus, createdAt, isOpen');
  });

  it('offers the word that a mistyped one may have meant', () => {
    expect(faultOf({ filterBy: ['phase==Runing'] })?.remedy).toBe('did you mean Running?');
    expect(faultOf({ filterBy: ['phase!=Zzz'] })?.remedy).toBe('choose one of Pending, Running');
    expect(faultOf({ filterBy: ['phase=@Run'] })).toBeUndefined();
  });

  it('refuses a value that the field cannot have, and an operator that means nothing for it', () => {
    expect(faultOf({ filterBy: ['gpus==many'] })?.problem).toBe('many cannot be a value of gpus');
    expect(faultOf({ filterBy: ['gpus==0x10'] })).toBeDefined();
    expect(faultOf({ filterBy: ['gpus=@1'] })?.remedy).toBe('use == != <= >=');
    expect(faultOf({ filterBy: ['isOpen==yes'] })?.remedy).toBe('write true or false');
    expect(faultOf({ filterBy: ['isOpen<=true'] })?.remedy).toBe('use == !=');
  });

  it('takes instants as ISO 8601 with a zone, and dates as their first moment in UTC', () => {
    for (const good of ['2026-01-31', '2026-01-31T08:00Z', '2026-01-31T08:00:00.5+02:00']) {
      expect(faultOf({ filterBy: [`createdAt>=${good}`] })).toBeUndefined();
    }
    for (const bad of ['yesterday', '2026-13-31', '2026-01-31T08:00', '31.1.2026', '1e3']) {
      expect(faultOf({ filterBy: [`createdAt>=${bad}`] })).toBeDefined();
    }
  });

  it('refuses what is no condition, and more conditions than anybody means', () => {
    expect(faultOf({ filterBy: ['phase'] })?.problem).toBe('is no condition');
    expect(faultOf({ filterBy: [''] })?.remedy).toContain('name==value');
    const many = Array.from({ length: 51 }, () => 'gpus>=1').join(',');
    expect(faultOf({ filterBy: [many] })?.remedy).toBe('name at most 50 conditions');
  });
});
