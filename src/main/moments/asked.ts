import type { MomentFault } from '../../../adapters/ports/moment.ts';
import { decode } from '../../../domain/catalogue/decode.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { ReadFault } from '../../app/read.ts';
import type { MomentLog, Until } from './believed.ts';

/** A moment as somebody names it. */
export type AskedMoment =
  | { readonly kind: 'revision'; readonly revision: Revision }
  | { readonly kind: 'instant'; readonly atMs: InstantMs }
  /** So long before the last fact. @unit ms */
  | { readonly kind: 'before'; readonly ms: number };

/** How moments are named, for whoever named none. */
export const momentRemedy =
  'name a revision (1041), a time with its zone (2026-01-05T14:03:00Z), milliseconds since 1970 (1767621780000ms), ' +
  'or so long before the last fact (-2h)';

const units: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** Reads what somebody typed after `--at` or `at=`. */
export const momentOf = (text: string): Either<MomentFault, AskedMoment> => {
  const typed = text.trim();
  const [, figure = '', unit] = /^(\d{1,15})(ms)?$/.exec(typed) ?? [];
  if (figure !== '' && unit === undefined) {
    return right({ kind: 'revision', revision: Number(figure) });
  }
  if (figure !== '') return right({ kind: 'instant', atMs: Number(figure) });
  const [, length = '', word = ''] = /^-(\d{1,12})(ms|s|m|h|d)$/.exec(typed) ?? [];
  if (length !== '') return right({ kind: 'before', ms: Number(length) * (units.get(word) ?? 1) });
  const atMs = instantOf(typed);
  return atMs === undefined
    ? left({ _tag: 'MomentUnreadable', asked: text, remedy: momentRemedy })
    : right({ kind: 'instant', atMs });
};

const instant =
  /^(\d{4}-\d\d-\d\d)(?:[Tt ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d))?$/;

/** RFC 3339, where the seconds may be left out; a day alone is its midnight in UTC. */
const instantOf = (text: string): InstantMs | undefined => {
  const [, day = ''] = instant.exec(text) ?? [];
  if (day === '' || !isDay(day)) return undefined;
  const atMs = Date.parse(text.replace(' ', 'T').toUpperCase());
  return Number.isSafeInteger(atMs) ? atMs : undefined;
};

/** There is no 30th of February, whatever a date makes of it. */
const isDay = (day: string): boolean => {
  const atMs = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(atMs) && new Date(atMs).toISOString().startsWith(day);
};

/**
 * Up to where a ledger is to be folded for a moment.
 *
 * A revision is one that the ledger has. A time is that of the longest beginning of the ledger in which no fact is later:
 * before the first fact there is nothing to tell; after the last it is as the last fact has left it.
 */
export const untilOf = async (
  log: MomentLog,
  asked: AskedMoment,
): Promise<Either<ReadFault | MomentFault, Until>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const { revision: last } = head.right;
  if (asked.kind === 'revision') {
    const { revision } = asked;
    return revision < 1 || revision > last
      ? left({ _tag: 'MomentUnknown', asked: revision, head: last })
      : right({ revision, latestMs: Number.POSITIVE_INFINITY });
  }
  const firstMs = await atMsOf(log, 0);
  const lastMs = await atMsOf(log, Math.max(0, last - 1));
  if (isLeft(firstMs)) return firstMs;
  if (isLeft(lastMs)) return lastMs;
  const askedMs = asked.kind === 'instant' ? asked.atMs : (lastMs.right ?? 0) - asked.ms;
  return firstMs.right === undefined || askedMs < firstMs.right
    ? left({ _tag: 'MomentTooEarly', askedMs, firstMs: firstMs.right })
    : right({ revision: last, latestMs: askedMs });
};

/** When the fact behind a revision was made. */
const atMsOf = async (
  log: MomentLog,
  after: Revision,
): Promise<Either<ReadFault, InstantMs | undefined>> => {
  const page = await log.read(after, 1)();
  if (isLeft(page)) return left(page.left);
  const [record] = page.right;
  if (record === undefined) return right(undefined);
  const fact = decode(record.revision, record.body);
  return isLeft(fact) ? left(fact.left) : right(fact.right.atMs);
};
