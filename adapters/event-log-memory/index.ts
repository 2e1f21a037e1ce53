import { batchRefusalOf } from '../../domain/foundation/batch.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, left, right, type TaskEither } from '../../domain/foundation/fp.ts';
import type { EventLog, Head, LogFault, NewRecord, Snapshot } from '../ports/event-log.ts';
import { type MemoryStore, memoryStore } from './store.ts';

/** How a ledger in memory begins. */
export interface MemoryOptions {
  /** The revision before the first fact; tests near 2^53 begin there. */
  readonly baseRevision?: Revision;
}

/** A ledger in memory that outlives the log that writes it, as a file outlives a process. */
export interface MemoryLedger {
  /** Opens it for writing; `LedgerLocked` while another log holds it. */
  readonly open: () => TaskEither<LogFault, EventLog>;
  /** Takes it away from the log that holds it, as `kill -9` does. */
  readonly crash: () => void;
}

const place = 'memory';

/** A ledger in memory to be opened, crashed and opened again. @cost an append is O(facts) */
export const memoryLedger = (options: MemoryOptions = {}): MemoryLedger => {
  const store = memoryStore(options.baseRevision ?? 0);
  let holder: { isOpen: boolean } | undefined;
  const crash = (): void => {
    if (holder !== undefined) holder.isOpen = false;
    holder = undefined;
  };
  const open = (): TaskEither<LogFault, EventLog> => async () => {
    if (holder?.isOpen === true) {
      const remedy = 'Close the log that holds it.';
      return left({ _tag: 'LedgerLocked', retry: 'never', place, remedy });
    }
    const mine = { isOpen: true };
    holder = mine;
    return right(logOf(store, mine));
  };
  return { open, crash };
};

const logOf = (store: MemoryStore, holder: { isOpen: boolean }): EventLog => {
  const whileOpen =
    <Answer>(answer: () => Either<LogFault, Answer>): TaskEither<LogFault, Answer> =>
    async () =>
      holder.isOpen ? answer() : left({ _tag: 'LogClosed', retry: 'never', place });
  return {
    head: () => whileOpen(() => right(store.head())),
    append: (expected, records) => whileOpen(() => append(store, expected, records)),
    read: (after, max) => whileOpen(() => right(store.read(after, max))),
    readSubject: (subject, after, max) =>
      whileOpen(() => {
        const found = store.revisionsOf('subject', subject).filter((revision) => revision > after);
        return right(found.slice(0, Math.max(0, max)).map(store.recordAt));
      }),
    findCommand: (commandId) =>
      whileOpen(() => right([...store.revisionsOf('command', commandId)])),
    loadSnapshot: (name, atMost) => whileOpen(() => right(store.loadSnapshot(name, atMost))),
    saveSnapshot: (snapshot: Snapshot) => whileOpen(() => right(store.saveSnapshot(snapshot))),
    close: () => async () => {
      holder.isOpen = false;
      return right(undefined);
    },
  };
};

const append = (
  store: MemoryStore,
  expected: Revision,
  records: readonly NewRecord[],
): Either<LogFault, Head> => {
  const refusal = batchRefusalOf(expected, records);
  if (refusal !== undefined) return left(refusal);
  const actual = store.head().revision;
  if (expected === actual) return right(store.add(records));
  const last = expected + records.length;
  const isThere =
    expected >= store.base &&
    last <= actual &&
    records.every(({ body }, index) => store.recordAt(expected + 1 + index).body === body);
  return isThere
    ? right({ revision: last, hash: store.hashAt(last) })
    : left({ _tag: 'VersionConflict', retry: 'again', expected, actual });
};
