import { chainHashes } from '../../domain/foundation/chain.ts';
import type { NewRecord } from '../ports/event-log.ts';
import type { Bundles } from './bundles.ts';
import { bundleEntry, factEntry, type Link, type NewEntry, sizeOf } from './events.ts';
import type { AppendLimit } from './limit.ts';

/** Where large batches go, and from when on they are large. */
export interface BatchGround {
  readonly ledger: string;
  readonly bundles: Bundles;
  readonly limit: AppendLimit;
}

/** A batch as events of the ledger. */
export interface BatchEntries {
  readonly entries: readonly NewEntry[];
  /** The last fact's place in the chain. */
  readonly last: Link;
}

/**
 * One event a fact; where that is more than one append may hold, one event for all, whose bodies are kept beside.
 *
 * The ledger names no body before all are durable, so that whatever goes wrong here, the batch is absent. `undefined`
 * where a smaller limit was learnt meanwhile.
 * @shape at least one record
 */
export const batchEntries = async (
  { bundles, ledger, limit }: BatchGround,
  before: Link,
  records: readonly NewRecord[],
): Promise<BatchEntries | undefined> => {
  const bodies = records.map(({ body }) => body);
  const links = linksAfter(before, bodies);
  const last = links.at(-1) ?? before;
  const letters = bodies.reduce((sum, body) => sum + body.length, 0);
  if (letters <= limit.bytes()) {
    const entries = links.map((link, at) => factEntry(ledger, bodies[at] ?? '', link));
    const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (bytes <= limit.bytes()) return { entries, last };
  }
  const bundle = await bundles.keep(bodies, last);
  return bundle === undefined ? undefined : { entries: [bundleEntry(ledger, bundle, last)], last };
};

const linksAfter = (before: Link, bodies: readonly string[]): readonly Link[] => {
  const hashes = chainHashes(before.hash, bodies);
  return bodies.map((_, at) => ({
    revision: before.revision + 1 + at,
    hash: hashes.subarray(at * 32, at * 32 + 32),
  }));
};
