import type { Revision } from '../../domain/foundation/event.ts';
import { right, type TaskEither } from '../../domain/foundation/fp.ts';
import type { EventLog, Head, LogFault, NewRecord, Snapshot } from '../ports/event-log.ts';
import type { Facts } from './facts.ts';
import { FaultRaised, guarded, raise, unavailable } from './faults.ts';
import type { KeyIndex } from './key-index.ts';
import type { Snapshots } from './snapshots.ts';
import { turns } from './turns.ts';
import type { Writer } from './writer.ts';

/** What a log is made of. */
export interface Parts {
  readonly place: string;
  readonly facts: Facts;
  readonly index: KeyIndex;
  readonly snapshots: Snapshots;
  /** `undefined` where the ledger is only read. */
  readonly writer: Writer | undefined;
}

/** How long a log lives. */
export interface Life {
  readonly isOpen: () => boolean;
  readonly end: () => Promise<void>;
}

/** The port's words over the parts of an open ledger. */
export const eventLogOf = (parts: Parts, { isOpen, end }: Life): EventLog => {
  const { place, facts, index, snapshots, writer } = parts;
  const [appends, saves] = [turns(), turns()];
  const whileOpen = <Answer>(work: () => Promise<Answer>): TaskEither<LogFault, Answer> =>
    guarded(place, () => lively(work));
  const lively = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    if (!isOpen()) return closed(place);
    try {
      return await work();
    } catch (error) {
      // What was under way when the log was closed fails in any words; faults of our own say what they mean.
      if (!isOpen() && !(error instanceof FaultRaised)) return closed(place);
      throw error;
    }
  };
  const writing = (): Writer =>
    writer ?? raise(unavailable(place, 'it was opened for reading', 'Open it for writing.'));
  const append = (expected: Revision, records: readonly NewRecord[]): Promise<Head> =>
    lively(async () => {
      const head = await writing().append(expected, records);
      index.note(expected, records);
      return head;
    });
  const save = (snapshot: Snapshot): Promise<void> =>
    lively(async () => {
      writing();
      await snapshots.save(snapshot);
    });
  const close = async () => {
    await Promise.all([appends.over(), saves.over()]);
    if (isOpen()) await end();
    return right(undefined);
  };
  return {
    head: () => whileOpen(async () => writer?.head() ?? headOf(facts)),
    append: (expected, records) => whileOpen(() => appends.take(() => append(expected, records))),
    read: (after, max) =>
      whileOpen(async () => {
        const records = await facts.page(after, max);
        index.see(records);
        return records;
      }),
    readSubject: (subject, after, max) => whileOpen(() => index.subject(subject, after, max)),
    findCommand: (commandId) => whileOpen(() => index.command(commandId)),
    loadSnapshot: (name, atMost) => whileOpen(() => snapshots.load(name, atMost)),
    saveSnapshot: (snapshot) => whileOpen(() => saves.take(() => save(snapshot))),
    close: () => close,
  };
};

const headOf = async (facts: Facts): Promise<Head> => {
  const { revision, hash } = await facts.tail();
  return { revision, hash };
};

const closed = (place: string): never => raise({ _tag: 'LogClosed', retry: 'never', place });
