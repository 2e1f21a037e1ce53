import type { BrainFault, LiveBrain } from '../../../adapters/ports/live-brain.ts';
import type { MomentFault } from '../../../adapters/ports/moment.ts';
import type { MomentStore } from '../../../adapters/ports/moment-store.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { auditEntriesMax } from '../live-views.ts';
import { type InTurn, oneAtATime } from '../one-at-a-time.ts';
import { momentOf, untilOf } from './asked.ts';
import type { Until } from './believed.ts';
import { type PastLedger, type PastMoment, pastMoment } from './past-moment.ts';
import { viewsAt } from './views-at.ts';

/** Why a moment cannot be looked at. */
export type PastFault = BrainFault | MomentFault;

/** Bounds of what a running brain spends on its past. */
export interface PastBounds {
  /** Moments that are kept in memory; those that nobody has looked at for the longest go first. */
  readonly momentsMax: number;
  /** Workloads in all of them, at about half a KiB each. */
  readonly rowsMax: number;
  /** Who may wait for a moment to be made; one more is refused. */
  readonly waitingMax: number;
  /** After so long the writer gets its turn. @unit ms */
  readonly sliceMs: number;
}

/** What is usual. */
export const usualPast: PastBounds = {
  momentsMax: 8,
  rowsMax: 500_000,
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

interface Shelf extends Required<Omit<PastParts, 'bounds'>> {
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
  const shelf: Shelf = {
    ledger,
    store,
    bounds: bounded,
    moments: new Map(),
    revisionAt: new Map(),
    inTurn: oneAtATime(bounded.waitingMax),
  };
  return async (moment, { isUseWanted = false } = {}) => {
    const asked = momentOf(moment);
    if (isLeft(asked)) return asked;
    const until = await untilOf(ledger, asked.right);
    if (isLeft(until)) return until;
    const then = known(shelf, until.right) ?? (await shelf.inTurn(() => made(shelf, until.right)));
    if (isLeft(then)) return then;
    return isUseWanted ? then.right.withUse() : right(then.right.brain);
  };
};

const known = (
  shelf: Shelf,
  { revision, latestMs }: Until,
): Either<never, PastMoment> | undefined => {
  const meant = latestMs === Number.POSITIVE_INFINITY ? revision : shelf.revisionAt.get(latestMs);
  const moment = meant === undefined ? undefined : shelf.moments.get(meant);
  if (meant === undefined || moment === undefined) return undefined;
  shelf.moments.delete(meant);
  shelf.moments.set(meant, moment);
  return right(moment);
};

const made = async (shelf: Shelf, until: Until): Promise<Either<PastFault, PastMoment>> => {
  // Whoever waited before may have wanted the same.
  const there = known(shelf, until);
  if (there !== undefined) return there;
  const { ledger, store, bounds } = shelf;
  const { sliceMs } = bounds;
  const seen = await viewsAt({ log: ledger, store }, until, {
    names: ['workloads', 'queues', 'nodes', 'units', 'audit'],
    ended: 'all',
    deeds: { entriesMax: auditEntriesMax },
    sliceMs,
  });
  if (isLeft(seen)) return left(seen.left);
  const moment = await pastMoment({ ledger, store, sliceMs }, seen.right);
  if (isLeft(moment)) return moment;
  put(shelf, seen.right.revision, moment.right);
  if (seen.right.revision < until.revision) note(shelf, until.latestMs, seen.right.revision);
  return moment;
};

/** Puts a moment on the shelf and takes off what has no room beside it. */
const put = ({ moments, bounds }: Shelf, revision: Revision, moment: PastMoment): void => {
  moments.set(revision, moment);
  let rows = 0;
  for (const { size } of moments.values()) rows += size;
  for (const [oldest, { size }] of moments) {
    const isTooMuch = moments.size > bounds.momentsMax || rows > bounds.rowsMax;
    if (!isTooMuch || oldest === revision) return;
    moments.delete(oldest);
    rows -= size;
  }
};

/** Instants that are remembered; they are small. */
const instantsMax = 1_000;

const note = ({ revisionAt }: Shelf, atMs: InstantMs, revision: Revision): void => {
  if (revisionAt.size >= instantsMax) revisionAt.clear();
  revisionAt.set(atMs, revision);
};
