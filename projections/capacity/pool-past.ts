import type { InstantMs } from '../../domain/foundation/instant.ts';

/** The newest of something, the oldest of which gives way; `seen` counts all there ever were. */
export interface Ring<Item> {
  readonly items: Item[];
  seen: number;
}

/** Work that came to a queue: when, how urgent, and what it asked for. @unit thousandths of a card, millicores */
export interface Arrival {
  readonly atMs: InstantMs;
  readonly priority: number;
  readonly gpuMilli: number;
  readonly parts: readonly {
    readonly pods: number;
    readonly gpuMilli: number;
    readonly cpuMilli: number;
  }[];
}

/** What a queue remembers of its work: when it came, and how long it held its devices until it ended. */
export interface QueuePast {
  readonly arrivals: Ring<Arrival>;
  /** By what was asked for. @unit thousandths of a card; ms */
  readonly runs: Map<number, Ring<number>>;
}

/** What the queues of a pool remember. */
export type PoolPast = Map<string, QueuePast>;
