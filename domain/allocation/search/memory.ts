import type { QueueState, Unit, WaitingClass } from '../state/snapshot.ts';

/**
 * Whole victims for equal asks of one pod, the cheapest first, kept while one action searches again and again.
 *
 * Units are put in order only as far as somebody looks; which of them could serve is followed node by node.
 * @shape `line` holds the cheapest in order, `heap` the others; numbers are places in `units`
 */
export interface Loners {
  readonly grounds: readonly QueueState[];
  readonly units: readonly Unit[];
  readonly bySlot: ReadonlyMap<number, readonly number[]>;
  readonly isAble: Uint8Array;
  readonly heap: number[];
  readonly line: number[];
  /** Where each stands in the line; −1 while it is in the heap. */
  readonly placeOf: Int32Array;
  /** No one in the line before this place is able. */
  first: number;
  able: number;
  readAt: number;
}

/** What an action remembers of its searches, by whom they were for. */
export type Memory = Map<WaitingClass, { searches: number; loners: Loners | undefined }>;
