import { describe, expect, it } from 'vitest';
import { busy, json } from './busy-stage.ts';
import { stage, type Stage } from './stage.ts';

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

  it('goes on behind the head, and refuses what is beyond it by naming it', async () => {
    const on = await busy();
    const head = on.brain.revision();
    expect((await json(on, `ledger/events?after=${head}`)).items).toEqual([]);
    const answer = await on.server.inject(`/berth/v1/ledger/events?after=${head + 1}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors).toEqual([
      {
        pointer: '/after',
        in: 'query',
        value: String(head + 1),
        problem: `the ledger ends at revision ${head}`,
        remedy: `send 0 to ${head}, or leave it out`,
      },
    ]);
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
