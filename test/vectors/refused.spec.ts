import { describe, expect, it } from 'vitest';
import { job, playedOne, playedCases, sound, task } from './cases.ts';

describe('a case that is not as the format says', () => {
  it.each([
    ['an unknown field', sound({ zone: 'a' }), '/0/zone', 'the format has no "zone"'],
    [
      'an unknown field of a task',
      sound({ jobs: [job('a', { tasks: [task('a-0', { gpu: 1 })] })] }),
      '/0/jobs/0/tasks/0/gpu',
      'the format has no "gpu"',
    ],
    [
      'an unknown status',
      sound({ jobs: [job('a', { tasks: [task('a-0', { status: 'Asleep' })] })] }),
      '/0/jobs/0/tasks/0/status',
      '"Asleep"',
    ],
    ['an unknown action', sound({ action: 'guess' }), '/0/action', '"guess"'],
    [
      'two jobs of one name',
      sound({ jobs: [job('a'), job('a', { tasks: [] })] }),
      '/0/jobs/1/name',
      '"a" is there before; give each a name of its own',
    ],
    [
      'a pod set that its job does not have',
      sound({ jobs: [job('a', { tasks: [task('a-0', { podSet: 'x' })] })] }),
      '/0/jobs/0/tasks/0/podSet',
      'no pod set "x"; name one of "default"',
    ],
    [
      'a part of a device by its size and by its memory',
      sound({ jobs: [job('a', { tasks: [task('a-0', { gpuFraction: 0.5, gpuMemoryMiB: 5 })] })] }),
      '/0/jobs/0/tasks/0/gpuMemoryMiB',
      'leave out this or gpuFraction',
    ],
    ['no action', sound({ action: null }), '/0', 'a case of mode single needs "action"'],
    ['no rounds', sound({ mode: 'steady' }), '/0', 'a case of mode steady needs "rounds"'],
  ])('is told with its file, id and pointer: %s', async (...[, vector, at, problem]) => {
    const { exitCode, lines, stderr } = await playedCases([vector, sound({ id: 'next' })]);
    expect(exitCode).toBe(1);
    expect(lines[0]).toMatchObject({ id: 'one-job', pass: false, differences: [{ at }] });
    expect(lines[1]).toMatchObject({ id: 'next', pass: true });
    expect(stderr).toContain(`case one-job fails`);
    expect(stderr).toContain(problem);
    expect(stderr).toMatch(/cases\.json/);
  });

  it('a file that is no list, or is not there, is refused with exit 2', async () => {
    const { exitCode, stderr } = await playedCases({ cases: [] } as never);
    expect({ exitCode, isTold: stderr.includes('no list of cases') }).toEqual({
      exitCode: 2,
      isTold: true,
    });
  });

  it('names an action that nobody knows', async () => {
    const config = { Actions: 'allocate, guess', Tiers: [] };
    expect(await playedOne(sound({ config }))).toMatchObject({
      differences: [{ problem: 'no action is called "guess"' }],
    });
  });

  it.each([
    ['a plugin that nobody knows', { Name: 'astrology' }, 'no plugin is called "astrology"'],
    [
      'a layout that nobody knows',
      { Name: 'nodeplacement', Arguments: { gpu: 'heap' } },
      'no layout is called "heap"',
    ],
    [
      'a part of a plugin that is off',
      { Name: 'elastic', JobOrderDisabled: true },
      'plugin "elastic" cannot have "JobOrderDisabled"',
    ],
  ])('names %s', async (...[, plugin, problem]) => {
    const config = { Tiers: [{ Plugins: [plugin] }] };
    expect(await playedOne(sound({ config }))).toMatchObject({
      pass: false,
      differences: [{ problem }],
    });
  });
});
