import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { parse } from 'yaml';
import { nouns } from '../../../src/cli/nouns.ts';
import { berth } from './on-terminal.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
beforeAll(() =>
  playInto(ledger, {
    ...reclaimScenario,
    topologies: [
      { name: 'racks', levels: ['zone', 'rack'] },
      { name: 'zones', levels: ['zone'] },
    ],
    claims: [
      { name: 'pair', deviceClass: 'gpu.example.com', count: 2, projectId: 'vision' },
      { name: 'single', deviceClass: 'gpu.example.com', count: 1 },
    ],
  }),
);
afterAll(scratch.remove);

const list = (noun: (typeof nouns)[number], ...more: readonly string[]) =>
  berth(noun, 'list', '--ledger', ledger, ...more);
const describeOne = (noun: (typeof nouns)[number], id: string, ...more: readonly string[]) =>
  berth(noun, 'describe', id, '--ledger', ledger, ...more);

const ids: Readonly<Record<(typeof nouns)[number], readonly string[]>> = {
  workload: ['short', 'speech-1', 'speech-2', 'vision-1', 'wide'],
  queue: ['department:research@default', 'speech@default', 'vision@default'],
  project: ['speech', 'vision'],
  department: ['research'],
  nodepool: ['default'],
  node: ['n-1', 'n-2'],
  cluster: ['small'],
  topology: ['small:racks', 'small:zones'],
  resourceclaim: ['small:pair', 'small:single'],
};

type Fields = Readonly<Record<string, unknown>>;
const recordsOf = (text: string): readonly Fields[] => JSON.parse(text);

describe.each(nouns)('berth %s list', (noun) => {
  it('-o name prints one name a line, ascending, as noun/id', async () => {
    const { exitCode, stdout, stderr } = await list(noun, '-o', 'name');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toBe(ids[noun].map((id) => `${noun}/${id}\n`).join(''));
  });

  it('prints a header and one line each; --no-headers leaves the header out', async () => {
    const withHeader = (await list(noun)).stdout.split('\n');
    expect(withHeader).toHaveLength(ids[noun].length + 2);
    expect(withHeader[0]).toMatch(/^[A-Z]/);
    const without = (await list(noun, '--no-headers')).stdout.split('\n');
    expect(without).toHaveLength(ids[noun].length + 1);
    expect(without.map((line) => line.trim().split(/\s+/)[0])).toEqual([...ids[noun], '']);
  });

  it('-o wide prints more columns in the same order', async () => {
    const [narrow = '', wide = ''] = [await list(noun), await list(noun, '-o', 'wide')].map(
      ({ stdout }) => stdout.split('\n')[0],
    );
    const narrowColumns = narrow.split(/\s{3,}/);
    const wideColumns = wide.split(/\s{3,}/);
    expect(wideColumns.length).toBeGreaterThan(narrowColumns.length);
    expect(wideColumns.filter((column) => narrowColumns.includes(column))).toEqual(narrowColumns);
  });

  it('-o json and -o yaml say the same: the same keys in every record, none undefined', async () => {
    const records = recordsOf((await list(noun, '-o', 'json')).stdout);
    expect(records.map((record) => record['id'])).toEqual(ids[noun]);
    expect(new Set(records.map((record) => Object.keys(record).join())).size).toBe(1);
    expect(parse((await list(noun, '-o', 'yaml')).stdout)).toEqual(records);
  });

  it('describe of a listed id shows it, and the data holds all that the list holds', async () => {
    const [first = ''] = ids[noun];
    const text = await describeOne(noun, first);
    expect({ ...text, stdout: '' }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(text.stdout.split('\n')[0]).toMatch(
      new RegExp(`^${noun.replace(/(pool|claim)$/, ' $1')}: +${first}$`),
    );
    const [listed = {}] = recordsOf((await list(noun, '-o', 'json')).stdout);
    const data = await describeOne(noun, first, '-o', 'json');
    expect(JSON.parse(data.stdout)).toMatchObject(listed);
    expect(parse((await describeOne(noun, first, '-o', 'yaml')).stdout)).toEqual(
      JSON.parse(data.stdout),
    );
  });

  it('describe takes the id as -o name prints it', async () => {
    const [printed = ''] = (await list(noun, '-o', 'name')).stdout.split('\n');
    const [first = ''] = ids[noun];
    expect(printed).toBe(`${noun}/${first}`);
    expect(await describeOne(noun, printed)).toEqual(await describeOne(noun, first));
    const mistyped = await describeOne(noun, `${printed}x`);
    expect(mistyped.exitCode).toBe(3);
    expect(mistyped.stderr).toContain(`did you mean ${first}?`);
  });

  it('describe of an id that nobody has exits 3 and offers the closest', async () => {
    const [first = ''] = ids[noun];
    const { exitCode, stdout, stderr } = await describeOne(noun, `${first}x`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain(`error: there is no ${noun} '${first}x'\n  at: ${ledger}\n`);
    expect(stderr).toContain(`did you mean ${first}?`);
    const lost = await describeOne(noun, 'zzzzzzzz');
    expect(lost.exitCode).toBe(3);
    expect(lost.stderr).toContain(`remedy: berth ${noun} list --ledger ${ledger} names all`);
  });
});
