import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { submission } from '../../../src/main/library-asks.ts';
import { berthOn } from './on-terminal.ts';
import { site, siteWith } from './site.ts';

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
    ).toMatchObject({
      id: 'a',
      history: expect.arrayContaining([expect.objectContaining({ phase: 'Creating' })]),
    });
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
