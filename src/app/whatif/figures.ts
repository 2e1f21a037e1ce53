import { compareIds } from '../../../domain/foundation/ids.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { ServedShare } from './shares.ts';
import type { Course, Tally } from './tally.ts';

/**
 * How long workloads waited for their first pods: exact, by the nearest-rank rule. @unit ms
 *
 * @shape those that still waited at the horizon count with what they had waited by then, or a fork that starts more of
 * them would look worse for it.
 */
export interface Waits {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** One queue in one telling. @unit thousandths of a GPU-hour, ‰ */
export interface QueueTold {
  readonly queueId: string;
  readonly waits: Waits;
  readonly preemptions: number;
  readonly gpuHoursMilli: number;
  readonly servedPermille: number | undefined;
}

/** What one telling comes to. @unit thousandths of a GPU-hour, ‰ of what was there */
export interface Told {
  readonly facts: number;
  readonly waits: Waits;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly preemptions: number;
  readonly preemptionsByAction: Readonly<Record<string, number>>;
  readonly interruptions: number;
  readonly gpuHoursMilli: number;
  /** Held while leaving after an eviction or interruption, until ready again, and to make up for what was lost. */
  readonly gpuHoursLostMilli: number;
  readonly heldPermille: number;
  /** Ascending by id. */
  readonly queues: readonly QueueTold[];
}

/** What a telling comes to by its horizon; it was closed there. @cost O(workloads log workloads) */
export const toldOf = (tally: Tally, shares: readonly ServedShare[]): Told => {
  const courses = [...tally.courses.values()];
  const held = sumOf(courses, ({ heldMilliMs }) => heldMilliMs);
  const preemptions = courses.reduce((sum, course) => sum + course.preemptions, 0);
  return {
    facts: tally.facts,
    waits: waitsOf(courses, tally.atMs),
    outcomes: countedOf(courses.map(({ outcome }) => outcome)),
    preemptions,
    preemptionsByAction: sortedBy(tally.preemptions),
    interruptions: tally.interruptions,
    gpuHoursMilli: hoursOf(held),
    gpuHoursLostMilli: hoursOf(sumOf(courses, ({ lostMilliMs }) => lostMilliMs)),
    heldPermille: rounded(held * 1000n, tally.capacityMilliMs),
    queues: queuesOf(tally, shares),
  };
};

const queuesOf = (tally: Tally, shares: readonly ServedShare[]): readonly QueueTold[] => {
  const byQueue = Map.groupBy(tally.courses.values(), ({ queueId }) => queueId);
  const served = new Map(shares.map((one) => [one.queueId, one.servedPermille]));
  return [...new Set([...byQueue.keys(), ...served.keys()])].toSorted(compareIds).map((queueId) => {
    const courses = byQueue.get(queueId) ?? [];
    return {
      queueId,
      waits: waitsOf(courses, tally.atMs),
      preemptions: courses.reduce((sum, course) => sum + course.preemptions, 0),
      gpuHoursMilli: hoursOf(sumOf(courses, ({ heldMilliMs }) => heldMilliMs)),
      servedPermille: served.get(queueId),
    };
  });
};

/** How long a workload waited for its first pods; `undefined` where that was before the fork, or where it did not wait. */
export const waitOf = (course: Course, untilMs: InstantMs): number | undefined => {
  if (course.hadPods) return undefined;
  if (course.firstAtMs !== undefined) return course.firstAtMs - course.submittedAtMs;
  return course.outcome === 'waiting' ? untilMs - course.submittedAtMs : undefined;
};

const waitsOf = (courses: readonly Course[], untilMs: InstantMs): Waits => {
  const waits = Float64Array.from(
    courses.flatMap((course) => waitOf(course, untilMs) ?? []),
  ).toSorted();
  const rank = (percent: number): number =>
    waits[Math.ceil((percent * waits.length) / 100) - 1] ?? 0;
  return { count: waits.length, p50Ms: rank(50), p95Ms: rank(95), p99Ms: rank(99) };
};

const sumOf = (courses: readonly Course[], what: (course: Course) => bigint): bigint =>
  courses.reduce((sum, course) => sum + what(course), 0n);

const countedOf = (words: readonly string[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return sortedBy(counts);
};

const sortedBy = (counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(counts).toSorted(([a], [b]) => compareIds(a, b)));

const rounded = (dividend: bigint, divisor: bigint): number =>
  divisor === 0n ? 0 : Number((2n * dividend + divisor) / (2n * divisor));

/** Thousandths of a card × ms as thousandths of a GPU-hour. */
const hoursOf = (milliMs: bigint): number => rounded(milliMs, 3_600_000n);
