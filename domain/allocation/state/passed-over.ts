import type { QueueState, Workload } from './snapshot.ts';

/** How many placements a queue remembers. */
const placedMax = 1024;

/** A workload of the queue got its devices. */
export const notePlaced = (queue: QueueState, age: number): void => {
  queue.placedCount += 1;
  queue.placedAges[queue.placedCount % placedMax] = age;
};

/** How often younger workloads of its queue got their devices while it waited, as far as its queue remembers. @cost O(1) to O(1024) */
export const bypassesOf = ({ queue, age, askedAtCount }: Workload): number => {
  if (queue === undefined) return 0;
  let bypasses = 0;
  const first = Math.max(askedAtCount, queue.placedCount - placedMax) + 1;
  for (let at = first; at <= queue.placedCount; at += 1)
    if ((queue.placedAges[at % placedMax] ?? 0) > age) bypasses += 1;
  return bypasses;
};
