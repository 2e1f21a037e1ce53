import { describe, expect, it } from 'vitest';
import { busy, json } from './busy-stage.ts';
import { askOf, stage, training } from './stage.ts';

const idsOf = (page: { items: readonly { id: string }[] }): string[] =>
  page.items.map(({ id }) => id);

describe('views over HTTP', () => {
  it('lists rows as the views hold them, by filter, search, order and page', async () => {
    const on = await busy();
    const cases: readonly (readonly [string, readonly string[], number])[] = [
      ['workloads?sortBy=id', ['train-1', 'train-2', 'train-3'], 3],
      ['workloads?filterBy=phase==Pending&sortBy=id&sortOrder=desc', ['train-2', 'train-1'], 2],
      ['workloads?filterBy=phase==Pending&filterBy=id!=train-2', ['train-1'], 1],
      ['workloads?filterBy=phase==Stopped,requestedGpuMilli>=2000', ['train-3'], 1],
      ['workloads?sortBy=id&offset=1&limit=1', ['train-2'], 3],
      ['workloads?offset=9000000', [], 3],
      ['nodes?search=NODE-2', ['node-2'], 1],
      ['queues?filterBy=ownerKind==department', ['department:department@default'], 1],
      ['projects?sortOrder=desc', ['vision', 'speech'], 2],
      ['clusters?filterBy=state==Connected', ['cluster'], 1],
    ];
    for (const [path, ids, total] of cases) {
      const page = await json(on, path);
      expect([idsOf(page), page.total], path).toEqual([ids, total]);
    }
  });

  it('tells one row of everything there is, and leaves out what is not so', async () => {
    const on = await busy();
    const row = await json(on, 'workloads/train-1');
    expect(row).toMatchObject({ id: 'train-1', phase: 'Pending', requestedGpuMilli: 2_000 });
    expect(Object.keys(row)).not.toContain('startedAtMs');
    const { id } = await json(on, `queues/${encodeURIComponent('vision@default')}`);
    expect(id).toBe('vision@default');
  });

  it('tells grants by node pool', async () => {
    const on = await busy();
    const { grants } = await json(on, 'projects/vision');
    expect(grants).toMatchObject({ default: { gpuMilli: { quota: 8_000, limit: -1 } } });
  });

  it('says of queues what is fair for them now', async () => {
    const on = await busy();
    const { items } = await json(on, 'queues?filterBy=id==vision@default');
    expect(items[0]).toMatchObject({
      own: { pending: 2, requested: { gpuMilli: 4_000 } },
      fairShare: { gpuMilli: expect.any(Number) },
    });
  });

  it('adds up what each pool has, holds and is asked for', async () => {
    const on = await stage({ cluster: 'sim' });
    await askOf(on.brain, training('train-1', 3));
    await askOf(on.brain, training('train-2', 8));
    await askOf(on.brain, training('train-3', 8));
    const waiting = async () => (await json(on, 'capacity')).pools[0].pendingWorkloads;
    while ((await waiting()) > 1) await on.brain.beat();
    const { pools } = await json(on, 'capacity');
    expect(pools).toMatchObject([
      {
        nodePoolId: 'default',
        nodes: { ready: 2, cordoned: 0, lost: 0 },
        total: { gpuMilli: 16_000 },
        allocated: { gpuMilli: 11_000 },
        pending: { gpuMilli: 8_000 },
        pendingWorkloads: 1,
        freeGpuMilli: 5_000,
        freeWholeGpus: 5,
        mostFreeGpusOnANode: 5,
      },
    ]);
  });

  it('tells the life of a workload in sentences', async () => {
    const on = await busy();
    const { total, items } = await json(on, 'workloads/train-3/history?limit=2&offset=1');
    expect(total).toBe(4);
    expect(items.map(({ type }: { type: string }) => type)).toEqual([
      'WorkloadQueued',
      'WorkloadStopRequested',
    ]);
    expect(items[0].text).toContain('vision@default');
  });

  it('tells deeds, the newest first, with what each changed', async () => {
    const on = await busy();
    const { items } = await json(on, 'audit?filterBy=verb==stop');
    expect(items).toMatchObject([
      {
        actor: 'stage',
        subject: { kind: 'workload', id: 'train-3' },
        changes: [
          { field: 'phase', before: '"Pending"', after: '"Stopping"' },
          { field: 'reason' },
        ],
      },
    ]);
    const { items: all } = await json(on, 'audit');
    const revisions = all.map(({ revision }: { revision: number }) => revision);
    expect(revisions).toEqual(revisions.toSorted((a: number, b: number) => b - a));
  });
});
