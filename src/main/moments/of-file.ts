import type { MomentFault } from '../../../adapters/ports/moment.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { ReadFault } from '../../app/read.ts';
import { momentOf, untilOf } from './asked.ts';
import { newestBelieved, type Until } from './believed.ts';
import { type ViewName, viewsSuite } from './kept-views.ts';
import { type LedgerMoments, withMoments } from './moment-file.ts';
import { hurried, placeMoments } from './place.ts';
import { viewsAt, type ViewsAsked, type ViewsThen } from './views-at.ts';

/** A ledger file, and the moment of it that is meant. */
export interface LedgerThen {
  readonly ledger: string;
  /** As somebody types it; the head where nobody does. */
  readonly at?: string | undefined;
}

/** Why there is no answer about a moment of a ledger. */
export type ThenFault = ReadFault | MomentFault;

/** Opens a ledger file and finds the moment that is meant. */
export const withThen = <Answer>(
  { ledger, at }: LedgerThen,
  use: (moments: LedgerMoments, until: Until) => Promise<Either<ThenFault, Answer>>,
): Promise<Either<ThenFault, Answer>> =>
  withMoments<ThenFault, Answer>(ledger, async (moments) => {
    const until = await untilMeant(moments, at);
    return isLeft(until) ? until : use(moments, until.right);
  });

const untilMeant = async (
  { log }: LedgerMoments,
  at: string | undefined,
): Promise<Either<ThenFault, Until>> => {
  if (at !== undefined) {
    const asked = momentOf(at);
    return isLeft(asked) ? asked : untilOf(log, asked.right);
  }
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  return right({ revision: head.right.revision, latestMs: Number.POSITIVE_INFINITY });
};

/**
 * Views of a ledger file as they were at a moment.
 *
 * Who asks for the past of a long ledger and has to fold far keeps moments on the way, so that the next one has not.
 */
export const viewsThen = <Name extends ViewName>(
  then: LedgerThen,
  wanted: ViewsAsked<Name>,
): Promise<Either<ThenFault, ViewsThen<Name>>> =>
  withThen(then, (moments, until) => viewsOnTheWay(moments, { at: then.at, until }, wanted));

/** The same where the ledger is open already. */
export const viewsOnTheWay = async <Name extends ViewName>(
  moments: LedgerMoments,
  { at, until }: Pick<LedgerThen, 'at'> & { readonly until: Until },
  wanted: ViewsAsked<Name>,
): Promise<Either<ReadFault, ViewsThen<Name>>> => {
  if (at !== undefined && (await isFar(moments, until))) {
    const placed = await placeMoments(moments, viewsSuite, { until, spending: hurried });
    if (isLeft(placed)) return placed;
  }
  return viewsAt(moments, until, wanted);
};

/** Whether so many facts lie behind the nearest moment that keeping some on the way pays for the next who asks. */
const isFar = async ({ log, store }: LedgerMoments, until: Until): Promise<boolean> => {
  const near = await newestBelieved(log, store, { kind: viewsSuite.kind, until });
  const later = store.marks(viewsSuite.kind).find(({ latestMs }) => latestMs > until.latestMs);
  const end = Math.min(until.revision, later?.revision ?? until.revision);
  return end - (near?.mark.revision ?? 0) > 2 * viewsSuite.factsMax;
};
