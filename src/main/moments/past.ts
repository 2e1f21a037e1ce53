import type { BrainFault, LiveBrain } from '../../../adapters/ports/live-brain.ts';
import type { MomentFault } from '../../../adapters/ports/moment.ts';
import type { MomentStore } from '../../../adapters/ports/moment-store.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { type InTurn, oneAtATime } from '../one-at-a-time.ts';
import { momentOf, untilOf } from './asked.ts';
import type { Until } from './believed.ts';
import type { ViewName } from './kept-views.ts';
import { type PastLedger, type PastMoment, pastMoment, type PastSource } from './past-moment.ts';
import { piecesUpTo } from './pieces.ts';
import { reachedAt } from './reached-at.ts';

/** Why a moment cannot be looked at. */
export type PastFault = BrainFault | MomentFault;

/** Bounds of what a running brain spends on its past. */
export interface PastBounds {
  /** Moments that are kept in memory; those that nobody has looked at for the longest go first. */
  readonly momentsMax: number;
  /** Workloads in all of them; those that had ended are shared, at about half a KiB each. */
  readonly rowsMax: number;
  /** What had ended is shared by moments; so much of it, as it is kept, is remembered. @unit bytes, about 20 a workload */
  readonly piecesMax: number;
  /** Who may wait for a moment to be made; one more is refused. */
  readonly waitingMax: number;
  /** After so long the writer gets its turn. @unit ms */
  readonly sliceMs: number;
}

/** What is usual. */
export const usualPast: PastBounds = {
  momentsMax: 8,
  rowsMax: 2_000_000,
  piecesMax: 8_000_000,
  waitingMax: 16,
  sliceMs: 8,
};

/** What the past is made of. */
export interface PastParts {
  readonly ledger: PastLedger;
  readonly store: MomentStore;
  readonly bounds?: Partial<PastBounds> | undefined;
}

/** A brain as it was at moments that somebody names. */
export type Past = LiveBrain['at'];

interface Shelf {
  readonly source: PastSource;
  readonly bounds: PastBounds;
  /** By revision, the one that was looked at last at the end. */
  readonly moments: Map<Revision, PastMoment>;
  /** Which revision an instant is that lies before the last fact. */
  readonly revisionAt: Map<InstantMs, Revision>;
  /** One is made at a time. */
  readonly inTurn: InTurn;
}

/** Looks at the past of a ledger that is being written, without keeping its writer from its work. */
export const pastOf = ({ ledger, store, bounds }: PastParts): Past => {
  const bounded = { ...usualPast, ...bounds };
  const { piecesMax, sliceMs } = bounded;
  const shelf: Shelf = {
    source: { log: ledger, store, pieces: piecesUpTo(piecesMax), sliceMs },
    bounds: bounded,
    moments: new Map(),
    revisionAt: new Map(),
    inTurn: oneAtATime(bounded.waitingMax),
  };
  return async (moment, { isUseWanted = false, views = everyView } = {}) => {
    const asked = momentOf(moment);
    if (isLeft(asked)) return asked;
    const until = await untilOf(ledger, asked.right);
    if (isLeft(until)) return until;
    const names = isUseWanted ? [...new Set([...views, ...usedFor])] : views;
    const there = known(shelf, until.right);
    const then =
      there?.lacks(names).length === 0
        ? right(there)
        : await shelf.inTurn(() => made(shelf, until.right, names));
    if (isLeft(then)) return then;
    return isUseWanted ? then.right.withUse() : right(then.right.brain);
  };
};

const everyView: readonly ViewName[] = ['workloads', 'queues', 'nodes', 'units', 'audit'];

/** What the use of queues is told from, besides what it was booked in. */
const usedFor: readonly ViewName[] = ['queues', 'units'];

const known = (shelf: Shelf, { revision, latestMs }: Until): PastMoment | undefined => {
  const meant = latestMs === Number.POSITIVE_INFINITY ? revision : shelf.revisionAt.get(latestMs);
  const moment = meant === undefined ? undefined : shelf.moments.get(meant);
  if (meant === undefined || moment === undefined) return undefined;
  shelf.moments.delete(meant);
  shelf.moments.set(meant, moment);
  return moment;
};

const made = async (
  shelf: Shelf,
  until: Until,
  names: readonly ViewName[],
): Promise<Either<PastFault, PastMoment>> => {
  // Whoever waited before may have wanted the same.
  const there = known(shelf, until);
  const moment = there === undefined ? await found(shelf, until) : right(there);
  if (isLeft(moment)) return moment;
  const views = await moment.right.make(moment.right.lacks(names));
  if (isLeft(views)) return left(views.left);
  makeRoom(shelf, moment.right);
  return moment;
};

/** Finds out which revision is meant, and puts it on the shelf. */
const found = async (shelf: Shelf, until: Until): Promise<Either<PastFault, PastMoment>> => {
  const { source, moments } = shelf;
  const reached = await reachedAt(source, until, source.sliceMs);
  if (isLeft(reached)) return left(reached.left);
  const { revision } = reached.right;
  const there = moments.get(revision);
  const moment = there === undefined ? await pastMoment(source, reached.right) : right(there);
  if (isLeft(moment)) return left(moment.left);
  moments.set(revision, moment.right);
  if (revision < until.revision) note(shelf, until.latestMs, revision);
  return moment;
};

/** Takes off the shelf what has no room beside a moment. */
const makeRoom = ({ moments, bounds }: Shelf, kept: PastMoment): void => {
  let rows = 0;
  for (const { size } of moments.values()) rows += size();
  for (const [oldest, moment] of moments) {
    if (moments.size <= bounds.momentsMax && rows <= bounds.rowsMax) return;
    if (moment === kept) continue;
    moments.delete(oldest);
    rows -= moment.size();
  }
};

/** Instants that are remembered; they are small. */
const instantsMax = 1_000;

const note = ({ revisionAt }: Shelf, atMs: InstantMs, revision: Revision): void => {
  if (revisionAt.size >= instantsMax) revisionAt.clear();
  revisionAt.set(atMs, revision);
};
