import { describe, expect, it } from 'vitest';
import { job, node, playedOne, queue, root, sound, task } from './cases.ts';

const running = (name: string, more: object = {}) =>
  task(name, { status: 'Running', node: 'n', ...more });

describe('the rounds of a steady case', () => {
  const steady = (more: object) =>
    sound({ mode: 'steady', action: null, rounds: { until: 2, after: 3 }, ...more });
  const urgent = job('b', { priority: 100, preemptible: false });

  it('let what was placed run, and what was evicted wait with no node', async () => {
    const vector = steady({
      limits: { binds: 1, evictions: 1, nominations: 1 },
      cluster: { nodes: [node('n', { gpus: 1 })] },
      jobs: [job('a', { tasks: [running('a-0')] }), urgent],
      expect: { jobs: { a: { status: 'Pending' }, b: { status: 'Running', node: 'n' } } },
    });
    expect(await playedOne(vector)).toMatchObject({ pass: true, differences: [] });
  });

  it('leave pods that never exit where they are', async () => {
    const vector = steady({
      limits: { binds: 0, evictions: 1, nominations: 1 },
      cluster: { nodes: [node('n', { gpus: 1 })] },
      jobs: [job('a', { stuckReleasing: true, tasks: [running('a-0')] }), urgent],
      expect: { jobs: { a: { status: 'Releasing', node: 'n' }, b: { status: 'Pending' } } },
    });
    expect(await playedOne(vector)).toMatchObject({ pass: true, differences: [] });
  });

  it('tell the round in which something first stands otherwise', async () => {
    const vector = steady({ expect: { jobs: { a: { status: 'Pending' } } } });
    expect(await playedOne(vector)).toMatchObject({ differences: [{ round: 2, task: 'a-0' }] });
  });
});

describe('the words of a case', () => {
  it('reads cores of nodes and tasks, and millicores of queues', async () => {
    const cpuCores = { quota: -1, limit: 1500, overQuotaWeight: 1 };
    const jobs = [job('a'), job('b', { createdMinute: 0 })];
    const vector = sound({
      queues: [root, queue('q', { cpuCores })],
      jobs,
      expect: { jobs: { a: { status: 'Binding' }, b: { status: 'Pending' } } },
    });
    expect(await playedOne(vector)).toMatchObject({ pass: true });
  });

  it('takes MB of a queue and bytes of tasks for the same', async () => {
    const memoryMB = { quota: -1, limit: 2000, overQuotaWeight: 1 };
    const jobs = ['a', 'b', 'c'].map((name) =>
      job(name, { tasks: [task(`${name}-0`, { gpus: 0 })] }),
    );
    const vector = sound({
      limits: { binds: 2 },
      queues: [root, queue('q', { memoryMB })],
      jobs,
      expect: {
        jobs: { a: { status: 'Binding' }, b: { status: 'Binding' }, c: { status: 'Pending' } },
      },
    });
    expect(await playedOne(vector)).toMatchObject({ pass: true });
  });

  it('puts tasks that name one device onto one, and others onto devices of their own', async () => {
    const shared = { gpus: undefined, gpuFraction: 0.4, gpuGroups: ['x'] };
    const jobs = [
      job('a', { tasks: [running('a-0', shared)] }),
      job('b', { tasks: [running('b-0', shared)] }),
      job('c', { tasks: [running('c-0')] }),
    ];
    const expected = { nodes: { n: { idleGpus: 1, releasingGpus: 0 } } };
    const cluster = { nodes: [node('n', { gpus: 3 })] };
    expect(await playedOne(sound({ cluster, jobs, expect: expected }))).toMatchObject({
      pass: true,
    });
    const tight = sound({ jobs: [...jobs, job('d', { tasks: [running('d-0')] })] });
    expect(await playedOne(tight)).toMatchObject({
      differences: [{ problem: 'tasks hold more devices than n has' }],
    });
  });

  it('takes the layout from the settings of the scheduler', async () => {
    const plugins = (gpu: string) => [
      { Name: 'nodeplacement', Arguments: { gpu, cpu: gpu }, JobOrderDisabled: false },
      { Name: 'proportion', Arguments: { relcaimerSaturationMultiplier: '1.5' } },
    ];
    const cluster = { nodes: [node('m', { gpus: 1 }), node('n')] };
    const where = async (gpu: string) => {
      const config = { Actions: 'allocate', Tiers: [{ Plugins: plugins(gpu) }] };
      const spread = sound({ cluster, config, expect: { jobs: { a: { status: 'Pending' } } } });
      return (await playedOne(spread)).differences;
    };
    const at = (name: string) => [{ got: { status: 'Binding', node: name } }];
    expect(await where('binpack')).toMatchObject(at('m'));
    const half = job('b', { createdMinute: -2, tasks: [running('b-0')] });
    const config = { Tiers: [{ Plugins: plugins('spread') }] };
    const vector = sound({
      config,
      cluster: { nodes: [node('m'), node('n')] },
      jobs: [half, job('a')],
      expect: { jobs: { a: { status: 'Binding', node: 'm' } } },
    });
    expect(await playedOne(vector)).toMatchObject({ pass: true });
  });
});
