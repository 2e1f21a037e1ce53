import { describe, expect, it } from 'vitest';
import { node, playedOne, playedCases, sound } from './cases.ts';

describe('berth vectors', () => {
  it('prints a line for each case and a summary by what the cases need, and exits 0 when all pass', async () => {
    const { exitCode, lines, stderr } = await playedCases([
      sound(),
      sound({ id: 'shared', needs: ['fraction'] }),
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(lines).toEqual([
      { id: 'one-job', mode: 'single', pass: true, differences: [] },
      { id: 'shared', mode: 'single', pass: true, differences: [] },
      {
        summary: {
          cases: 2,
          passed: 2,
          failed: 0,
          excepted: 0,
          byNeeds: {
            fraction: { cases: 1, passed: 1, failed: 0, excepted: 0 },
            plain: { cases: 1, passed: 1, failed: 0, excepted: 0 },
          },
        },
      },
    ]);
  });

  it('tells what stands otherwise than expected, and exits 1', async () => {
    const { exitCode, lines, stderr } = await playedCases([
      sound({ expect: { jobs: { a: { status: 'Pending' } }, nodes: { n: { idleGpus: 2 } } } }),
    ]);
    expect(exitCode).toBe(1);
    expect(lines[0]?.differences).toEqual([
      {
        at: '/expect/jobs/a',
        task: 'a-0',
        expected: { status: 'Pending' },
        got: { status: 'Binding', node: 'n' },
      },
      {
        at: '/expect/nodes/n',
        expected: { idleGpus: 2 },
        got: { idleGpus: 1, releasingGpus: 0 },
      },
    ]);
    expect(stderr).toContain('error: case one-job fails: a-0 expected {"status":"Pending"}');
  });

  it('holds a task to the node that is expected', async () => {
    const cluster = { nodes: [node('m'), node('n')] };
    const expected = { tasks: { 'a-0': { status: 'Binding', node: 'n' } } };
    const { differences } = await playedOne(sound({ cluster, expect: expected }));
    expect(differences).toMatchObject([{ got: { status: 'Binding', node: 'm' } }]);
  });

  it('holds a cycle to its limits', async () => {
    const limits = { binds: 0, evictions: 0, nominations: 0 };
    expect(await playedOne(sound({ limits }))).toMatchObject({
      exitCode: 1,
      differences: [{ at: '/limits/binds', expected: 0, got: 1, round: 1 }],
    });
  });

  it('tells of expectations about what the case does not have, and takes a job for its tasks', async () => {
    const expected = {
      tasks: { a: { status: 'Running' }, 'b-0': { status: 'Running' } },
    };
    expect(await playedOne(sound({ expect: expected }))).toMatchObject({
      pass: false,
      differences: [{ at: '/expect/tasks/a', task: 'a-0' }],
      vacuous: ['/expect/tasks/b-0'],
    });
  });
});

describe('cases that are answered otherwise on purpose', () => {
  const failing = sound({ expect: { jobs: { a: { status: 'Pending' } } } });
  const reason = 'ours places it, because it is there to be placed';

  it('do not count as failures, and carry their reason', async () => {
    const listed = [{ mode: 'single', id: 'one-job', reason }];
    const { exitCode, lines, stderr } = await playedCases([failing], listed);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(lines[0]).toMatchObject({ pass: false, exception: reason });
    expect(lines[1]?.summary).toMatchObject({ cases: 1, passed: 0, failed: 0, excepted: 1 });
  });

  it('are meant by their mode too', async () => {
    const { exitCode } = await playedCases([failing], [{ mode: 'steady', id: 'one-job', reason }]);
    expect(exitCode).toBe(1);
  });

  it('are named where they pass after all', async () => {
    const { exitCode, stderr } = await playedCases(
      [sound()],
      [{ mode: 'single', id: 'one-job', reason }],
    );
    expect(exitCode).toBe(0);
    expect(stderr).toContain('case one-job is listed as an exception, but passes');
  });

  it('need a reason', async () => {
    const { exitCode, stderr } = await playedCases([sound()], [{ mode: 'single', id: 'one-job' }]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('exceptions.json');
  });
});
