import type { RoomHolder, Rooms } from '../../../../domain/allocation/index.ts';
import type { PoolPast } from '../../../../projections/capacity/index.ts';
import { type Asking, type Cast, castOf, type Drawn, drawsOf, holding } from './cast.ts';
import { type Budget, findsRoomNow, startsIn } from './course.ts';
import { streamsOf } from './newcomers.ts';
import { longerThan, pastRunsOf, restAt, type RunGround } from './run-times.ts';
import { type Stage, stageOf } from './stage.ts';
import { thinned } from './thinned.ts';

export { type RunGround, runGrounds } from './run-times.ts';

/** Of those who hold the room: how many, and from what the rest of their run times was drawn. */
export interface Grounds {
  readonly holders: number;
  readonly by: Readonly<Record<RunGround, number>>;
  /** The fewest past runs that any of them was drawn from; 0 where none was. */
  readonly fewestRuns: number;
}

/** When somebody gets its room, as far as run times tell. @unit ms from now; Infinity: not within what is known */
export interface Band {
  readonly p10Ms: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  /** How many courses of things were drawn. */
  readonly courses: number;
  readonly grounds: Grounds;
  /** How many of those who wait were counted as coming before it if their turn is first. */
  readonly waiters: number;
  /** To how many queues work keeps coming in them, as it came lately. */
  readonly streams: number;
  /** Of so many places and waiters only one was looked at; 1: all were. */
  readonly oneOf: number;
}

/** What a band is made from. */
export interface BandAsked {
  readonly rooms: Rooms;
  /** What the pool remembers. */
  readonly past: PoolPast | undefined;
  readonly workloadId: string;
  /** @unit ms since epoch */
  readonly nowMs: number;
}

const coursesMax = 32;
/** Fewer would make no band. */
const coursesMin = 16;
/** Places and classes that are looked at in all courses together: a few hundredths of a second at most. */
const looksMax = 480_000;

/** From what the rest of all runs is drawn. */
const groundsOf = (holders: readonly Drawn[]): Grounds => {
  const by = { alike: 0, size: 0, queue: 0, pool: 0, declared: 0, none: 0 };
  let fewestRuns = Infinity;
  for (const { rest } of holders) {
    by[rest.ground] += 1;
    if (rest.runs.length > 0) fewestRuns = Math.min(fewestRuns, longerThan(rest));
  }
  return {
    holders: holders.length,
    by,
    fewestRuns: fewestRuns === Infinity ? 0 : fewestRuns,
  };
};

/** A course that goes on for longer than may be looked at has no start that anybody knows. */
const startsOf = (stage: Stage, cast: Cast): readonly number[] => {
  const starts: number[] = [];
  let left = looksMax;
  for (let course = 0; course < coursesMax && left > 0; course += 1) {
    const each = Math.floor(looksMax / coursesMin);
    const budget: Budget = { left: each };
    starts.push(startsIn(stage, drawsOf(stage, cast, course), budget));
    left -= each - budget.left;
  }
  return starts.toSorted((a, b) => (a === b ? 0 : a - b));
};

const at = (sorted: readonly number[], perCent: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * perCent) / 100))] ?? Infinity;

/**
 * When a waiting workload gets its room: courses of things are drawn from run times of the past and declared ones, and
 * played with those who wait before it. The same question has the same answer.
 *
 * @shape `undefined` where room is not what it waits for; p10 ≤ p50 ≤ p90, none below 0.
 * With nobody else waiting, more room never makes it later.
 * @cost at most 480,000 looks at places and classes
 */
export const bandOf = (asked: BandAsked): Band | undefined => {
  const { past, nowMs, workloadId } = asked;
  const asking: Asking = { runs: pastRunsOf(past), nowMs };
  const usualMs = (holder: RoomHolder): number => restAt(holding(asking, holder).rest, 0.5);
  const { rooms, oneOf } = thinned(asked.rooms, workloadId, usualMs);
  const stage = stageOf(rooms, workloadId, streamsOf(past, { unit: rooms.unit, oneOf, nowMs }));
  if (stage === undefined || findsRoomNow(stage)) return undefined;
  const cast = castOf(asking, stage);
  const starts = startsOf(stage, cast);
  return {
    p10Ms: at(starts, 10),
    p50Ms: at(starts, 50),
    p90Ms: at(starts, 90),
    courses: starts.length,
    grounds: groundsOf(cast.holders),
    waiters: rooms.waiters.length - 1,
    streams: stage.comers.length,
    oneOf,
  };
};
