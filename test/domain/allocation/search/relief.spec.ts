import { describe, expect, it } from 'vitest';
import type { Field } from '../../../../domain/allocation/search/field.ts';
import type { Law } from '../../../../domain/allocation/search/laws.ts';
import { relieverOf } from '../../../../domain/allocation/search/relief.ts';
import { markOut } from '../../../../domain/allocation/search/units.ts';
import type { Resource, Unit } from '../../../../domain/allocation/state/snapshot.ts';
import { poolUnder } from '../pool.ts';
import { draftIn, huntIn, jobIn, lawless, queueIn, type Running, runs, unitIn } from './hunt-of.ts';

/** Jobs that use up a limit of so many cards together, and one that asks for `asked` more. */
const limited = (limit: number, asked: number, jobs: Readonly<Record<string, Running>>) => {
  const pool = poolUnder();
  pool.node('a', 20);
  pool.queue('q', { quota: -1, limit });
  let device = 0;
  for (const [id, wish] of Object.entries(jobs)) {
    const { pods = 1, gpus = 1 } = wish;
    const places = Array.from({ length: pods }, () => {
      const devices = Array.from({ length: gpus }, () => device++);
      return `a#${devices.join(',')}`;
    });
    runs(pool, `${id}: ${places.join(' ')}`, wish);
  }
  pool.job('asks', { gpus: asked, cpuMilli: 700 });
  const draft = draftIn(pool);
  const victims = Object.keys(jobs).map((id) => jobIn(pool, id));
  const field: Field = { bySlot: [], victims };
  const relieved = (resource: Resource = 'gpuMilli', law: Law = lawless): Unit | undefined =>
    relieverOf({ ...huntIn(pool, draft, 'asks'), law }, field, {
      queue: queueIn(pool, 'q'),
      resource,
    });
  return { pool, draft, relieved };
};

const nameOf = (unit: Unit | undefined): string | undefined =>
  unit && `${unit.isWhole ? '' : `${unit.seats.length} of `}${unit.workload.id}`;

describe('who relieves a limit', () => {
  it('is the smallest that covers what is too much, to the thousandth', () => {
    const { relieved } = limited(9, 2, {
      one: {},
      two: { gpus: 2 },
      three: { gpus: 3 },
      more: { gpus: 3 },
    });
    expect(nameOf(relieved())).toBe('two');
    const exact = limited(6, 2, { three: { gpus: 3 }, one: {}, two: { gpus: 2 } });
    expect(nameOf(exact.relieved())).toBe('two');
    const other = limited(6, 2, { two: { gpus: 2 }, three: { gpus: 3 }, one: {} });
    expect(nameOf(other.relieved())).toBe('two');
  });

  it('is the largest where nobody covers it alone', () => {
    const { relieved } = limited(6, 4, { one: {}, three: { gpus: 3 }, two: { gpus: 2 } });
    expect(nameOf(relieved())).toBe('three');
  });

  it('is one who covers it, though a pod that can be spared is smaller', () => {
    const { relieved } = limited(4, 2, { elastic: { pods: 2, minPods: 1 }, two: { gpus: 2 } });
    expect(nameOf(relieved())).toBe('two');
  });

  it('is a pod that can be spared before a gang that would do as well', () => {
    const { relieved } = limited(3, 1, { one: {}, elastic: { pods: 2, minPods: 1 } });
    expect(nameOf(relieved())).toBe('1 of elastic');
    const larger = limited(5, 1, { one: {}, elastic: { pods: 2, gpus: 2, minPods: 1 } });
    expect(nameOf(larger.relieved())).toBe('1 of elastic');
  });

  it('is the first pod to go of one that can spare several', () => {
    const { relieved } = limited(3, 1, { elastic: { pods: 3, minPods: 1 } });
    expect(relieved()?.seats.map(({ pod }) => pod)).toEqual([2]);
  });

  it('is the pod of a workload that goes first, though another of it would be smaller', () => {
    const part = (name: string, gpuDevices: number) => ({
      name,
      pods: 2,
      request: { gpuDevices, gpuMilli: 1000, cpuMilli: 100, memoryBytes: 1 },
    });
    const pool = poolUnder();
    pool.node('a', 6);
    pool.queue('q', { quota: -1, limit: 6 });
    runs(pool, 'gang: a#0 a#1 a#2,3 a#4,5', {
      subGroups: [part('small', 1), part('large', 2)],
      gang: {
        podSets: [
          { name: 'small', minPods: 1 },
          { name: 'large', minPods: 1 },
        ],
        groups: [],
      },
    });
    pool.job('asks');
    const field: Field = { bySlot: [], victims: [jobIn(pool, 'gang')] };
    const excess = { queue: queueIn(pool, 'q'), resource: 'gpuMilli' } as const;
    const unit = relieverOf(huntIn(pool, draftIn(pool), 'asks'), field, excess);
    expect(unit?.amounts.gpuMilli).toBe(2000);
  });

  it('is the newest of equals, whoever is listed first', () => {
    expect(nameOf(limited(2, 1, { old: {}, new: {} }).relieved())).toBe('new');
  });

  it('goes by the resource that is short', () => {
    const { pool, relieved } = limited(9, 1, { cards: { gpus: 2 }, cores: { cpuMilli: 900 } });
    Object.assign(queueIn(pool, 'q').claims.cpuMilli, { limit: 1000 });
    expect(nameOf(relieved('cpuMilli'))).toBe('cores');
  });

  it('is nobody who has nothing of it, whom the law protects, or who has gone', () => {
    const { pool, draft, relieved } = limited(2, 1, { bare: { gpus: 0 }, one: {} });
    expect(nameOf(relieved())).toBe('one');
    expect(relieved('gpuMilli', { ...lawless, mayTake: () => false })).toBeUndefined();
    markOut(draft, unitIn(pool, draft, 'one'), true);
    expect(relieved()).toBeUndefined();
  });
});
