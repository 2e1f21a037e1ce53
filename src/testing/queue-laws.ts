import type { Plan } from '../../domain/allocation/index.ts';
import { amountText } from '../../domain/foundation/amount-text.ts';
import type { BookedQueue, BookedWorkload, Books } from './books.ts';
import { carriedOut } from './carried-out.ts';
import { allocatedBelow, askedBy, pathOf, resources } from './sums.ts';

interface Given {
  readonly queue: BookedQueue;
  readonly workload: BookedWorkload;
}

/** For everybody to whom a plan newly gives something: each queue on the way up. */
const givenIn = (made: Plan, books: Books): readonly Given[] =>
  [...made.placements, ...made.nominations].flatMap(({ workloadId }) => {
    const workload = books.workloads.get(workloadId);
    // A place that was held counted when it was given; a limit may have been lowered since.
    if (workload === undefined || workload.stage === 'held') return [];
    return pathOf(books, workload.queueId).map((queue) => ({ queue, workload }));
  });

/** Nobody is given what lifts its queue, or one above it, over a limit. */
export const limitsHold = (made: Plan, books: Books): string | undefined => {
  const after = carriedOut(made, books);
  for (const { queue, workload } of givenIn(made, books)) {
    const asked = askedBy(workload.subGroups);
    for (const resource of resources) {
      const { limit } = queue.entitlements[resource];
      if (limit < 0 || asked[resource] === 0) continue;
      const has = allocatedBelow(after, queue.id)[resource];
      if (has > limit)
        return `${workload.id} lifts ${queue.id} to ${amountText(has, resource)}, over its limit of ${amountText(limit, resource)}`;
    }
  }
  return undefined;
};

/** What cannot be preempted stays inside the quota of its queue and of every queue above. */
export const nonPreemptibleInQuota = (made: Plan, books: Books): string | undefined => {
  const after = carriedOut(made, books);
  for (const { queue, workload } of givenIn(made, books)) {
    // Of one that may lose some of its pods only its core counts, which these books do not tell apart.
    if (workload.preemptible || workload.semiPreemptible) continue;
    const asked = askedBy(workload.subGroups);
    for (const resource of resources) {
      const { quota } = queue.entitlements[resource];
      if (quota < 0 || asked[resource] === 0) continue;
      const has = allocatedBelow(
        after,
        queue.id,
        (one) => !one.preemptible && !one.semiPreemptible,
      )[resource];
      if (has > quota)
        return `${workload.id} cannot be preempted and lifts what cannot in ${queue.id} to ${amountText(has, resource)}, over its quota of ${amountText(quota, resource)}`;
    }
  }
  return undefined;
};
