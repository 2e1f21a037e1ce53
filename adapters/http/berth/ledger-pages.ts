import type { Revision } from '../../../domain/foundation/event.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { StoredRecord } from '../../ports/event-log.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import { problemOfFault } from '../problem.ts';

/** Which facts of the ledger are wanted; what is absent does not restrict. */
export interface FactsWanted {
  readonly after: Revision;
  readonly limit: number;
  /** A kind (`workload`) or one subject (`workload/train-1`). */
  readonly subject?: string | undefined;
  readonly types: ReadonlySet<string>;
}

/** Facts that were found, and where to go on. */
export interface FactsFound {
  readonly records: readonly StoredRecord[];
  /** The last revision that was looked at, where there is more behind it. */
  readonly next: Revision | undefined;
}

const stepMax = 250;
/** How long the facts of one answer may be; at least one is told. @unit UTF-16 code units */
const weightMax = 8 * 1024 * 1024;
/** Most facts that one request looks at: a filter that lets little through goes on with the next one. */
const lookedAtMax = 20_000;

/** Reads facts in log order. @cost O(facts looked at); by subject its facts alone */
export const factsOf = async (brain: LiveBrain, wanted: FactsWanted): Promise<FactsFound> => {
  const records: StoredRecord[] = [];
  const isWanted = recordFilter(wanted);
  let { after } = wanted;
  let weight = 0;
  for (let lookedAt = 0; lookedAt < lookedAtMax;) {
    const { page, isLast } = await read(brain, wanted, after);
    for (const record of page) {
      after = record.revision;
      lookedAt += 1;
      if (!isWanted(record)) continue;
      weight += record.body.length;
      records.push(record);
      if (records.length === wanted.limit || weight > weightMax) return { records, next: after };
    }
    if (isLast) return { records, next: undefined };
  }
  return { records, next: after };
};

/** The next facts, filtered by their subject where that is one. */
const read = async (
  { ledger }: LiveBrain,
  { subject, types, limit }: FactsWanted,
  after: Revision,
): Promise<{ readonly page: readonly StoredRecord[]; readonly isLast: boolean }> => {
  const isAny = subject === undefined && types.size === 0;
  const max = isAny ? Math.min(stepMax, limit) : stepMax;
  const isOne = subject?.includes('/') === true;
  const page = await (isOne
    ? ledger.readSubject(subject, after, max)()
    : ledger.read(after, max)());
  if (isLeft(page)) throw problemOfFault(page.left);
  return { page: page.right, isLast: page.right.length < max };
};

const typeShape = /^\{"type":"([A-Za-z]+)"/;
const subjectShape = /^\{"type":"[A-Za-z]+",(?:"schema":\d+,)?"subject":"([a-z-]+)\//;

/** Looks at the beginning of the stored body, which is canonical, instead of reading all of it. */
const recordFilter = ({ subject, types }: FactsWanted): ((record: StoredRecord) => boolean) => {
  const kind = subject?.split('/')[0];
  return ({ body }) =>
    (kind === undefined || subjectShape.exec(body)?.[1] === kind) &&
    (types.size === 0 || types.has(typeShape.exec(body)?.[1] ?? ''));
};
