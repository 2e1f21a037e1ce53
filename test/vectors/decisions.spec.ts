import { describe, expect, it } from 'vitest';
import { job, node, playedOne, queue, root, sound, task } from './cases.ts';

/** Rules that a table of the peer's taught us, each in a case of our own. */
const at = (where: string, more: object = {}) => ({ status: 'Running', node: where, ...more });

describe('decisions', () => {
  it('move the newest of equally many, whatever its size', async () => {
    const small = { gpus: undefined, gpuGroups: ['x'] };
    const vector = sound({
      action: 'consolidation',
      limits: { binds: 0, evictions: 1, nominations: 2 },
      cluster: { nodes: [node('m', { gpus: 1 }), node('n', { gpus: 1 })] },
      jobs: [
        job('old', {
          createdMinute: -3,
          tasks: [task('old-0', at('m', { ...small, gpuFraction: 0.3 }))],
        }),
        job('new', {
          createdMinute: -2,
          tasks: [task('new-0', at('n', { ...small, gpuFraction: 0.4 }))],
        }),
        job('whole'),
      ],
      expect: {
        jobs: {
          old: { status: 'Running', node: 'm' },
          new: { status: 'Pipelined', node: 'm' },
          whole: { status: 'Pipelined', node: 'n' },
        },
      },
    });
    expect(await playedOne(vector)).toMatchObject({ pass: true, differences: [] });
  });

  it('hold a place for whoever evicts, though there is a free device', async () => {
    const gpu = { quota: 1, limit: 1, overQuotaWeight: 0 };
    const vector = sound({
      action: 'preempt',
      limits: { binds: 0, evictions: 1, nominations: 1 },
      queues: [root, queue('q', { gpu })],
      jobs: [
        job('low', { tasks: [task('low-0', at('n'))] }),
        job('high', { priority: 100, preemptible: false }),
      ],
      expect: { jobs: { low: { status: 'Releasing' }, high: { status: 'Pipelined', node: 'n' } } },
    });
    expect(await playedOne(vector)).toMatchObject({ pass: true, differences: [] });
  });

  it('keep a gang that grows in the domain that its first pods were given', async () => {
    const rack = (name: string) => ({ gpus: 2, labels: { rack: name } });
    const constraint = { topology: 'racks', required: 'rack' };
    const podGroup = { constraint, podSets: [{ name: 'default', minAvailable: 1 }] };
    const tasks = ['a-0', 'a-1', 'a-2'].map((name) => task(name));
    const vector = sound({
      limits: { binds: 2, evictions: 0, nominations: 0 },
      cluster: {
        nodes: [node('m', rack('r1')), node('n', rack('r2'))],
        topologies: [{ name: 'racks', levels: ['rack'] }],
      },
      jobs: [job('a', { podGroup, tasks })],
      expect: {
        tasks: {
          'a-0': { status: 'Binding', node: 'm' },
          'a-1': { status: 'Binding', node: 'm' },
          'a-2': { status: 'Pending' },
        },
      },
    });
    expect(await playedOne(vector)).toMatchObject({ pass: true, differences: [] });
  });

  it('move only the pod that is in the way of a gang that can do without it, and stop none', async () => {
    const podGroup = { podSets: [{ name: 'default', minAvailable: 1 }] };
    const tasks = ['l', 'm', 'n'].map((name, pod) => task(`a-${pod}`, at(name)));
    const held = task('k-0', at('m'));
    const vector = sound({
      action: 'consolidation',
      limits: { binds: 0, evictions: 1, nominations: 2 },
      cluster: {
        nodes: [node('l', { gpus: 3 }), node('m', { gpus: 3 }), node('n', { gpus: 2 })],
      },
      jobs: [
        job('a', { podGroup, tasks, createdMinute: -3 }),
        job('k', { preemptible: false, priority: 100, createdMinute: -2, tasks: [held] }),
        job('whole', { tasks: [task('whole-0', { gpus: 3 })] }),
      ],
      expect: {
        jobs: { whole: { status: 'Pipelined', node: 'l' }, k: { status: 'Running' } },
        tasks: {
          'a-0': { status: 'Pipelined' },
          'a-1': { status: 'Running', node: 'm' },
          'a-2': { status: 'Running', node: 'n' },
        },
      },
    });
    expect(await playedOne(vector)).toMatchObject({ pass: true, differences: [] });
  });

  it('let nobody use a claim of cards that is another queue’s', async () => {
    const claim = (name: string, of: string) => ({
      Name: name,
      DeviceClassName: 'nvidia.com/gpu',
      Count: 1,
      Labels: { 'kai.scheduler/queue': of },
    });
    const asks = (name: string, of: string) =>
      job(name, { tasks: [task(`${name}-0`, { gpus: 0, claims: [of] })] });
    const vector = sound({
      cluster: {
        nodes: [node('n', { gpus: 0 })],
        deviceSlices: [{ NodeName: 'n', DeviceClassName: 'nvidia.com/gpu', Count: 2 }],
        claims: [claim('ours', 'q'), claim('theirs', 'other')],
      },
      jobs: [asks('a', 'ours'), asks('b', 'theirs')],
      expect: { jobs: { a: { status: 'Binding', node: 'n' }, b: { status: 'Pending' } } },
    });
    expect(await playedOne(vector)).toMatchObject({ pass: true, differences: [] });
  });

  it('take pods that can be spared one by one: what is left at its share stays', async () => {
    const podGroup = { podSets: [{ name: 'default', minAvailable: 1 }] };
    const tasks = [task('a-0', at('n')), task('a-1', at('n'))];
    const vector = sound({
      action: 'reclaim',
      limits: { binds: 0, evictions: 0, nominations: 0 },
      queues: [root, queue('q'), queue('r', { gpu: { quota: 2, limit: -1, overQuotaWeight: 0 } })],
      jobs: [
        job('a', { podGroup, tasks, createdMinute: -2 }),
        job('big', { queue: 'r', tasks: [task('big-0', { gpus: 2 })] }),
      ],
      expect: { jobs: { a: { status: 'Running' }, big: { status: 'Pending' } } },
    });
    expect(await playedOne(vector)).toMatchObject({ pass: true, differences: [] });
  });
});
