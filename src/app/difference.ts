import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Fact } from '../../domain/foundation/event.ts';
import { partedIn } from './parted.ts';
import type { ReadFact } from './read.ts';

/** Where a recorded decision and the recomputed one part. */
export interface Difference {
  /** What the difference is about: a workload, or what a process decided about. */
  readonly subjectId: string;
  /** JSON path inside the decision, such as `$.placements[0].nodeId`; `$` when one of the two is missing. */
  readonly path: string;
  readonly recorded: unknown;
  readonly recomputed: unknown;
}

/** A fact as it would be decided now. */
export interface Recomputed {
  readonly subjectId: string;
  readonly kind: Fact;
  /** May hold more than the fact does: only what the fact's shape names is compared. */
  readonly data: object;
}

/**
 * The first difference between what is decided now and what the ledger holds; `undefined` when there is none.
 *
 * Equal decisions are equal bytes; only where the bytes differ is the place looked for.
 * @cost about 1 µs a decision
 */
export const firstDifference = (
  recomputed: readonly Recomputed[],
  recorded: readonly ReadFact[],
): Difference | undefined => {
  const length = Math.max(recomputed.length, recorded.length);
  for (let k = 0; k < length; k += 1) {
    const difference = differenceOf(recomputed[k], recorded[k]);
    if (difference !== undefined) return difference;
  }
  return undefined;
};

const differenceOf = (
  now: Recomputed | undefined,
  then: ReadFact | undefined,
): Difference | undefined => {
  const fact = then?.fact;
  const subjectId = fact?.subject.id ?? now?.subjectId ?? '';
  const isSameKind = now?.kind.type === fact?.type && now?.subjectId === fact?.subject.id;
  if (now === undefined || then === undefined || !isSameKind) {
    return { subjectId, path: '$', recorded: summaryOf(fact), recomputed: expectationOf(now) };
  }
  const text = now.kind.serialise(now.data);
  if (endsInData(then.record.body, text)) return undefined;
  const [parted] = partedIn(then.fact.data, JSON.parse(text));
  if (parted === undefined) return isLifted(then) ? undefined : { subjectId, ...unequalBytes };
  return { subjectId, path: parted.path, recorded: parted.before, recomputed: parted.after };
};

/** Whether a fact was written under an older schema: then its values are compared, and its bytes are its own. */
const isLifted = ({ fact, record }: ReadFact): boolean => {
  const { schema = 1 }: { readonly schema?: number } = JSON.parse(record.body);
  return schema !== fact.schema;
};

/** Tells whether a body ends in these data, without putting the end together first. */
const endsInData = (body: string, data: string): boolean => {
  const at = body.length - data.length - 1;
  return (
    body.endsWith('}') && body.startsWith(data, at) && body.startsWith(dataKey, at - dataKey.length)
  );
};
const dataKey = ',"data":';

/** The values are equal and the bytes are not: the ledger does not hold what this program writes. */
const unequalBytes = { path: '$', recorded: 'other bytes', recomputed: 'the same values' };

const summaryOf = (fact: BerthRecorded | undefined): unknown =>
  fact === undefined ? null : { type: fact.type, subjectId: fact.subject.id, data: fact.data };

const expectationOf = (now: Recomputed | undefined): unknown =>
  now === undefined
    ? null
    : {
        type: now.kind.type,
        subjectId: now.subjectId,
        data: JSON.parse(now.kind.serialise(now.data)),
      };
