import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { UseBook, UseRule } from '../../domain/foundation/use-book.ts';

/** What the queues of a node pool have held over time, and what there was to hold. */
export interface PoolUse {
  readonly total: UseBook;
  /** Those that ever held anything. */
  readonly queues: Map<string, UseBook>;
  /** The last time that anything of it may have changed. */
  newsAtMs: InstantMs;
  /** Up to where the kernel was told, and by which rule; `undefined` where it was not, or that is true no more. */
  told: (UseRule & { readonly untilMs: InstantMs }) | undefined;
}
