import type { TaskEither } from '../../domain/foundation/fp.ts';
import type { Revision } from '../../domain/foundation/event.ts';

/**
 * What can go wrong between us and a ledger.
 *
 * `retry: 'again'` may succeed if tried once more after reading the head; `'never'` needs a person, whom `remedy` tells
 * what to do.
 */
export type LogFault =
  /** Somebody else wrote: step down, or decide again on the new state. */
  | {
      readonly _tag: 'VersionConflict';
      readonly retry: 'again';
      readonly expected: Revision;
      readonly actual: Revision;
    }
  /** It is unknown whether the batch is durable: read the tail for our events, never guess. */
  | {
      readonly _tag: 'InDoubt';
      readonly retry: 'never';
      readonly place: string;
      readonly cause: string;
      readonly remedy: string;
    }
  /** Another process writes this ledger. */
  | {
      readonly _tag: 'LedgerLocked';
      readonly retry: 'never';
      readonly place: string;
      readonly remedy: string;
    }
  /** The ledger's bytes are not what was written; `revision` is the first that is wrong, where known. */
  | {
      readonly _tag: 'LedgerCorrupt';
      readonly retry: 'never';
      readonly place: string;
      readonly revision: Revision | undefined;
      readonly cause: string;
      readonly remedy: string;
    }
  /** The ledger was written by a newer program. */
  | {
      readonly _tag: 'LedgerNewer';
      readonly retry: 'never';
      readonly place: string;
      readonly found: number;
      readonly known: number;
      readonly remedy: string;
    }
  /** The file is not there, is no ledger, cannot be opened, or may not be written. */
  | {
      readonly _tag: 'LedgerUnavailable';
      readonly retry: 'never';
      readonly place: string;
      readonly cause: string;
      readonly remedy: string;
    }
  /** The disk is full; nothing of the batch was kept. */
  | {
      readonly _tag: 'DiskFull';
      readonly retry: 'never';
      readonly place: string;
      readonly remedy: string;
    }
  /** The batch itself is impossible: empty, over the bounds, or past the last revision. */
  | {
      readonly _tag: 'BatchRefused';
      readonly retry: 'never';
      readonly cause: string;
      readonly remedy: string;
    }
  /** The log was closed. */
  | { readonly _tag: 'LogClosed'; readonly retry: 'never'; readonly place: string };

/** The last fact of a ledger. @shape `hash` is 32 bytes; before the first fact it is revision 0 and 32 zero bytes. */
export interface Head {
  readonly revision: Revision;
  readonly hash: Uint8Array;
}

/** A fact as it is to be stored. @shape `subject` and `commandId` are the body's own: an index is rebuilt from bodies */
export interface NewRecord {
  /** Canonical JSON; these bytes are hashed. */
  readonly body: string;
  /** `kind/id`, for the derived index. */
  readonly subject: string;
  /** For the derived index. */
  readonly commandId: string;
}

/** A fact as it is stored. */
export interface StoredRecord {
  readonly revision: Revision;
  readonly body: string;
  readonly hash: Uint8Array;
}

/** State at a revision, kept to start faster; deleting it changes nothing but time. */
export interface Snapshot {
  readonly name: string;
  readonly revision: Revision;
  /** The chain hash at `revision`: a snapshot that does not match the chain is thrown away. */
  readonly hash: Uint8Array;
  readonly bytes: Uint8Array;
}

/**
 * One totally ordered, append-only log with one writer at a time.
 *
 * `append` is atomic and takes the exact revision that the batch stands on. A batch that already stands right there,
 * byte for byte, is answered as if it were new, whatever came after it: that is what makes a retry safe. Anything else
 * at another revision than the head is a `VersionConflict`, also a batch of which only the beginning stands there: a
 * batch is whole or absent. Facts of one batch get consecutive revisions. After `InDoubt` the log is closed.
 */
export interface EventLog {
  /** @cost O(1) */
  readonly head: () => TaskEither<LogFault, Head>;
  /** Answers the head after the batch, once the batch is durable. */
  readonly append: (
    expected: Revision,
    records: readonly NewRecord[],
  ) => TaskEither<LogFault, Head>;
  /** Facts with `revision > after`, ascending, at most `max`; fewer only at the end. */
  readonly read: (after: Revision, max: number) => TaskEither<LogFault, readonly StoredRecord[]>;
  /** Facts of one subject (`kind/id`) with `revision > after`, ascending, at most `max`. */
  readonly readSubject: (
    subject: string,
    after: Revision,
    max: number,
  ) => TaskEither<LogFault, readonly StoredRecord[]>;
  /** Revisions of the facts that a command made, ascending; empty when it never made any. */
  readonly findCommand: (commandId: string) => TaskEither<LogFault, readonly Revision[]>;
  /** The newest snapshot of that name at or before `atMost`, whose hash stands in the chain. */
  readonly loadSnapshot: (
    name: string,
    atMost: Revision,
  ) => TaskEither<LogFault, Snapshot | undefined>;
  /** Keeps a snapshot; older ones of the same name may be dropped. */
  readonly saveSnapshot: (snapshot: Snapshot) => TaskEither<LogFault, void>;
  readonly close: () => TaskEither<LogFault, void>;
}
