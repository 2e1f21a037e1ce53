import type { RoomHolder, Rooms, RoomWaiter } from '../../../../domain/allocation/index.ts';

/** Places that are looked at at most. */
export const placesMax = 128;
/** With more who wait than this a pool is made smaller as a whole. */
const waitersMax = 128;

/** Rooms that are small enough to be played with, and what they stand for. */
export interface Thinned {
  readonly rooms: Rooms;
  /** Of so many places and waiters one is in it; 1: all waiters. */
  readonly oneOf: number;
}

/**
 * A pool that is small enough to be played with many times. Where few wait, the places that are likely to have room
 * first; where many do, a smaller pool that is like the large one: of so many places one, and of as many who wait one.
 *
 * @shape `usualMs`: when a holder goes, most likely. @cost O(places + holders + waiters)
 */
export const thinned = (
  rooms: Rooms,
  workloadId: string,
  usualMs: (holder: RoomHolder) => number,
): Thinned => {
  if (rooms.free.length <= placesMax) return { rooms, oneOf: 1 };
  if (rooms.waiters.length <= waitersMax) {
    const amount = rooms.waiters.find((one) => one.workloadId === workloadId)?.parts[0]?.amount;
    return { rooms: onPlaces(rooms, soonest(rooms, amount ?? 0, usualMs)), oneOf: 1 };
  }
  const oneOf = Math.ceil(rooms.free.length / placesMax);
  const kept = rooms.free.map((_, place) => place).filter((place) => place % oneOf === 0);
  const smaller = onPlaces(rooms, kept);
  const queues = rooms.queues.map(({ queueId, ...queue }) => ({
    queueId,
    allocated: queue.allocated / oneOf,
    share: queue.share / oneOf,
    limit: queue.limit / oneOf,
  }));
  const waiters = someOf(rooms.waiters, workloadId, oneOf);
  return { rooms: { ...smaller, queues, waiters }, oneOf };
};

/** The same pool as if it had these places only. */
const onPlaces = (rooms: Rooms, kept: readonly number[]): Rooms => {
  const placeAfter = new Map(kept.map((place, after) => [place, after]));
  const holders = rooms.holders.flatMap((holder) => {
    const seats = holder.seats.flatMap(({ place, amount }) => {
      const after = placeAfter.get(place);
      return after === undefined ? [] : [{ place: after, amount }];
    });
    return seats.length === 0 ? [] : [{ ...holder, seats }];
  });
  return { ...rooms, free: kept.map((place) => rooms.free[place] ?? 0), holders };
};

interface Going {
  readonly inMs: number;
  readonly amount: number;
}

/** The places that have room for so much first, if all who are there go when they usually would. */
const soonest = (
  { free, holders }: Rooms,
  amount: number,
  usualMs: (holder: RoomHolder) => number,
): readonly number[] => {
  const goings: Going[][] = free.map(() => []);
  for (const holder of holders) {
    const inMs = usualMs(holder);
    for (const seat of holder.seats) goings[seat.place]?.push({ inMs, amount: seat.amount });
  }
  const readyMs = goings.map((there, place) => readyIn(there, amount - (free[place] ?? 0)));
  return readyMs
    .map((inMs, place) => ({ inMs, place }))
    .toSorted((a, b) => (a.inMs === b.inMs ? a.place - b.place : a.inMs - b.inMs))
    .slice(0, placesMax)
    .map(({ place }) => place);
};

const readyIn = (there: readonly Going[], missing: number): number => {
  let left = missing;
  if (left <= 0) return 0;
  for (const { inMs, amount } of there.toSorted((a, b) => (a.inMs < b.inMs ? -1 : 1))) {
    left -= amount;
    if (left <= 0) return inMs;
  }
  return Infinity;
};

/** Of each queue one of so many, and whoever is asked about. */
const someOf = (
  waiters: readonly RoomWaiter[],
  workloadId: string,
  oneOf: number,
): readonly RoomWaiter[] => {
  const counts = new Map<string, number>();
  return waiters.filter((waiter) => {
    const count = (counts.get(waiter.queueId) ?? 0) + 1;
    counts.set(waiter.queueId, count);
    return waiter.workloadId === workloadId || count % oneOf === 0;
  });
};
