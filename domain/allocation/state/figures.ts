import type { Amounts } from '../../foundation/shapes.ts';
import type { QueueState, Snapshot, Tally } from './snapshot.ts';

/** Adds amounts (`sign` 1) or takes them back (−1). */
export const addTo = (tally: Tally, amounts: Amounts, sign: 1 | -1): void => {
  tally.gpuMilli += sign * amounts.gpuMilli;
  tally.cpuMilli += sign * amounts.cpuMilli;
  tally.memoryMib += sign * amounts.memoryMib;
};

/** Names the figures of queues anew: outcomes of searches are void. */
export const noteFigures = (snapshot: Snapshot): void => {
  snapshot.figuresGiven += 1;
  snapshot.figuresVersion = snapshot.figuresGiven;
};

/** Which figures of a queue a workload counts in. */
export interface Charge {
  readonly amounts: Amounts;
  readonly isPreemptible: boolean;
}

/** Counts a workload as having its devices (`sign` 1) or no more (−1), in its queue and all above. */
export const chargeAllocated = (
  snapshot: Snapshot,
  queue: QueueState,
  charge: Charge & { readonly sign: 1 | -1 },
): void => {
  addTo(snapshot.allocated, charge.amounts, charge.sign);
  let isClosed = false;
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent) {
    addTo(at.allocated, charge.amounts, charge.sign);
    if (!charge.isPreemptible) addTo(at.nonPreemptible, charge.amounts, charge.sign);
    if (isClosed) addTo(at.requested, charge.amounts, charge.sign);
    isClosed ||= !at.isOpen;
  }
  if (isClosed) snapshot.isShared = false;
  noteFigures(snapshot);
};

/**
 * Counts a workload among those that have or want devices (`sign` 1), or no more (−1).
 *
 * Above a closed queue only what its workloads have counts, as long as they have it: nobody there gets more.
 */
export const chargeRequested = (
  snapshot: Snapshot,
  queue: QueueState,
  charge: { readonly amounts: Amounts; readonly sign: 1 | -1 },
): void => {
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent) {
    addTo(at.requested, charge.amounts, charge.sign);
    if (!at.isOpen) break;
  }
  snapshot.isShared = false;
};

/** Counts amounts as not preemptible, in a queue and all above. */
export const chargeGuarded = (queue: QueueState, amounts: Amounts): void => {
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent)
    addTo(at.nonPreemptible, amounts, 1);
};
