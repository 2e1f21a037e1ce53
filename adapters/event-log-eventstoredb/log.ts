import type { Revision } from '../../domain/foundation/event.ts';
import { right, type TaskEither } from '../../domain/foundation/fp.ts';
import type { EventLog, Head, LogFault, NewRecord, Snapshot } from '../ports/event-log.ts';
import type { Facts } from './facts.ts';
import { FaultRaised, raise, unavailable } from '../ports/log-faults.ts';
import { guarded } from './faults.ts';
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
export const eventLogOf = (parts: Parts, life: Life): EventLog => {
  const lively = livelyIn(parts.place, life);
  const whileOpen: WhileOpen = (work) => guarded(parts.place, () => lively(work));
  return { ...readingHalf(parts, whileOpen), ...writingHalf(parts, life, lively) };
};

type Lively = <Answer>(work: () => Promise<Answer>) => Promise<Answer>;
type WhileOpen = <Answer>(work: () => Promise<Answer>) => TaskEither<LogFault, Answer>;
type WritingHalf = Pick<EventLog, 'append' | 'saveSnapshot' | 'close'>;

/** Lets work begin in an open log only. */
const livelyIn =
  (place: string, { isOpen }: Life): Lively =>
  async (work) => {
    const closed = { _tag: 'LogClosed', retry: 'never', place } as const;
    if (!isOpen()) return raise(closed);
    try {
      return await work();
    } catch (error) {
      // What was under way when the log was closed fails in any words; faults of our own say what they mean.
      if (!isOpen() && !(error instanceof FaultRaised)) return raise(closed);
      throw error;
    }
  };

const readingHalf = (
  { facts, index, snapshots, writer }: Parts,
  whileOpen: WhileOpen,
): Omit<EventLog, keyof WritingHalf> => ({
  head: () => whileOpen(async () => writer?.head() ?? headOf(facts)),
  read: (after, max) =>
    whileOpen(async () => {
      const records = await facts.page(after, max);
      index.see(records);
      return records;
    }),
  readSubject: (subject, after, max) => whileOpen(() => index.subject(subject, after, max)),
  findCommand: (commandId) => whileOpen(() => index.command(commandId)),
  loadSnapshot: (name, atMost) => whileOpen(() => snapshots.load(name, atMost)),
});

/** Appends go one after another, whoever asks; so do snapshots, beside them. */
const writingHalf = (parts: Parts, { isOpen, end }: Life, lively: Lively): WritingHalf => {
  const { place, snapshots, writer } = parts;
  const [appends, saves] = [turns(), turns()];
  const save = async (snapshot: Snapshot): Promise<void> =>
    writer === undefined ? raise(readOnly(place)) : snapshots.save(snapshot);
  return {
    append: (expected, records) =>
      guarded(place, () => appends.take(() => lively(() => appended(parts, expected, records)))),
    saveSnapshot: (snapshot) =>
      guarded(place, () => saves.take(() => lively(() => save(snapshot)))),
    close: () => async () => {
      await Promise.all([appends.over(), saves.over()]);
      if (isOpen()) await end();
      return right(undefined);
    },
  };
};

const appended = async (
  { place, index, writer }: Parts,
  expected: Revision,
  records: readonly NewRecord[],
): Promise<Head> => {
  if (writer === undefined) return raise(readOnly(place));
  const head = await writer.append(expected, records);
  index.note(expected, records);
  return head;
};

const readOnly = (place: string): LogFault =>
  unavailable(place, 'it was opened for reading', 'Open it for writing.');

const headOf = async (facts: Facts): Promise<Head> => {
  const { revision, hash } = await facts.tail();
  return { revision, hash };
};
