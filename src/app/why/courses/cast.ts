import type { RoomHolder } from '../../../../domain/allocation/index.ts';
import { hash32 } from '../../../../domain/foundation/random.ts';
import type { Draws } from './course.ts';
import type { Asker } from './newcomers.ts';
import { type PastRuns, type RestOfRun, restAt, restOf } from './run-times.ts';
import type { Stage } from './stage.ts';

/** Between 0 and 1, and never the same for two names: what one draws does not depend on who else is there. */
const shareOf = (seed: number, course: number): number =>
  hash32('', seed ^ Math.imul(course + 1, 0x9e3779b1)) / 2 ** 32;

/** Somebody, and from what its run is drawn. */
export interface Drawn {
  readonly seed: number;
  readonly rest: RestOfRun;
}

/** What run times are known, and when it is. @unit ms since epoch */
export interface Asking {
  readonly runs: PastRuns;
  readonly nowMs: number;
}

/** Who has begun, or is promised room. */
export const holding = ({ runs, nowMs }: Asking, holder: RoomHolder): Drawn => {
  const { workloadId, startedAtMs } = holder;
  const ageMs = startedAtMs < 0 ? 0 : Math.max(0, nowMs - startedAtMs);
  return { seed: hash32(workloadId), rest: restOf(runs, { ...holder, ageMs }) };
};

/** Who has not begun. */
const waiting = ({ runs }: Asking, asker: Asker, name: string): Drawn => ({
  seed: hash32(name),
  rest: restOf(runs, { ...asker, ageMs: 0 }),
});

/** All from which courses are drawn. */
export interface Cast {
  readonly holders: readonly Drawn[];
  readonly waiters: readonly Drawn[];
  /** By stream, who would come. */
  readonly comers: readonly (readonly Drawn[])[];
}

const restIn = (drawn: Drawn | undefined, draw: number): number =>
  drawn === undefined ? Infinity : restAt(drawn.rest, shareOf(drawn.seed, draw));

/** What happens in one course, by its number alone. */
export const drawsOf = ({ comers: streams }: Stage, cast: Cast, course: number): Draws => {
  const { holders, waiters, comers } = cast;
  const one = <Item>(items: readonly Item[], seed: number, turn: number): number =>
    Math.floor(items.length * shareOf(seed ^ Math.imul(turn + 1, 0x85ebca6b), course));
  return {
    holder: (at) => restIn(holders[at], course),
    waiter: (at) => restIn(waiters[at], course),
    gap: (stream, turn) => {
      const { queueId = '', gapsMs = [] } = streams[stream] ?? {};
      return gapsMs[one(gapsMs, hash32(queueId, 1), turn)] ?? Infinity;
    },
    like: (stream, turn) => {
      const { queueId = '', likes = [] } = streams[stream] ?? {};
      return one(likes, hash32(queueId, 2), turn);
    },
    comer: (stream, like, turn) => restIn(comers[stream]?.[like], course * 65_536 + turn),
  };
};

/** Who plays, and from what each is drawn. */
export const castOf = (asking: Asking, { rooms, comers }: Stage): Cast => ({
  holders: rooms.holders.map((holder) => holding(asking, holder)),
  waiters: rooms.waiters.map((waiter) => waiting(asking, waiter, waiter.workloadId)),
  comers: comers.map(({ queueId, likes }) =>
    likes.map((like, at) => waiting(asking, like, `${queueId} ${at}`)),
  ),
});
