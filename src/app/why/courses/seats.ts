import type { PodsOfRoom } from '../../../../domain/allocation/index.ts';

/** So much on one place. */
export interface Seated {
  readonly place: number;
  readonly amount: number;
}

/** The fullest place that has room; −1 where none has. */
const bestFor = (free: readonly number[], amount: number): number => {
  let best = -1;
  let least = Infinity;
  for (let place = 0; place < free.length; place += 1) {
    const here = free[place] ?? 0;
    if (here >= amount && here < least) [best, least] = [place, here];
  }
  return best;
};

/** Gives places their room back. */
export const giveBack = (free: number[], seats: readonly Seated[]): void => {
  for (const { place, amount } of seats) free[place] = (free[place] ?? 0) + amount;
};

/** Seats all pods, each on the fullest place that has room for it, or none. @cost O(pods · places) */
export const seatAll = (
  free: number[],
  parts: readonly PodsOfRoom[],
): readonly Seated[] | undefined => {
  const seats: Seated[] = [];
  for (const { pods, amount } of parts) {
    for (let pod = 0; pod < pods; pod += 1) {
      const place = bestFor(free, amount);
      if (place < 0) {
        giveBack(free, seats);
        return undefined;
      }
      free[place] = (free[place] ?? 0) - amount;
      seats.push({ place, amount });
    }
  }
  return seats;
};
