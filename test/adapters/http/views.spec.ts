import { describe, expect, it } from 'vitest';
import { askOf, stage, type Stage, training } from './stage.ts';

const busy = async (): Promise<Stage> => {
  const on = await stage();
  for (const id of ['train-1', 'train-2', 'train-3']) await askOf(on.brain, training(id, 2));
  await askOf(on.brain, { type: 'StopWorkload', workloadId: 'train-3', reason: 'enough' });
  return on;
};

const json = async ({ server }: Stage, path: string) => {
  const answer = await server.inject(`/berth/v1/${path}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};

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
    await on.brain.beat();
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

describe('the ledger over HTTP', () => {
  it('says where it stands, and what there is', async () => {
    const on = await busy();
    const { revision, hash } = await json(on, 'ledger');
    const { hash: last } = await json(on, `ledger/events/${revision}`);
    expect(hash).toBe(last);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives every fact once, in log order, however large the pages are', async () => {
    const on = await busy();
    for (const limit of [1, 2, 3, 7, 100]) {
      for (const [query, isWanted] of [
        ['', () => true],
        ['&subject=workload', ({ subject }) => subject.kind === 'workload'],
        ['&subject=workload/train-3', ({ subject }) => subject.id === 'train-3'],
        ['&type=NodeJoined&type=WorkloadStopped', ({ type }) => /NodeJoined|Stopped$/.test(type)],
      ] as const satisfies readonly (readonly [string, (fact: Fact) => boolean])[]) {
        const every = await json(on, 'ledger/events?limit=1000');
        expect(await walked(on, limit, query), `${limit} ${query}`).toEqual(
          every.items.filter(isWanted),
        );
      }
    }
  });

  it('tells one fact with its link of the chain', async () => {
    const on = await busy();
    expect(await json(on, 'ledger/events/1')).toMatchObject({
      revision: 1,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      type: 'LeaderElected',
    });
  });

  it('says of a fact that is still to come where the ledger ends', async () => {
    const on = await busy();
    const answer = await on.server.inject('/berth/v1/ledger/events/4000');
    expect(answer.statusCode).toBe(404);
    expect(answer.json().detail).toContain(`revision ${on.brain.revision()}`);
  });

  it('refuses types and subjects that there are none of', async () => {
    const { server } = await stage();
    for (const query of [
      'type=WorkloadQueed',
      'subject=workloads',
      'subject=workload/',
      'after=-1',
    ]) {
      const answer = await server.inject(`/berth/v1/ledger/events?${query}`);
      expect(answer.statusCode, query).toBe(400);
    }
    const answer = await server.inject('/berth/v1/ledger/events?type=WorkloadQueed');
    expect(answer.json().errors[0].remedy).toBe('did you mean WorkloadQueued?');
  });
});

interface Fact {
  readonly type: string;
  readonly subject: { readonly kind: string; readonly id: string };
}

/** All facts of a filter, page by page. */
const walked = async (on: Stage, limit: number, query: string): Promise<readonly Fact[]> => {
  const facts: Fact[] = [];
  for (let after: number | undefined = 0; after !== undefined;) {
    const page = await json(on, `ledger/events?limit=${limit}&after=${after}${query}`);
    facts.push(...page.items);
    after = page.next;
  }
  return facts;
};

describe('probes', () => {
  it('say that the program is alive, ready, and which one it is', async () => {
    const { server } = await stage();
    expect((await server.inject('/healthz')).body).toBe('ok\n');
    expect((await server.inject('/readyz')).body).toBe('ready\n');
    expect((await server.inject('/readyz?verbose')).body).toBe(
      '[+] server ok\n[+] engine ok\n[+] leader ok\n[+] queue ok\nready\n',
    );
    expect((await server.inject('/version')).json()).toMatchObject({ version: '0.0.0-test' });
  });

  it('say that nothing is taken any more once the brain is closed, and why', async () => {
    const { brain, server } = await stage();
    await brain.close();
    const answer = await server.inject('/readyz');
    expect(answer.statusCode).toBe(503);
    expect(answer.body).toContain('[-] engine closed: closed by its owner');
    const asked = await server.inject({
      method: 'POST',
      url: '/berth/v1/asks',
      payload: training('a'),
    });
    expect(asked.json()).toMatchObject({ status: 503, code: 'EngineClosed' });
  });

  it('hand on the figures that they are given', async () => {
    const metrics = {
      contentType: 'text/plain; version=0.0.4',
      render: async () => 'berth_up 1\n',
    };
    const { server } = await stage({ http: { metrics } });
    const answer = await server.inject('/metrics');
    expect([answer.headers['content-type'], answer.body]).toEqual([
      metrics.contentType,
      'berth_up 1\n',
    ]);
  });
});
