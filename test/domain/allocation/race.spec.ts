import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addPending,
  addWorkload,
  createSnapshot,
  defaultPolicy,
  openQueue,
} from '../../../domain/allocation/index.ts';
import { compareStandings, standingOf } from '../../../domain/allocation/order/order.ts';
import { firstIn, raceOf, rerun } from '../../../domain/allocation/order/race.ts';
import type { Amounts } from '../../../domain/foundation/shapes.ts';
import { shareOut } from '../../../domain/allocation/share/share-out.ts';
import { chargeAllocated } from '../../../domain/allocation/state/figures.ts';
import type { QueueState, Snapshot, Turn } from '../../../domain/allocation/state/snapshot.ts';

const unlimited = { quota: -1, limit: -1, weight: 1 };

/** A queue for each entry: `above` names one that came before, or the top; some of them end up with children. */
const treeOf = (above: readonly number[], quotas: readonly number[]): Snapshot => {
  const snapshot = createSnapshot('pool');
  snapshot.total.gpuMilli = 8000;
  for (const [at, parent] of above.entries()) {
    const quota = quotas[at % quotas.length] ?? 0;
    openQueue(snapshot, {
      id: `queue-${at}`,
      parentId: parent % (at + 1) === at ? '' : `queue-${parent % (at + 1)}`,
      openedAt: at % 3,
      entitlements: {
        gpuMilli: { quota, limit: -1, weight: 1 },
        cpuMilli: unlimited,
        memoryMib: unlimited,
        priority: 100,
      },
    });
  }
  shareOut(snapshot, defaultPolicy);
  return snapshot;
};

const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 100, memoryBytes: 0 };

/** The ask of a workload of so many cards; none for 0. */
const turnOf = (snapshot: Snapshot, leaf: QueueState, cards: number): Turn | undefined => {
  if (cards === 0) return undefined;
  const id = `asks-${cards}-${leaf.id}`;
  addWorkload(snapshot, {
    id,
    age: 1,
    priority: 50,
    isPreemptible: true,
    subGroups: [{ name: 'main', pods: cards, request }],
    nodeSelector: {},
    tolerations: [],
  });
  addPending(snapshot, id, { queueId: leaf.id, attempt: 1 });
  const workload = snapshot.workloads.get(id);
  return workload === undefined ? undefined : { workload, shape: workload.shape, one: undefined };
};

/** A look at every queue: at each level the best child, judged by the best ask below it. */
const bestOf = (siblings: readonly QueueState[], total: Amounts): QueueState | undefined => {
  const entrants = siblings.flatMap((queue) => {
    const leaf = queue.isServed ? queue : bestOf(queue.children, total);
    const asked = leaf?.next?.shape.amounts;
    return leaf === undefined || asked === undefined
      ? []
      : [{ leaf, standing: standingOf({ queue, asked }, total) }];
  });
  return entrants.toSorted((a, b) => compareStandings(a.standing, b.standing))[0]?.leaf;
};

describe('race', () => {
  it('∀ trees and changes, the first is who a look at every queue finds', () => {
    const step = fc.record({ leaf: fc.nat(20), asks: fc.nat(3), gets: fc.nat(2) });
    fc.assert(
      fc.property(
        fc.array(fc.nat(20), { minLength: 1, maxLength: 12 }),
        fc.array(fc.constantFrom(-1, 0, 1000, 3000), { minLength: 1, maxLength: 4 }),
        fc.array(step, { maxLength: 12 }),
        (above, quotas, steps) => {
          const snapshot = treeOf(above, quotas);
          const { leaves } = snapshot;
          for (const [at, leaf] of leaves.entries()) leaf.next = turnOf(snapshot, leaf, at % 3);
          const race = raceOf(snapshot.roots, snapshot.total);
          expect(firstIn(race)?.id).toBe(bestOf(snapshot.roots, snapshot.total)?.id);
          for (const { leaf: which, asks, gets } of steps) {
            const leaf = leaves[which % leaves.length];
            if (leaf === undefined) continue;
            const amounts = { gpuMilli: 1000 * gets, cpuMilli: 100 * gets, memoryMib: 0 };
            chargeAllocated(snapshot, leaf, { amounts, isPreemptible: true, sign: 1 });
            leaf.next = turnOf(snapshot, leaf, asks);
            rerun(race, leaf);
            expect(firstIn(race)?.id).toBe(bestOf(snapshot.roots, snapshot.total)?.id);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('nobody is first where nobody asks', () => {
    const snapshot = treeOf([0, 0, 0], [0]);
    expect(firstIn(raceOf(snapshot.roots, snapshot.total))).toBeUndefined();
  });
});
