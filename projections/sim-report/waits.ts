import type { InstantMs } from '../../domain/foundation/instant.ts';

/** Waits as they come in, in a typed array that doubles when it is full. @unit whole ms */
export interface Waits {
  values: Float64Array;
  count: number;
}

/**
 * How long workloads waited: exact, by the nearest-rank rule.
 *
 * @shape all 0 where nothing was allocated. @unit ms
 */
export interface WaitFigures {
  /** How many waits there are: workloads that were allocated at least once. */
  readonly count: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** No waits yet. */
export const noWaits = (): Waits => ({ values: new Float64Array(16), count: 0 });

/** Keeps one wait. */
export const addWait = (waits: Waits, ms: InstantMs): void => {
  if (waits.count === waits.values.length) {
    const larger = new Float64Array(waits.count * 2);
    larger.set(waits.values);
    waits.values = larger;
  }
  waits.values[waits.count] = ms;
  waits.count += 1;
};

/** Mean, percentiles and maximum of several lists of waits together. @cost O(n log n) */
export const figuresOf = (lists: readonly Waits[]): WaitFigures => {
  const count = lists.reduce((sum, list) => sum + list.count, 0);
  const all = new Float64Array(count);
  let at = 0;
  for (const list of lists) {
    all.set(list.values.subarray(0, list.count), at);
    at += list.count;
  }
  const ascending = all.toSorted();
  return {
    count,
    meanMs: meanOf(ascending),
    p50Ms: percentile(ascending, 50),
    p95Ms: percentile(ascending, 95),
    p99Ms: percentile(ascending, 99),
    maxMs: ascending.at(-1) ?? 0,
  };
};

/** The smallest value that at least so many per cent of the values do not exceed. */
const percentile = (ascending: Float64Array, percent: number): number =>
  ascending[Math.ceil((percent * ascending.length) / 100) - 1] ?? 0;

const meanOf = (values: Float64Array): number => {
  if (values.length === 0) return 0;
  let sum = 0n;
  for (const value of values) sum += BigInt(value);
  return divideRounded(sum, BigInt(values.length));
};

/** A quotient of two non-negative integers, rounded half up. */
export const divideRounded = (dividend: bigint, divisor: bigint): number =>
  divisor === 0n ? 0 : Number((2n * dividend + divisor) / (2n * divisor));
