import type { Revision } from '../../domain/foundation/event.ts';
import type { NewRecord, StoredRecord } from '../ports/event-log.ts';
import { type Keys, keysOf } from './keys.ts';

/** Which facts a subject and a command have: a cache in memory, read from the facts when it is first asked. */
export interface KeyIndex {
  /** Revisions of a subject's facts up to `head`, ascending. */
  readonly ofSubject: (subject: string, head: Revision) => Promise<readonly Revision[]>;
  readonly ofCommand: (commandId: string, head: Revision) => Promise<readonly Revision[]>;
  /** Learns facts that were just written, so that they need not be read. */
  readonly note: (first: Revision, records: readonly NewRecord[]) => void;
}

type Page = (after: Revision, max: number) => Promise<readonly StoredRecord[]>;

const pageFacts = 20_000;

/**
 * An index of a ledger's facts after `base`.
 *
 * @cost the first question reads the whole ledger; about 150 bytes of memory a command and a subject
 */
export const keyIndexOf = (page: Page, base: Revision): KeyIndex => {
  const table = tableOf(base);
  let reading: Promise<void> = Promise.resolve();
  const caughtUp = async (head: Revision): Promise<void> => {
    if (table.reached() >= head) return;
    const turn = reading.then(() => readTo(table, page, head));
    reading = turn.catch(() => undefined);
    await turn;
  };
  return {
    ofSubject: async (subject, head) => {
      await caughtUp(head);
      return listOf(table.subjects.get(subject));
    },
    ofCommand: async (commandId, head) => {
      await caughtUp(head);
      return listOf(table.commands.get(commandId));
    },
    note: (first, records) => {
      for (const [index, record] of records.entries()) table.add(first + index, record);
    },
  };
};

const readTo = async (table: Table, page: Page, head: Revision): Promise<void> => {
  while (table.reached() < head) {
    const facts = Math.min(pageFacts, head - table.reached());
    for (const { revision, body } of await page(table.reached(), facts)) {
      table.add(revision, keysOf(body));
    }
  }
};

/** Most keys have few facts: a lone one is kept without a list. */
type Entries = Map<string, Revision | Revision[]>;

interface Table {
  readonly subjects: Entries;
  readonly commands: Entries;
  readonly reached: () => Revision;
  /** Takes the next fact; any other is passed over, for it was taken before or will be read. */
  readonly add: (revision: Revision, keys: Keys) => void;
}

const tableOf = (base: Revision): Table => {
  const subjects: Entries = new Map();
  const commands: Entries = new Map();
  let reached = base;
  return {
    subjects,
    commands,
    reached: () => reached,
    add: (revision, { subject, commandId }) => {
      if (revision !== reached + 1) return;
      put(subjects, subject, revision);
      put(commands, commandId, revision);
      reached = revision;
    },
  };
};

const put = (entries: Entries, key: string, revision: Revision): void => {
  const known = entries.get(key);
  if (known === undefined) entries.set(key, revision);
  else if (typeof known === 'number') entries.set(key, [known, revision]);
  else known.push(revision);
};

const listOf = (known: Revision | readonly Revision[] | undefined): readonly Revision[] => {
  if (known === undefined) return [];
  return typeof known === 'number' ? [known] : [...known];
};
