import type { Revision } from '../../domain/foundation/event.ts';
import type { StoredRecord } from '../ports/event-log.ts';
import { textIn } from './events.ts';
import type { Facts } from './facts.ts';
import { fingerColumn, fingerprint } from './fingerprints.ts';

/** What a fact is looked up by. */
interface Keys {
  readonly subject: string;
  readonly commandId: string;
}

/**
 * Finds facts by subject and by command: a cache in memory, made of the facts when something is first looked up.
 *
 * @cost the first look-up reads what was not read or appended before; any other asks the server for the facts it finds
 */
export interface KeyIndex {
  /** Takes note of facts that were just appended after a revision. */
  readonly note: (after: Revision, keys: readonly Keys[]) => void;
  /** Takes note of facts that were just read, where they follow what is known. */
  readonly see: (records: readonly StoredRecord[]) => void;
  readonly subject: (
    subject: string,
    after: Revision,
    max: number,
  ) => Promise<readonly StoredRecord[]>;
  readonly command: (commandId: string) => Promise<readonly Revision[]>;
}

const pageLength = 4096;
/** Facts that nobody asked for are read along up to here: that is cheaper than another call. */
const gapMax = 64;

/** An index that knows nothing yet; `headOf` spares a call where the end is known. */
export const keyIndexOf = (facts: Facts, headOf: () => Revision | undefined): KeyIndex => {
  const noted = notedKeys(facts.base);
  const candidates = async (key: keyof Keys, wanted: string): Promise<readonly Revision[]> => {
    while (noted.covered() !== headOf()) {
      const records = await facts.page(noted.covered(), pageLength);
      noted.see(records);
      if (records.length < pageLength) break;
    }
    return noted.candidates(key, wanted);
  };
  const subject = async (wanted: string, after: Revision, max: number) => {
    const revisions = (await candidates('subject', wanted)).filter((one) => one > after);
    return found(facts, revisions, { max, isWanted: (keys) => keys.subject === wanted });
  };
  const command = async (wanted: string): Promise<readonly Revision[]> => {
    const revisions = await candidates('commandId', wanted);
    const isWanted = (keys: Keys): boolean => keys.commandId === wanted;
    const records = await found(facts, revisions, { max: revisions.length, isWanted });
    return records.map(({ revision }) => revision);
  };
  return { note: noted.note, see: noted.see, subject, command };
};

/** The fingerprints of the facts from the first one on, without gaps. */
const notedKeys = (base: Revision) => {
  const columns = { subject: fingerColumn(), commandId: fingerColumn() };
  const covered = (): Revision => base + columns.subject.length();
  const push = ({ subject, commandId }: Keys): void => {
    columns.subject.push(fingerprint(subject));
    columns.commandId.push(fingerprint(commandId));
  };
  const note = (after: Revision, keys: readonly Keys[]): void => {
    if (after === covered()) for (const one of keys) push(one);
  };
  const see = (records: readonly StoredRecord[]): void => {
    for (const { revision, body } of records) {
      if (revision === covered() + 1) push(keysOf(body));
    }
  };
  const candidates = (key: keyof Keys, wanted: string): readonly Revision[] =>
    columns[key].positionsOf(fingerprint(wanted)).map((position) => base + 1 + position);
  return { covered, note, see, candidates };
};

interface Choice {
  readonly max: number;
  readonly isWanted: (keys: Keys) => boolean;
}

/** A fingerprint names candidates; their bodies decide. Neighbours are read in one call. */
const found = async (
  facts: Facts,
  revisions: readonly Revision[],
  { max, isWanted }: Choice,
): Promise<readonly StoredRecord[]> => {
  const records: StoredRecord[] = [];
  let at = 0;
  while (at < revisions.length && records.length < max) {
    const run = runFrom(revisions, at);
    const [first = 0, last = 0] = [run[0], run.at(-1)];
    const wanted = new Set(run);
    for (const record of await facts.page(first - 1, last - first + 1)) {
      if (wanted.has(record.revision) && isWanted(keysOf(record.body))) records.push(record);
    }
    at += run.length;
  }
  return records.slice(0, Math.max(0, max));
};

const runFrom = (revisions: readonly Revision[], from: number): readonly Revision[] => {
  let to = from + 1;
  while (
    to < revisions.length &&
    to - from < pageLength &&
    (revisions[to] ?? 0) - (revisions[to - 1] ?? 0) <= gapMax
  ) {
    to += 1;
  }
  return revisions.slice(from, to);
};

/** Subject and command id of a body. The chain is what judges bodies; one that is no JSON merely has no keys. */
const keysOf = (body: string): Keys => {
  try {
    const parsed: unknown = JSON.parse(body);
    const [subject = '', commandId = ''] = [textIn(parsed, 'subject'), textIn(parsed, 'commandId')];
    return { subject, commandId };
  } catch {
    return { subject: '', commandId: '' };
  }
};
