import type { QueueState, Shape, Unit, WaitingClass, Workload } from '../state/snapshot.ts';

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

/** Who could go for those of one queue and priority, at which figures, and what nodes would have free then. */
export interface Candidates {
  readonly version: number;
  readonly queue: QueueState;
  readonly priority: number;
  readonly grounds: readonly QueueState[];
  readonly victims: readonly Workload[];
  /** When somebody else could go as well, if nothing happens before. @unit ms since epoch */
  readonly wakeAtMs: number;
  /** By slot; made when asked for. @unit thousandths of a card */
  freed: Float64Array | undefined;
}

/** What the searches of one action know of each other. */
export interface Memory {
  readonly loners: Map<WaitingClass, { searches: number; loners: Loners | undefined }>;
  /** What those in the last grounds hold together. @unit thousandths of a card */
  evictable: { readonly grounds: readonly QueueState[]; readonly gpuMilli: number } | undefined;
  /** The last that were asked for. */
  candidates: Candidates | undefined;
  /** What nobody will hold, at these figures of nodes. @unit thousandths of a card */
  free: { readonly version: number; readonly gpuMilli: number } | undefined;
  /** Asks for which nobody's moving made room, at which figures of nodes, and whether that depends on the very time. */
  readonly stuck: Map<Shape, { readonly version: number; readonly isTimed: boolean }>;
}

/** Nothing was searched in this action yet. */
export const freshMemory = (): Memory => ({
  loners: new Map(),
  evictable: undefined,
  candidates: undefined,
  free: undefined,
  stuck: new Map(),
});
