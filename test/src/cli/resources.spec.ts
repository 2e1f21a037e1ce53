import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Noun, nouns } from '../../../src/cli/nouns.ts';
import { berth, berthOn } from './on-terminal.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const ledger = join(scratch.folder, 'small.db');
beforeAll(() => playInto(ledger, reclaimScenario));
afterAll(scratch.remove);

const list = (noun: Noun, ...more: readonly string[]) =>
  berth(noun, 'list', '--ledger', ledger, ...more);
const describeOne = (noun: Noun, id: string, ...more: readonly string[]) =>
  berth(noun, 'describe', id, '--ledger', ledger, ...more);

const ids: Readonly<Record<Noun, readonly string[]>> = {
  workload: ['short', 'speech-1', 'speech-2', 'vision-1', 'wide'],
  queue: ['department:research@default', 'speech@default', 'vision@default'],
  project: ['speech', 'vision'],
  department: ['research'],
  nodepool: ['default'],
  node: ['n-1', 'n-2'],
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
      new RegExp(`^${noun.replace('pool', ' pool')}: +${first}$`),
    );
    const [listed = {}] = recordsOf((await list(noun, '-o', 'json')).stdout);
    const data = await describeOne(noun, first, '-o', 'json');
    expect(JSON.parse(data.stdout)).toMatchObject(listed);
    expect(parse((await describeOne(noun, first, '-o', 'yaml')).stdout)).toEqual(
      JSON.parse(data.stdout),
    );
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

describe('berth workload list', () => {
  it('tells where each workload is in its life, and why it waits', async () => {
    const { stdout } = await list('workload', '--no-headers');
    const cells = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/\s{2,}/));
    expect(cells.map(([id, , , , gpus, phase]) => [id, gpus, phase])).toEqual([
      ['short', '0/2', 'Completed'],
      ['speech-1', '8/8', 'Running'],
      ['speech-2', '0/8', 'Pending'],
      ['vision-1', '8/8', 'Running'],
      ['wide', '0/9', 'Pending'],
    ]);
    expect(stdout).toContain('LargerThanAnyNode');
  });

  it.each([
    [
      ['--project', 'vision'],
      ['vision-1', 'wide'],
    ],
    [
      ['--phase', 'Pending'],
      ['speech-2', 'wide'],
    ],
    [['--phase', 'pending', '--project', 'speech'], ['speech-2']],
    [
      ['--phase', 'Running', '--phase', 'Completed'],
      ['short', 'speech-1', 'vision-1'],
    ],
    [
      ['--queue', 'speech@default'],
      ['short', 'speech-1', 'speech-2'],
    ],
    [['--project', 'speech', '--project', 'vision'], ids.workload],
  ])('%j keeps %j', async (filters, kept) => {
    const { stdout } = await list('workload', '-o', 'name', ...filters);
    expect(stdout).toBe(kept.map((id) => `workload/${id}\n`).join(''));
  });

  it('a phase that no workload is ever in is refused with the phases there are', async () => {
    const { exitCode, stdout, stderr } = await list('workload', '--phase', 'Sleeping');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/'Sleeping'\n {2}at: --phase\n {2}remedy: the phases are Creating, /);
  });

  it('an empty list is no failure: nothing but an empty array on stdout, a sentence on stderr', async () => {
    const nobody = ['--project', 'nobody'];
    const empty = { exitCode: 0, stdout: '', stderr: 'No workloads found.\n' };
    for (const format of ['table', 'wide', 'name']) {
      expect(await list('workload', '-o', format, ...nobody)).toEqual(empty);
    }
    expect(await list('workload', '-o', 'json', ...nobody)).toEqual({ ...empty, stdout: '[]\n' });
  });

  it('durations are counted to the last fact: the answer of a ledger never changes', async () => {
    const first = await list('workload', '-o', 'json');
    await new Promise((resolve) => setTimeout(resolve, 15));
    expect(await list('workload', '-o', 'json')).toEqual(first);
    const [, speech = {}] = recordsOf(first.stdout);
    const lastMs = JSON.parse((await berth('ledger', 'stats', ledger, '-o', 'json')).stdout).lastMs;
    expect(speech['asOfMs']).toBe(lastMs);
    expect(speech['runningMs']).toBe(lastMs - Number(speech['phaseSinceMs']));
  });

  it('colour appears only where the terminal has it, and the width cuts what matters least', async () => {
    const args = ['workload', 'list', '--ledger', ledger] as const;
    const plain = (await berth(...args)).stdout;
    const coloured = (await berthOn({ isColoured: true }, ...args)).stdout;
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[');
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
    const narrow = (await berthOn({ width: 80 }, ...args)).stdout.split('\n');
    expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(narrow[1]).toContain('short');
  });
});

describe('berth describe', () => {
  it('a preempted workload tells who took its devices, by which rule and with which numbers', async () => {
    const { stdout } = await describeOne('workload', 'speech-2');
    expect(stdout).toContain('Taken off its devices by reclaim for workload vision-1');
    expect(stdout).toMatch(/evictions: +1 by decision, 0 by failure/);
    expect(stdout).toMatch(/waits because: +\S.*GPUs/);
  });

  it('a node tells each device and who holds it', async () => {
    const node = JSON.parse((await describeOne('node', 'n-1', '-o', 'json')).stdout);
    expect(node).toMatchObject({ state: 'Ready', gpuMilliAllocated: 8000, gpuMilliFree: 0 });
    expect(node.deviceGpuMilli).toEqual(Array.from({ length: 8 }, () => 1000));
    const { stdout } = await describeOne('node', 'n-1');
    expect(stdout).toContain(`${node.workloadIds[0]} (`);
  });

  it('a project tells its quota in each node pool and what it holds', async () => {
    const record = JSON.parse((await describeOne('project', 'speech', '-o', 'json')).stdout);
    expect(record).toMatchObject({
      allocatedGpuMilli: 8000,
      requestedGpuMilli: 16_000,
      running: 1,
      pending: 1,
      queueIds: ['speech@default'],
      grants: { default: { gpuMilli: { quota: 8000, limit: -1, weight: 1 } } },
    });
    const { stdout } = await describeOne('project', 'speech');
    expect(stdout).toMatch(/granted in node pool default:\n {2}GPUs: +quota 8, limit ∞/);
  });

  it('a department counts its projects and all that they hold', async () => {
    const record = JSON.parse((await describeOne('department', 'research', '-o', 'json')).stdout);
    expect(record).toMatchObject({ projectIds: ['speech', 'vision'], allocatedGpuMilli: 16_000 });
  });

  it('a node pool counts its nodes and their cards', async () => {
    const record = JSON.parse((await describeOne('nodepool', 'default', '-o', 'json')).stdout);
    expect(record).toMatchObject({ nodes: 2, nodesReady: 2, gpuMilliCapacity: 16_000 });
    expect(record.nodeIds).toEqual(['n-1', 'n-2']);
  });
});
