import type { InstantMs } from '../../domain/foundation/instant.ts';

/** Most points of the series, so that it fits a terminal, a chart and bounded memory. */
export const pointsMax = 200;

/**
 * GPUs that are held and that are there, integrated over time into buckets.
 *
 * A bucket's width doubles whenever time runs past the last one, so that memory is bounded and the sums stay exact.
 * @unit thousandths of a card; ms; integrals in thousandths of a card × ms
 */
export interface Usage {
  startMs: InstantMs | undefined;
  /** Integrated up to here. */
  atMs: InstantMs;
  heldMilli: number;
  capacityMilli: number;
  heldPeakMilli: number;
  capacityPeakMilli: number;
  bucketMs: number;
  held: bigint[];
  capacity: bigint[];
}

/** No time has passed and nothing is there. */
export const noUsage = (): Usage => ({
  startMs: undefined,
  atMs: 0,
  heldMilli: 0,
  capacityMilli: 0,
  heldPeakMilli: 0,
  capacityPeakMilli: 0,
  bucketMs: 1000,
  held: [],
  capacity: [],
});

/** What was held changes at an instant. */
export const holdMore = (usage: Usage, atMs: InstantMs, milli: number): void => {
  advance(usage, atMs);
  usage.heldMilli += milli;
  if (usage.heldMilli > usage.heldPeakMilli) usage.heldPeakMilli = usage.heldMilli;
};

/** What is there changes at an instant. */
export const addCapacity = (usage: Usage, atMs: InstantMs, milli: number): void => {
  advance(usage, atMs);
  usage.capacityMilli += milli;
  if (usage.capacityMilli > usage.capacityPeakMilli) usage.capacityPeakMilli = usage.capacityMilli;
};

/** Lets time pass up to an instant; an earlier one changes nothing. */
export const advance = (usage: Usage, atMs: InstantMs): void => {
  if (usage.startMs === undefined) {
    usage.startMs = atMs;
    usage.atMs = atMs;
  }
  while (usage.atMs < atMs) {
    const place = Math.floor((usage.atMs - usage.startMs) / usage.bucketMs);
    if (place >= pointsMax) {
      widen(usage);
      continue;
    }
    const untilMs = Math.min(atMs, usage.startMs + (place + 1) * usage.bucketMs);
    const spanMs = BigInt(untilMs - usage.atMs);
    usage.held[place] = (usage.held[place] ?? 0n) + spanMs * BigInt(usage.heldMilli);
    usage.capacity[place] = (usage.capacity[place] ?? 0n) + spanMs * BigInt(usage.capacityMilli);
    usage.atMs = untilMs;
  }
};

const widen = (usage: Usage): void => {
  usage.bucketMs *= 2;
  usage.held = pairwise(usage.held);
  usage.capacity = pairwise(usage.capacity);
};

const pairwise = (sums: readonly bigint[]): bigint[] => {
  const pairs: bigint[] = [];
  for (let k = 0; k < sums.length; k += 2) pairs.push((sums[k] ?? 0n) + (sums[k + 1] ?? 0n));
  return pairs;
};

/** The usage at a later instant, without touching the running one. */
export const usageAt = (usage: Usage, atMs: InstantMs): Usage => {
  const copy = { ...usage, held: [...usage.held], capacity: [...usage.capacity] };
  advance(copy, atMs);
  return copy;
};

/** The whole integral. @unit thousandths of a card × ms */
export const totalOf = (sums: readonly bigint[]): bigint => sums.reduce((a, b) => a + b, 0n);
