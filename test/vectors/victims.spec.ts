import { describe, expect, it } from 'vitest';
import { job, node, playedOne, queue, root, sound, task } from './cases.ts';

const at = (where: string, more: object = {}) => ({ status: 'Running', node: where, ...more });
const one = { pass: true, differences: [] };

describe('victims', () => {
  it('of a queue make way for others of it whom the law barred before', async () => {
    const gpu = (quota: number) => ({ gpu: { quota, limit: -1, overQuotaWeight: 0 } });
    const vector = sound({
      action: 'reclaim',
      limits: { binds: 0, evictions: 1, nominations: 2 },
      queues: [root, queue('q', gpu(1)), queue('r', gpu(1))],
      jobs: [
        job('big', { createdMinute: -3, tasks: [task('big-0', at('n', { gpus: 2 }))] }),
        job('small', { createdMinute: -2 }),
        job('other', { queue: 'r' }),
      ],
      expect: {
        jobs: {
          big: { status: 'Releasing' },
          small: { status: 'Pipelined', node: 'n' },
          other: { status: 'Pipelined', node: 'n' },
        },
      },
    });
    expect(await playedOne(vector)).toMatchObject(one);
  });

  it('move from slice to slice, though no card is free', async () => {
    const slice = 'nvidia.com/mig-1g.10gb';
    const mixed = { gpus: 0, mig: { strategy: 'mixed', instances: { [slice]: 2 } } };
    const asks = (slices: number) => ({ gpus: null, mig: { [slice]: slices } });
    const vector = sound({
      action: 'consolidation',
      limits: { binds: 0, evictions: 1, nominations: 2 },
      cluster: { nodes: [node('m', mixed), node('n', mixed)] },
      jobs: [
        job('a', { createdMinute: -3, tasks: [task('a-0', at('m', asks(1)))] }),
        job('b', { createdMinute: -2, tasks: [task('b-0', at('n', asks(1)))] }),
        job('two', { tasks: [task('two-0', asks(2))] }),
      ],
      expect: {
        jobs: {
          a: { status: 'Running', node: 'm' },
          b: { status: 'Pipelined', node: 'm' },
          two: { status: 'Pipelined', node: 'n' },
        },
      },
    });
    expect(await playedOne(vector)).toMatchObject(one);
  });

  it('are looked for where the pod must go that lacks room, not where another of its gang has some', async () => {
    const vector = sound({
      action: 'consolidation',
      limits: { binds: 0, evictions: 1, nominations: 3 },
      cluster: { nodes: [node('m', { gpus: 3 }), node('n', { gpus: 1 })] },
      jobs: [
        job('a', { createdMinute: -2, tasks: [task('a-0', at('n'))] }),
        job('gang', {
          tasks: ['m', 'n'].map((name, pod) => task(`gang-${pod}`, { allowedNodes: [name] })),
        }),
      ],
      expect: {
        jobs: { a: { status: 'Pipelined', node: 'm' }, gang: { status: 'Pipelined' } },
      },
    });
    expect(await playedOne(vector)).toMatchObject(one);
  });
});
