import { defaultPolicy, plan, type Snapshot } from '../domain/allocation/index.ts';
import { digestOf } from './decisions.ts';
import { cards, fill, submit } from './asking.ts';
import { open, poolOf, timed } from './pool.ts';
import type { Measured } from './row.ts';

/** What another queue claims: so many workloads of so many pods of so many cards. */
export interface Claims {
  readonly count: number;
  readonly pods: number;
  readonly cardsEach: number;
}

/** One plan, with how many had to go and how many were served. */
export interface Reclaimed extends Measured {
  readonly evicted: number;
  readonly served: number;
}

/**
 * A full pool of one-card workloads in a queue that deserves nothing, and claims of one that deserves all.
 *
 * @source peer-scenarios/kai-go-bench.json
 */
export const claimedPool = (nodes: number, claims: Claims): Snapshot => {
  const snapshot = poolOf(nodes);
  open(snapshot, { id: 'theirs', gpuMilli: { quota: 0 } });
  open(snapshot, { id: 'ours', gpuMilli: { quota: nodes * 8000 } });
  fill(snapshot, nodes, () => ({ queueId: 'theirs' }));
  for (let at = 0; at < claims.count; at += 1)
    submit(snapshot, {
      id: `claim-${at}`,
      age: nodes * 8 + at,
      queueId: 'ours',
      request: cards(claims.cardsEach),
      pods: claims.pods,
    });
  return snapshot;
};

/** One plan in which claims take what others hold. @unit ms; the set-up is not counted */
export const reclaimed = (nodes: number, claims: Claims): Reclaimed => {
  const snapshot = claimedPool(nodes, claims);
  const { made, ms } = timed(() => plan(snapshot, defaultPolicy));
  return {
    value: ms,
    digest: digestOf([made]),
    evicted: made.evictions.length,
    served: made.nominations.length,
  };
};
