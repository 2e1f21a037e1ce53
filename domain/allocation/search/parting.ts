import type { QueueState } from '../state/snapshot.ts';

/** The two ancestors at which two queues part: theirs is the difference that counts. */
export interface Parting {
  readonly ours: QueueState;
  readonly theirs: QueueState;
}

/** Where two different leaves part: the deeper climbs, until both stand side by side. @cost O(depth) */
export const partingOf = (our: QueueState, their: QueueState): Parting => {
  let ours = our;
  let theirs = their;
  while (ours.parent !== theirs.parent)
    if (ours.depth > theirs.depth) ours = ours.parent ?? ours;
    else theirs = theirs.parent ?? theirs;
  return { ours, theirs };
};
