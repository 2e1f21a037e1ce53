import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
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
    expect(await list('workload', 'list', '--status', 'pending,running')).toEqual([
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

  it('fills a jsonpath from {items}, of one thing from the thing itself', async () => {
    const { berth } = await siteWith(['a', 'b']);
    const path = "jsonpath={range .items[*]}{.id}={.requestedGpuMilli}{'\\n'}{end}";
    const { stdout } = await berth('workload', 'list', '--sort-by', 'id', '-o', path);
    expect(stdout).toBe('a=1000\nb=1000\n');
    const one = await berth('workload', 'describe', 'a', '-o', 'jsonpath=.projectId');
    expect(one.stdout).toBe('vision');
    const bad = await berth('workload', 'list', '-o', 'jsonpath={.items[?(@.x)]}');
    expect(bad.exitCode).toBe(2);
    expect(bad.stderr).toContain('at: -o jsonpath, column 9');
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

describe('one thing of a server', () => {
  it('is found by its id and, a workload, by its name; a name of two projects needs one of them', async () => {
    const { berth, ask } = await siteWith(['a']);
    for (const projectId of ['vision', 'speech']) {
      await ask(submission({ name: 'same', workloadId: `in-${projectId}`, projectId, gpus: 1 }));
    }
    const describeIt = (...args: readonly string[]) =>
      berth('workload', 'describe', ...args, '-o', 'name');
    expect((await describeIt('workload/a')).stdout).toBe('workload/a\n');
    expect((await describeIt('same', '-p', 'speech')).stdout).toBe('workload/in-speech\n');
    const both = await describeIt('same');
    expect(both.exitCode).toBe(2);
    expect(both.stderr).toContain("2 workloads are called 'same'");
    expect(both.stderr).toContain('in-speech');
  });

  it('tells the history of a workload, and what else is asked for it', async () => {
    const { berth, ask } = await site();
    const more = {
      labels: { team: 'nlp' },
      container: { image: 'im:1', command: 'run', args: 'fast', environment: { A: 'b' } },
      backoffLimit: 3,
      timeLimitMs: 3_600_000,
      timeToLiveMs: 60_000,
    };
    await ask(submission({ name: 'a', workloadId: 'a', projectId: 'vision', gpus: 1, more }));
    const { stdout } = await berth('training', 'describe', 'a');
    for (const line of ['history:', 'team=nlp', 'im:1', 'run fast', 'A=b', '0 of 3 used', '1h']) {
      expect(stdout).toContain(line);
    }
    expect(
      JSON.parse((await berth('training', 'describe', 'a', '-o', 'json')).stdout),
    ).toMatchObject({ id: 'a', history: [{ phase: 'Creating' }, { phase: 'Pending' }] });
  });

  it('that is not there exits 3 and offers the closest; one of another type is not there', async () => {
    const { berth } = await siteWith(['train-1']);
    const { exitCode, stderr } = await berth('workload', 'describe', 'train-2');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('did you mean train-1?');
    expect((await berth('workspace', 'describe', 'train-1')).exitCode).toBe(3);
    expect((await berth('project', 'describe', 'visio')).stderr).toContain('did you mean vision?');
  });

  it('shows what holds a node, on a list only where every field is asked for', async () => {
    const { berth } = await siteWith([['a', 8]], { cluster: 'sim' });
    await expect
      .poll(
        async () => (await berth('node', 'list', '-o', 'jsonpath={.items[*].workloadIds}')).stdout,
      )
      .toContain('["a"]');
    expect((await berth('node', 'describe', 'node-1')).stdout).toContain('a (vision, ');
  });
});

describe('without a server', () => {
  it('a command exits 6 and asks whether berth up runs', async () => {
    const env = { BERTH_SERVER: '127.0.0.1:1' };
    expect(await berthOn({ env }, 'workload', 'list')).toEqual({
      exitCode: 6,
      stdout: '',
      stderr:
        'error: nobody listens there\n  at: http://127.0.0.1:1/\n' +
        '  remedy: is `berth up` running? name another server with --server or --context\n',
    });
  });

  it('something that is no Berth is told from one, with exit 1', async () => {
    const other = createServer((_request, response) => response.end('{"hello":"world"}'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const { exitCode, stderr } = await berthOn(
      {},
      'workload',
      'list',
      '--server',
      `127.0.0.1:${port}`,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'no Berth, or another version of it: berth/v1/workloads gives no list',
    );
  });
});
