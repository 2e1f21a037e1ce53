import type { QueueState } from '../state/snapshot.ts';

/** The two ancestors at which two queues part: theirs is the difference that counts. */
export interface Parting {
  readonly ours: QueueState;
  readonly theirs: QueueState;
}

/** Where two different leaves part. @cost O(depth) */
export const partingOf = (our: QueueState, their: QueueState): Parting => {
  let ours = our;
  let theirs = their;
  while (ours.depth > theirs.depth && ours.parent !== undefined) ours = ours.parent;
  while (theirs.depth > ours.depth && theirs.parent !== undefined) theirs = theirs.parent;
  while (
    ours.parent !== undefined &&
    theirs.parent !== undefined &&
    ours.parent !== theirs.parent
  ) {
    ours = ours.parent;
    theirs = theirs.parent;
  }
  return { ours, theirs };
};
