import type { Revision } from '../../domain/foundation/event.ts';
import type { NewRecord, StoredRecord } from '../ports/event-log.ts';
import { keysOf } from './keys.ts';

/** Which facts a subject and a command have: a cache in memory, read from the facts when it is first asked. */
export interface KeyIndex {
  /** Revisions of a subject's facts up to `head`, ascending. */
  readonly ofSubject: (subject: string, head: Revision) => Promise<readonly Revision[]>;
  readonly ofCommand: (commandId: string, head: Revision) => Promise<readonly Revision[]>;
  /** Learns facts that were just written, so that they need not be read. */
  readonly note: (first: Revision, records: readonly NewRecord[]) => void;
}

type Page = (after: Revision, max: number) => Promise<readonly StoredRecord[]>;
/** Most keys have few facts: a lone one is kept without a list. */
type Entries = Map<string, Revision | Revision[]>;

const pageFacts = 20_000;

/**
 * An index of a ledger's facts after `base`.
 *
 * @cost the first question reads the whole ledger; about 150 bytes of memory a command and a subject
 */
export const keyIndexOf = (page: Page, base: Revision): KeyIndex => {
  const subjects: Entries = new Map();
  const commands: Entries = new Map();
  let reached = base;
  let reading: Promise<void> = Promise.resolve();
  const add = (revision: Revision, keys: { subject: string; commandId: string }): void => {
    put(subjects, keys.subject, revision);
    put(commands, keys.commandId, revision);
    reached = revision;
  };
  const readTo = async (head: Revision): Promise<void> => {
    while (reached < head) {
      for (const { revision, body } of await page(reached, Math.min(pageFacts, head - reached))) {
        if (revision === reached + 1) add(revision, keysOf(body));
      }
    }
  };
  const caughtUp = (head: Revision): Promise<void> => {
    const turn = reading.then(() => readTo(head));
    reading = turn.catch(() => undefined);
    return turn;
  };
  return {
    ofSubject: async (subject, head) => {
      if (reached < head) await caughtUp(head);
      return listOf(subjects.get(subject));
    },
    ofCommand: async (commandId, head) => {
      if (reached < head) await caughtUp(head);
      return listOf(commands.get(commandId));
    },
    note: (first, records) => {
      if (reached !== first - 1) return;
      for (const [index, record] of records.entries()) add(first + index, record);
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
