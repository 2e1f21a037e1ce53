import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { decode, type DecodeFault } from '../../domain/catalogue/decode.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { EventLog, LogFault, StoredRecord } from '../../adapters/ports/event-log.ts';

/** Facts read in one go: few enough to be garbage while they are young. */
export const pageMax = 512;

/** What can keep a ledger from being read: the store, or a fact that this program cannot understand. */
export type ReadFault = LogFault | DecodeFault;

/** A fact with the record that it was read from. */
export interface ReadFact {
  readonly fact: BerthRecorded;
  readonly record: StoredRecord;
}

/** Which facts: those with `after < revision <= to`. */
export interface Range {
  readonly after: Revision;
  readonly to: Revision;
}

/** Reads the facts after a revision, at most `max`; an empty page is the end. */
export const readPage = async (
  log: Pick<EventLog, 'read'>,
  after: Revision,
  max: number,
): Promise<Either<ReadFault, readonly ReadFact[]>> => {
  const page = await log.read(after, max)();
  if (isLeft(page)) return left(page.left);
  const facts: ReadFact[] = [];
  for (const record of page.right) {
    const fact = decode(record.revision, record.body);
    if (isLeft(fact)) return left(fact.left);
    facts.push({ fact: fact.right, record });
  }
  return right(facts);
};

/** Reads facts page by page; `onFact` sees each once, in order. Answers the last revision that was read. */
export const readFacts = async (
  log: Pick<EventLog, 'read'>,
  range: Range,
  onFact: (read: ReadFact) => void,
): Promise<Either<ReadFault, Revision>> => {
  let at = range.after;
  while (at < range.to) {
    const page = await readPage(log, at, Math.min(pageMax, range.to - at));
    if (isLeft(page)) return page;
    if (page.right.length === 0) break;
    for (const read of page.right) onFact(read);
    at = page.right.at(-1)?.fact.revision ?? at;
  }
  return right(at);
};
