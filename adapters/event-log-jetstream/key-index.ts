import type { Revision } from '../../domain/foundation/event.ts';
import type { NewRecord, StoredRecord } from '../ports/event-log.ts';
import { fingersOf } from './fingers.ts';
import { type Keys, keysOf } from '../ports/fact-keys.ts';

/** Finds facts by subject and by command: a cache in memory, made of the facts when it is first asked. */
export interface KeyIndex {
  /** Facts up to `head` that have this key, after a revision, ascending, at most `max`. */
  readonly find: (query: KeyQuery, head: Revision) => Promise<readonly StoredRecord[]>;
  /** Learns facts that were just written, so that they need not be read. */
  readonly note: (first: Revision, records: readonly NewRecord[]) => void;
}

/** What is looked for. */
export interface KeyQuery {
  readonly kind: keyof Keys;
  readonly key: string;
  readonly after: Revision;
  readonly max: number;
}

type Page = (after: Revision, max: number) => Promise<readonly StoredRecord[]>;

const pageFacts = 20_000;

/**
 * An index of a ledger's facts after `base`.
 *
 * @cost the first question reads the whole ledger; 24 bytes of memory a fact
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
    find: async (query, head) => {
      await caughtUp(head);
      const isWanted = (one: Revision) => one > query.after && one <= head;
      return found(page, query, table.candidates(query).filter(isWanted));
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

interface Table {
  readonly reached: () => Revision;
  /** Takes the next fact; any other is passed over, for it was taken before or will be read. */
  readonly add: (revision: Revision, keys: Keys) => void;
  readonly candidates: (query: KeyQuery) => readonly Revision[];
}

const tableOf = (base: Revision): Table => {
  const fingers = { subject: fingersOf(), commandId: fingersOf() };
  let reached = base;
  return {
    reached: () => reached,
    add: (revision, { subject, commandId }) => {
      if (revision !== reached + 1) return;
      fingers.subject.push(subject);
      fingers.commandId.push(commandId);
      reached = revision;
    },
    candidates: ({ kind, key }) => fingers[kind].candidates(key).map((place) => base + 1 + place),
  };
};

/** Reads the candidates, those that lie close together at once, and keeps the ones that have the key. */
const found = async (
  page: Page,
  { kind, key, max }: KeyQuery,
  candidates: readonly Revision[],
): Promise<readonly StoredRecord[]> => {
  const records: StoredRecord[] = [];
  const isCandidate = new Set(candidates);
  for (const { first, last } of runsOf(candidates)) {
    if (records.length >= max) break;
    for (const record of await page(first - 1, last - first + 1)) {
      if (isCandidate.has(record.revision) && keysOf(record.body)[kind] === key) {
        records.push(record);
      }
    }
  }
  return records.slice(0, max);
};

/** Facts that lie no further apart are read together, and no more than so many at once. */
const nearFacts = 256;
const runFacts = 4096;

const runsOf = (revisions: readonly Revision[]) => {
  const runs: { first: Revision; last: Revision }[] = [];
  for (const revision of revisions) {
    const run = runs.at(-1);
    const isNear =
      run !== undefined && revision - run.last <= nearFacts && revision - run.first < runFacts;
    if (isNear) run.last = revision;
    else runs.push({ first: revision, last: revision });
  }
  return runs;
};
