import type { Revision } from '../../domain/foundation/event.ts';
import type { TaskEither } from '../../domain/foundation/fp.ts';
import type {
  EventLog,
  Head,
  LogFault,
  NewRecord,
  Snapshot,
  StoredRecord,
} from '../ports/event-log.ts';
import { FaultRaised, guarded, raise } from './faults.ts';
import type { KeyIndex } from './key-index.ts';
import type { Names } from './names.ts';
import type { Snapshots } from './snapshots.ts';

/** What a log can do, writing or only reading. */
export interface Powers {
  /** The head; `reaching` is the revision that a question goes up to, for a reader that looks again no oftener than it must. */
  readonly head: (reaching: Revision) => Promise<Head>;
  readonly append: (expected: Revision, records: readonly NewRecord[]) => Promise<Head>;
  readonly save: (snapshot: Snapshot) => Promise<void>;
  readonly page: (after: Revision, max: number, head: Head) => Promise<readonly StoredRecord[]>;
  readonly index: KeyIndex;
  readonly snapshots: Snapshots;
  readonly close: (manner: 'polite' | 'abrupt') => Promise<void>;
}

/** After these nothing more may be written over the same connection. */
const isFinal = (error: unknown): boolean =>
  error instanceof FaultRaised &&
  (error.fault._tag === 'InDoubt' || error.fault._tag === 'LedgerCorrupt');

/** A log over what it can do; closes itself when an append is in doubt or finds the ledger corrupt. */
export const logOf = ({ place }: Names, powers: Powers): EventLog => {
  const { head, page, index, snapshots } = powers;
  let isOpen = true;
  const whileOpen = <Answer>(work: () => Promise<Answer>): TaskEither<LogFault, Answer> =>
    guarded(place, async () =>
      isOpen ? work() : raise({ _tag: 'LogClosed', retry: 'never', place }),
    );
  const close = async (manner: 'polite' | 'abrupt'): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await powers.close(manner);
  };
  const append = async (expected: Revision, records: readonly NewRecord[]): Promise<Head> => {
    try {
      return await powers.append(expected, records);
    } catch (error) {
      if (isFinal(error)) await close('abrupt');
      throw error;
    }
  };
  const ofSubject = async (subject: string, after: Revision, max: number) => {
    const end = await head(Infinity);
    const all = await index.ofSubject(subject, end.revision);
    const wanted = all.filter((one) => one > after).slice(0, Math.max(0, max));
    const isWanted = new Set(wanted);
    const records: StoredRecord[] = [];
    for (const { first, last } of runsOf(wanted)) {
      const found = await page(first - 1, last - first + 1, end);
      records.push(...found.filter(({ revision }) => isWanted.has(revision)));
    }
    return records;
  };
  return {
    head: () => whileOpen(() => head(Infinity)),
    append: (expected, records) => whileOpen(() => append(expected, records)),
    read: (after, max) =>
      whileOpen(async () => page(after, max, await head(after + Math.max(0, max)))),
    readSubject: (subject, after, max) => whileOpen(() => ofSubject(subject, after, max)),
    findCommand: (commandId) =>
      whileOpen(async () => index.ofCommand(commandId, (await head(Infinity)).revision)),
    loadSnapshot: (name, atMost) => whileOpen(() => snapshots.load(name, atMost)),
    saveSnapshot: (snapshot) => whileOpen(() => powers.save(snapshot)),
    close: () => guarded(place, () => close('polite')),
  };
};

/** Facts that lie no further apart are read together. */
const nearFacts = 256;

const runsOf = (revisions: readonly Revision[]) => {
  const runs: { first: Revision; last: Revision }[] = [];
  for (const revision of revisions) {
    const run = runs.at(-1);
    if (run !== undefined && revision - run.last <= nearFacts) run.last = revision;
    else runs.push({ first: revision, last: revision });
  }
  return runs;
};
