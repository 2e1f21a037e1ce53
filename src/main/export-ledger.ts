import { salvageLedgerFile } from '../../adapters/event-log-sqlite/index.ts';
import type { StoredRecord } from '../../adapters/ports/event-log.ts';
import { decode, type DecodeFault } from '../../domain/catalogue/decode.ts';
import { type Either, isLeft, left } from '../../domain/foundation/fp.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { ReadFact, ReadFault } from '../app/read.ts';

/**
 * Shows every fact of a ledger file, in order, a page at a time; waits for `onPage`, so that memory stays bounded.
 *
 * Of a damaged ledger every fact before the first damage is shown; the damage is the answer then.
 */
export const exportLedger = async (
  path: string,
  onPage: (page: readonly ReadFact[]) => Promise<void>,
): Promise<Either<ReadFault, Revision>> => {
  let unreadable: DecodeFault | undefined;
  const read = await salvageLedgerFile(path, async (records) => {
    const { facts, fault } = understood(records);
    unreadable = fault;
    if (facts.length > 0) await onPage(facts);
    return fault === undefined;
  })();
  return unreadable === undefined ? read : left(unreadable);
};

/** The facts before the first one that this program cannot understand. */
const understood = (
  records: readonly StoredRecord[],
): { readonly facts: readonly ReadFact[]; readonly fault?: DecodeFault } => {
  const facts: ReadFact[] = [];
  for (const record of records) {
    const fact = decode(record.revision, record.body);
    if (isLeft(fact)) return { facts, fault: fact.left };
    facts.push({ fact: fact.right, record });
  }
  return { facts };
};
