import type { BerthEvent, BerthRecorded } from '../../domain/catalogue/events.ts';
import { decode } from '../../domain/catalogue/decode.ts';
import { hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { Projection } from '../../domain/foundation/projection.ts';
import type { EventLog, Head } from '../../adapters/ports/event-log.ts';
import { pageMax, readFacts, type ReadFact, type ReadFault, readPage } from '../app/read.ts';
import { withLedger } from './ledger-file.ts';

/** A view with the head that it was folded up to. */
export interface Folded<View> {
  readonly view: View;
  readonly head: Head;
  readonly headHex: string;
}

/** Answers a question about a ledger file by folding all of it into one view. */
export const foldLedger = <View>(
  path: string,
  projection: Projection<View, BerthEvent>,
): Promise<Either<ReadFault, Folded<View>>> => {
  let view = projection.initial();
  const see = ({ fact }: ReadFact): void => {
    if (projection.handles.has(fact.type)) view = projection.apply(view, fact);
  };
  return withLedger(path, 'read', async (log) => {
    const head = await log.head()();
    if (isLeft(head)) return left(head.left);
    const read = await readFacts(log, { after: 0, to: head.right.revision }, see);
    if (isLeft(read)) return read;
    return right({ view, head: head.right, headHex: hexOf(head.right.hash) });
  });
};

/** One fact by its revision; `undefined` where the ledger has none. */
export const storedFactAt = (
  path: string,
  revision: Revision,
): Promise<Either<ReadFault, ReadFact | undefined>> =>
  withLedger<ReadFault, ReadFact | undefined>(path, 'read', async (log) => {
    if (revision < 1) return right(undefined);
    const page = await readPage(log, revision - 1, 1);
    return isLeft(page) ? page : right(page.right[0]);
  });

/** The facts of one subject (`kind/id`) up to a revision, in order; empty when nobody ever heard of it. */
export const factsOfSubject = async (
  log: Pick<EventLog, 'readSubject'>,
  subject: string,
  until: Revision,
): Promise<Either<ReadFault, readonly BerthRecorded[]>> => {
  const facts: BerthRecorded[] = [];
  for (let after = 0; ;) {
    const page = await log.readSubject(subject, after, pageMax)();
    if (isLeft(page)) return left(page.left);
    if (page.right.length === 0) return right(facts);
    for (const record of page.right) {
      if (record.revision > until) return right(facts);
      const fact = decode(record.revision, record.body);
      if (isLeft(fact)) return left(fact.left);
      facts.push(fact.right);
      after = record.revision;
    }
  }
};
