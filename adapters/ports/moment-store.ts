import type { Revision } from '../../domain/foundation/event.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';

/** A place in the ledger at which something was kept. */
export interface Place {
  readonly revision: Revision;
  /** The chain hash there: what was kept is believed only where the ledger has the same. */
  readonly hash: Uint8Array;
}

/** That the folds of one kind were kept at a place, and what came before it. */
export interface Mark extends Place {
  /** Which folds, and what their bytes mean: two words. Those of the same folds in another version are not there. */
  readonly kind: string;
  /** The mark of its kind that it goes on from: what ended up to there is kept there; `undefined` at the first. */
  readonly from: Place | undefined;
  /** The latest instant of any fact up to here: clocks may go back. @unit ms since epoch */
  readonly latestMs: InstantMs;
  /** The length of all facts up to here. @unit bytes */
  readonly factBytes: number;
}

/**
 * What was kept of moments beside a ledger: a cache.
 *
 * Nothing here fails: what cannot be read is not there, and what cannot be kept is not kept. Several processes may read
 * and keep at once; what stands already stays.
 */
export interface MomentStore {
  /** The marks of a kind, ascending. */
  readonly marks: (kind: string) => readonly Mark[];
  /** A part that was kept at a mark, as it was kept; `undefined` where it is not whole any more. */
  readonly part: (mark: Mark, part: string) => Uint8Array | undefined;
  /** Keeps the parts of a moment, and lets go of other versions of its kind; answers whether they stand now. */
  readonly keep: (mark: Mark, parts: ReadonlyMap<string, Uint8Array>) => boolean;
  /** Lets go of what was kept at a place of another ledger. */
  readonly forget: (mark: Mark) => void;
  /** The length of everything that is kept of a kind. @unit bytes */
  readonly bytes: (kind: string) => number;
  readonly close: () => void;
}
