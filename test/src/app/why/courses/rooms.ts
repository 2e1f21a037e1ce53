import type { RoomHolder, Rooms, RoomWaiter } from '../../../../../domain/allocation/index.ts';
import type { PoolPast } from '../../../../../projections/capacity/index.ts';

/** A job of one card that holds a place; began at 0 and declared nothing unless said. */
export const holding = (id: string, place: number, more: Partial<RoomHolder> = {}): RoomHolder => ({
  workloadId: id,
  queueId: 'red',
  gpuMilli: 1000,
  startedAtMs: 0,
  maxRunMs: 0,
  seats: [{ place, amount: 1000 }],
  ...more,
});

/** Somebody who waits for one pod of so many thousandths of a card. */
export const asking = (id: string, amount: number, more: Partial<RoomWaiter> = {}): RoomWaiter => ({
  workloadId: id,
  queueId: 'red',
  priority: 50,
  gpuMilli: amount,
  maxRunMs: 0,
  parts: [{ pods: 1, amount }],
  ...more,
});

/** Rooms with one queue, unless said. */
export const roomsOf = (rooms: Partial<Rooms>): Rooms => ({
  unit: 'gpuMilli',
  free: [0],
  holders: [],
  waiters: [asking('me', 1000)],
  queues: [{ queueId: 'red', allocated: 0, share: 8000, limit: Infinity }],
  ...rooms,
});

/** A pool in which jobs of one card in the queue `red` ran for so long, and nobody came lately. */
export const pastOf = (runsMs: readonly number[]): PoolPast =>
  new Map([
    [
      'red',
      {
        arrivals: { items: [], seen: 0 },
        runs: new Map([[1000, { items: [...runsMs], seen: runsMs.length }]]),
      },
    ],
  ]);
