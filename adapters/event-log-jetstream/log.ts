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
import { FaultRaised, raise } from '../ports/log-faults.ts';
import { guarded } from './faults.ts';
import type { KeyIndex, KeyQuery } from './key-index.ts';
import type { Names } from './names.ts';
import type { Snapshots } from './snapshots.ts';

/** What a log can do, writing or only reading. */
export interface Powers {
  /** The head; a reader looks again no oftener than a question that goes up to `reaching` needs it. */
  readonly head: (reaching: Revision) => Promise<Head>;
  readonly append: (expected: Revision, records: readonly NewRecord[]) => Promise<Head>;
  readonly save: (snapshot: Snapshot) => Promise<void>;
  readonly page: (after: Revision, max: number, head: Head) => Promise<readonly StoredRecord[]>;
  readonly index: KeyIndex;
  readonly snapshots: Snapshots;
  readonly close: (manner: 'polite' | 'abrupt') => Promise<void>;
}

/** A log over what it can do; closes itself when an append is in doubt or finds the ledger corrupt. */
export const logOf = ({ place }: Names, powers: Powers): EventLog => {
  const { head, page } = powers;
  const life = { isOpen: true };
  const whileOpen = <Answer>(work: () => Promise<Answer>): TaskEither<LogFault, Answer> =>
    guarded(place, async () =>
      life.isOpen ? work() : raise({ _tag: 'LogClosed', retry: 'never', place }),
    );
  return {
    head: () => whileOpen(() => head(Infinity)),
    append: (expected, records) =>
      whileOpen(() => powers.append(expected, records).catch(endedBy(life, powers))),
    read: (after, max) =>
      whileOpen(async () => page(after, max, await head(after + Math.max(0, max)))),
    readSubject: (subject, after, max) =>
      whileOpen(() =>
        found(powers, { kind: 'subject', key: subject, after, max: Math.max(0, max) }),
      ),
    findCommand: (commandId) => whileOpen(() => factsOfCommand(powers, commandId)),
    loadSnapshot: (name, atMost) => whileOpen(() => powers.snapshots.load(name, atMost)),
    saveSnapshot: (snapshot) => whileOpen(() => powers.save(snapshot)),
    close: () => guarded(place, () => close(life, powers, 'polite')),
  };
};

const found = async ({ head, index }: Powers, query: KeyQuery): Promise<readonly StoredRecord[]> =>
  index.find(query, (await head(Infinity)).revision);

const factsOfCommand = async (powers: Powers, key: string): Promise<readonly Revision[]> => {
  const records = await found(powers, { kind: 'commandId', key, after: 0, max: Infinity });
  return records.map(({ revision }) => revision);
};

interface Life {
  isOpen: boolean;
}

const close = async (life: Life, powers: Powers, manner: 'polite' | 'abrupt'): Promise<void> => {
  if (!life.isOpen) return;
  life.isOpen = false;
  await powers.close(manner);
};

/** After a doubt or a damage nothing more may be written over the same connection. */
const endedBy =
  (life: Life, powers: Powers) =>
  async (error: unknown): Promise<never> => {
    const tag = error instanceof FaultRaised ? error.fault._tag : undefined;
    if (tag === 'InDoubt' || tag === 'LedgerCorrupt') await close(life, powers, 'abrupt');
    throw error;
  };
