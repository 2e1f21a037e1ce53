import { describe, expect, it } from 'vitest';
import { submission } from '../../../src/main/library-asks.ts';
import { berthOn } from './on-terminal.ts';
import { site, siteWith } from './site.ts';

const names = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('/')[1] ?? '');

describe('a list of a server', () => {
  it.each(['queue', 'project', 'department', 'nodepool', 'node', 'cluster'])(
    'of each %s has the same columns and keys as that of a ledger file',
    async (noun) => {
      const { berth } = await site();
      const table = await berth(noun, 'list', '-o', 'wide');
      expect({ ...table, stdout: '' }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
      expect(table.stdout.split('\n').length).toBeGreaterThan(2);
      const records: readonly object[] = JSON.parse((await berth(noun, 'list', '--json')).stdout);
      expect(new Set(records.map((record) => Object.keys(record).join())).size).toBe(1);
    },
  );

  it('of workloads is newest first, without the deleted ones; --all has them, --deleted them alone', async () => {
    const { berth, ask } = await siteWith(['a', 'b', 'c']);
    await ask({ type: 'DeleteWorkload', workloadId: 'b', reason: '' });
    await expect
      .poll(async () => names((await berth('workload', 'list', '-o', 'name')).stdout))
      .toHaveLength(2);
    const list = async (...more: readonly string[]) =>
      names((await berth('workload', 'list', '-o', 'name', ...more)).stdout);
    expect((await list('--all')).toSorted()).toEqual(['a', 'b', 'c']);
    expect(await list('--deleted')).toEqual(['b']);
    expect(await list('--phase', 'deleted')).toEqual(['b']);
  });

  it('filters by one value and by several, and knows the types as nouns', async () => {
    const { berth, ask } = await siteWith(['a', 'b']);
    await ask(
      submission({
        name: 'lab',
        workloadId: 'lab',
        projectId: 'speech',
        gpus: 1,
        workloadType: 'workspace',
      }),
    );
    const list = async (...more: readonly string[]) =>
      names((await berth(...more, '-o', 'name')).stdout).toSorted();
    expect(await list('workload', 'list', '-p', 'speech')).toEqual(['lab']);
    expect(await list('workload', 'list', '-p', 'speech', '-p', 'vision')).toEqual([
      'a',
      'b',
      'lab',
    ]);
    expect(await list('workspace', 'list')).toEqual(['lab']);
    expect(await list('workload', 'list', '--type', 'TRAINING')).toEqual(['a', 'b']);
    expect(await list('workload', 'list', '--status', 'pending,initializing')).toEqual([
      'a',
      'b',
      'lab',
    ]);
    expect(await list('training', 'list', '--queue', 'speech@default')).toEqual([]);
  });

  it('sorts, cuts and says that it has cut; pages make no difference', async () => {
    const { berth } = await siteWith([
      ['a', 3],
      ['b', 1],
      ['c', 2],
    ]);
    const sorted = ['workload', 'list', '--sort-by', 'gpus', '--columns', 'workload,GPUs'];
    const { stdout, stderr } = await berth(...sorted, '--max-items', '2', '--no-headers');
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(['b', 'c', '']);
    expect(stderr).toBe('2 of 3 workloads shown; --max-items N shows more, --max-items 0 all\n');
    const down = await berth(...sorted, '--sort-order', 'desc', '--page-size', '1', '--no-headers');
    expect(down.stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(['a', 'c', 'b', '']);
    expect(down.stderr).toBe('');
  });

  it('fills a jsonpath from the list, of one thing from the thing itself', async () => {
    const { berth } = await siteWith(['a', 'b']);
    const path = "jsonpath={range .items[*]}{.id}={.requestedGpuMilli}{'\\n'}{end}";
    const { stdout } = await berth('workload', 'list', '--sort-by', 'id', '-o', path);
    expect(stdout).toBe('a=1000\nb=1000\n');
    const one = await berth('workload', 'describe', 'a', '-o', 'jsonpath=.projectId');
    expect(one.stdout).toBe('vision');
    const bad = await berth('workload', 'list', '-o', 'jsonpath={.items[?(.x)]}');
    expect(bad.exitCode).toBe(2);
    expect(bad.stderr).toContain('at: -o jsonpath, column 11');
  });

  it('puts each queue below its parent, as a ledger does', async () => {
    const { berth } = await site();
    const { stdout } = await berth('queue', 'list', '--no-headers');
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/)[0] ?? '')).toEqual([
      'department:department@default',
      '',
      '',
      '',
    ]);
    expect(stdout).toMatch(/\n {2}speech@default .*\n {2}vision@default /);
  });

  it.each([
    [['--columns', 'phse'], "there is no column 'phse'", 'did you mean phase?'],
    [['--sort-by', 'agee'], "workloads cannot be sorted by 'agee'", 'they are id, name, project'],
    [['--sort-order', 'up'], "no order is called 'up'", 'use asc or desc'],
    [['--columns', 'phase', '-o', 'json'], 'only a table has columns', 'use -o table'],
    [['--type', 'trainin'], "there is no type of workload 'trainin'", 'did you mean training?'],
    [['--watch', '--ledger', 'x.db'], 'a ledger file tells what was', '--watch looks at a server'],
  ])('%j is refused with exit 2 before a server is asked', async (flags, what, remedy) => {
    const env = { BERTH_SERVER: 'http://127.0.0.1:1' };
    const { exitCode, stdout, stderr } = await berthOn({ env }, 'workload', 'list', ...flags);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(what);
    expect(stderr).toContain(remedy);
  });
});
