import type { Workload } from '../../domain/allocation/index.ts';
import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { QueuePast, Ring } from './pool-past.ts';
import type { Capacity } from './view.ts';

/** Most that is kept of a queue's arrivals, and of its run times of each size. */
const keptMax = 64;

const push = <Item>(ring: Ring<Item>, item: Item): void => {
  ring.items[ring.seen % keptMax] = item;
  ring.seen += 1;
};

const emptyRing = <Item>(): Ring<Item> => ({ items: [], seen: 0 });

const pastOf = (view: Capacity, nodePoolId: string, queueId: string): QueuePast => {
  let pool = view.past.get(nodePoolId);
  if (pool === undefined) view.past.set(nodePoolId, (pool = new Map()));
  let queue = pool.get(queueId);
  if (queue === undefined) pool.set(queueId, (queue = { arrivals: emptyRing(), runs: new Map() }));
  return queue;
};

const endings: ReadonlySet<string> = new Set<BerthEvent['type']>([
  'WorkloadCompleted',
  'WorkloadFailed',
  'WorkloadRetryScheduled',
  'WorkloadStopped',
  'WorkloadDeleted',
]);

/**
 * Notes how long a workload held its devices, by a fact that ends that for good: whoever was evicted would have gone on.
 *
 * @cost a look-up for facts that end something, nothing for others
 */
export const noteRun = (
  view: Capacity,
  { pool, queue, build, startedAtMs }: Workload,
  { type, atMs }: { readonly type: string; readonly atMs: InstantMs },
): void => {
  if (startedAtMs < 0 || queue === undefined || !endings.has(type)) return;
  const { runs } = pastOf(view, pool.nodePoolId, queue.id);
  const { gpuMilli } = build.amounts;
  const ring = runs.get(gpuMilli) ?? emptyRing<number>();
  runs.set(gpuMilli, ring);
  push(ring, Math.max(0, atMs - startedAtMs));
};

/** Notes that work came to a queue: for the first time, not back. */
export const noteArrival = (
  view: Capacity,
  { pool, priority, build }: Workload,
  { queueId, attempt, atMs }: { queueId: string; attempt: number; atMs: InstantMs },
): void => {
  if (attempt > 1) return;
  const parts = build.core.parts.map(({ pods, kind }) => ({
    pods,
    gpuMilli: kind.gpuDevices * kind.gpuMilli,
    cpuMilli: kind.cpuMilli,
  }));
  const { gpuMilli } = build.amounts;
  push(pastOf(view, pool.nodePoolId, queueId).arrivals, { atMs, priority, gpuMilli, parts });
};
