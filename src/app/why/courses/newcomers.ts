import type { RoomUnit, RoomWaiter } from '../../../../domain/allocation/index.ts';
import type { Arrival, PoolPast } from '../../../../projections/capacity/index.ts';

/** Somebody who waits, or would. */
export type Asker = Omit<RoomWaiter, 'workloadId'>;

/** How work comes to a queue: after one of these gaps, like one of these. @unit ms */
export interface Stream {
  readonly queueId: string;
  readonly gapsMs: readonly number[];
  readonly likes: readonly Asker[];
}

/** Fewer arrivals tell no rate. */
const arrivalsMin = 5;

/**
 * How work will come if it comes as it came lately: the last arrivals that each queue remembers, and how long it is that
 * none came; to one of so many places comes one of so many.
 */
export const streamsOf = (
  past: PoolPast | undefined,
  {
    unit,
    oneOf,
    nowMs,
  }: { readonly unit: RoomUnit; readonly oneOf: number; readonly nowMs: number },
): readonly Stream[] => {
  const streams: Stream[] = [];
  for (const [queueId, { arrivals }] of past ?? []) {
    const { items } = arrivals;
    if (items.length < arrivalsMin) continue;
    const times = items.map(({ atMs }) => atMs).toSorted((a, b) => a - b);
    const ends = [...times.slice(1), nowMs];
    const gapsMs = ends.map((atMs, at) => oneOf * Math.max(0, atMs - (times[at] ?? atMs)));
    const likes = items.map((one) => likeOf(one, queueId, unit));
    streams.push({ queueId, gapsMs, likes });
  }
  return streams;
};

const likeOf = (
  { priority, gpuMilli, parts }: Arrival,
  queueId: string,
  unit: RoomUnit,
): Asker => ({
  queueId,
  priority,
  gpuMilli,
  maxRunMs: 0,
  parts: parts
    .map((part) => ({ pods: part.pods, amount: part[unit] }))
    .filter(({ amount }) => amount > 0),
});
