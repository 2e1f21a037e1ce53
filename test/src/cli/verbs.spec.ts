import { describe, expect, it } from 'vitest';
import { site, siteWith } from './site.ts';

const idOf = (stdout: string): string => /workload\/(\S+)/.exec(stdout)?.[1] ?? '';

describe('the verbs on workloads', () => {
  it('stop, resume and delete by name or id, several at once; suspend is stop', async () => {
    const { berth } = await siteWith(['a', 'b']);
    expect((await berth('training', 'suspend', 'a', 'workload/b')).stdout).toBe(
      'workload/a stopping\nworkload/b stopping\n',
    );
    expect((await berth('workload', 'resume', 'a')).stdout).toBe('workload/a resumed\n');
    const { stdout } = await berth(
      'training',
      'delete',
      'a',
      'b',
      '--reason',
      'done',
      '-o',
      'name',
    );
    expect(stdout).toBe('workload/a\nworkload/b\n');
    const events = ['events', '--type', 'WorkloadDeletionRequested', '-o', 'json'];
    expect((await berth(...events)).stdout).toContain('"reason":"done"');
  });

  it('do nothing at all when one of those that are named is not there', async () => {
    const { berth } = await siteWith(['a']);
    const { exitCode, stdout, stderr } = await berth('workload', 'delete', 'a', 'nobody');
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toContain("there is no workload 'nobody'");
    const borne = await berth('workload', 'delete', 'a', 'nobody', '--ignore-not-found');
    expect(borne).toEqual({ exitCode: 0, stdout: 'workload/a deleting\n', stderr: '' });
  });

  it('scale within the bounds that were submitted, and say which flag is beyond them', async () => {
    const { berth } = await site();
    const bounds = ['--min-replicas', '1', '--max-replicas', '3', '-i', 'x'];
    await berth('inference', 'submit', 'chat', '-p', 'vision', ...bounds);
    const scale = (replicas: string) => berth('inference', 'scale', 'chat', '--replicas', replicas);
    expect((await scale('2')).stdout).toMatch(/^workload\/chat-\S+ scaled\n$/);
    const { exitCode, stderr } = await scale('9');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('at: --replicas');
    expect((await scale('2')).stdout).toMatch(/unchanged\n$/);
  });

  it('clone asks for the same again under another name', async () => {
    const { berth } = await site();
    const submit = ['training', 'submit', 'a', '-p', 'vision', '-i', 'im', '-g', '2'];
    const source = idOf((await berth(...submit, '--label', 'x=y')).stdout);
    const { stdout } = await berth('training', 'clone', 'a', 'a2', '--to-project', 'speech');
    const copy = await berth('training', 'describe', idOf(stdout), '-o', 'json');
    expect(JSON.parse(copy.stdout)).toMatchObject({
      name: 'a2',
      projectId: 'speech',
      labels: { x: 'y' },
      container: { image: 'im' },
      requestedGpuMilli: 2000,
      clonedFrom: source,
    });
    expect((await berth('training', 'clone', 'a', 'a2', '--to-project', 'speech')).exitCode).toBe(
      4,
    );
  });
});
