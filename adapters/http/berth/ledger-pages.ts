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

const stepMax = 1_000;
/** Most facts that one request looks at: a filter that lets little through goes on with the next one. */
const lookedAtMax = 20_000;

/** Reads facts in log order. @cost O(facts looked at); by subject its facts alone */
export const factsOf = async (brain: LiveBrain, wanted: FactsWanted): Promise<FactsFound> => {
  const isOne = wanted.subject?.includes('/') === true;
  const records: StoredRecord[] = [];
  const isWanted = recordFilter(wanted);
  let after = wanted.after;
  for (let lookedAt = 0; lookedAt < lookedAtMax;) {
    const max =
      isOne || wanted.types.size > 0 || wanted.subject !== undefined
        ? stepMax
        : Math.min(stepMax, wanted.limit);
    const page = await (isOne
      ? brain.ledger.readSubject(wanted.subject ?? '', after, max)()
      : brain.ledger.read(after, max)());
    if (isLeft(page)) throw problemOfFault(page.left);
    for (const record of page.right) {
      after = record.revision;
      lookedAt += 1;
      if (isWanted(record)) records.push(record);
      if (records.length === wanted.limit) return { records, next: after };
    }
    if (page.right.length < max) return { records, next: undefined };
  }
  return { records, next: after };
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
