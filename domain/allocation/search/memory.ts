import type { QueueState, Shape, Unit, WaitingClass } from '../state/snapshot.ts';

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

/** What the searches of one action know of each other. */
export interface Memory {
  readonly loners: Map<WaitingClass, { searches: number; loners: Loners | undefined }>;
  /** What those in the last grounds hold together. @unit thousandths of a card */
  evictable: { readonly grounds: readonly QueueState[]; readonly gpuMilli: number } | undefined;
  /** What nobody will hold, at these figures of nodes. @unit thousandths of a card */
  free: { readonly version: number; readonly gpuMilli: number } | undefined;
  /** Asks for which nobody's moving made room, at which figures of nodes, and whether that depends on the very time. */
  readonly stuck: Map<Shape, { readonly version: number; readonly isTimed: boolean }>;
}
