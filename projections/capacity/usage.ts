import { linkQueues, type Policy, setUsage, type Snapshot } from '../../domain/allocation/index.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Amounts } from '../../domain/foundation/shapes.ts';
import {
  beginBook,
  bookUse,
  memoryMsOf,
  refreshMsOf,
  usedUntil,
  type UseRule,
} from '../../domain/foundation/use-book.ts';
import type { PoolUse } from './pool-use.ts';
import type { Capacity } from './view.ts';

const useOf = (view: Capacity, { nodePoolId }: Snapshot, atMs: InstantMs): PoolUse => {
  const known = view.use.get(nodePoolId);
  if (known === undefined) {
    const fresh: PoolUse = {
      total: beginBook(atMs),
      queues: new Map(),
      newsAtMs: atMs,
      told: undefined,
    };
    view.use.set(nodePoolId, fresh);
    return fresh;
  }
  known.newsAtMs = Math.max(known.newsAtMs, atMs);
  if (known.told !== undefined && !isWithin(known.told, atMs)) known.told = undefined;
  return known;
};

/**
 * Whether what was told stays so by news of an instant. What happens before makes it untrue; after the next refresh it is
 * asked for again only by a clock that goes back, and is then what the facts so far make of it.
 */
const isWithin = (told: Told, atMs: InstantMs): boolean =>
  atMs >= told.untilMs && atMs < told.untilMs + refreshMsOf(told);

/** Books what a queue and those above it have held up to now: what they hold is about to change. @cost O(depth) */
export const bookQueues = (
  view: Capacity,
  pool: Snapshot,
  { queueId, atMs }: { readonly queueId: string; readonly atMs: InstantMs },
): void => {
  const use = useOf(view, pool, atMs);
  // What a queue holds is held by those above it, whether a plan has looked at the tree since or not.
  linkQueues(pool);
  for (let at = pool.queues.get(queueId); at !== undefined; at = at.parent) {
    const book = use.queues.get(at.id);
    if (book === undefined) use.queues.set(at.id, beginBook(atMs));
    else bookUse(book, at.allocated, atMs);
  }
};

/** Books what a pool has had up to now, and what all its queues have held: all of it may be about to change. @cost O(queues) */
export const bookPool = (view: Capacity, pool: Snapshot, atMs: InstantMs): void => {
  const use = useOf(view, pool, atMs);
  bookUse(use.total, pool.total, atMs);
  if (use.queues.size > 0) linkQueues(pool);
  for (const [id, book] of use.queues) {
    const queue = pool.queues.get(id);
    if (queue !== undefined) bookUse(book, queue.allocated, atMs);
  }
};

/** What was told of the use of a pool may be otherwise once its tree of queues is. */
export const retell = (view: Capacity, { nodePoolId }: Snapshot): void => {
  const use = view.use.get(nodePoolId);
  if (use !== undefined) use.told = undefined;
};

/**
 * What each queue of a pool has used over time, of what there was, as the kernel sees it at an instant.
 *
 * @shape queues that never held anything are left out
 * @unit thousandths
 * @cost O(queues · log minutes)
 */
export const usageIn = (
  view: Capacity,
  nodePoolId: string,
  { rule, nowMs }: { readonly rule: UseRule; readonly nowMs: InstantMs },
): ReadonlyMap<string, Amounts> => {
  const [use, pool] = [view.use.get(nodePoolId), view.pools.get(nodePoolId)];
  const usage = new Map<string, Amounts>();
  if (use === undefined || pool === undefined) return usage;
  linkQueues(pool);
  const until = { untilMs: lastRefresh(rule, nowMs), rule };
  const there = usedUntil(use.total, pool.total, until);
  for (const [id, book] of use.queues) {
    const queue = pool.queues.get(id);
    if (queue !== undefined) usage.set(id, partOf(usedUntil(book, queue.allocated, until), there));
  }
  return usage;
};

const lastRefresh = (rule: UseRule, nowMs: InstantMs): InstantMs => {
  const refreshMs = refreshMsOf(rule);
  return Math.floor(nowMs / refreshMs) * refreshMs;
};

const partOf = (used: Amounts, there: Amounts): Amounts => ({
  gpuMilli: thousandths(used.gpuMilli, there.gpuMilli),
  cpuMilli: thousandths(used.cpuMilli, there.cpuMilli),
  memoryMib: thousandths(used.memoryMib, there.memoryMib),
});

const thousandths = (part: number, whole: number): number =>
  whole === 0 ? 0 : Number((BigInt(part) * 1000n) / BigInt(whole));

/**
 * Tells the kernel what the queues of a pool have used over time, where its rules look at that.
 *
 * A pure function of the facts so far, the rules and the instant; from one refresh to the next it stays the same.
 * @shape answers when it may be otherwise although nothing happens; `undefined` where it will not
 * @cost O(queues · log minutes) at a refresh, else O(1)
 */
export const feedUsage = (
  view: Capacity,
  nodePoolId: string,
  { policy, nowMs }: { readonly policy: Pick<Policy, 'usage'>; readonly nowMs: InstantMs },
): InstantMs | undefined => {
  const { factorMilli, halfLifeMs, windowMs } = policy.usage;
  const [use, pool] = [view.use.get(nodePoolId), view.pools.get(nodePoolId)];
  if (factorMilli === 0 || use === undefined || pool === undefined) return undefined;
  const rule = { halfLifeMs, windowMs };
  const untilMs = lastRefresh(rule, nowMs);
  if (!isTold(use, { ...rule, untilMs })) {
    for (const [id, usage] of usageIn(view, nodePoolId, { rule, nowMs }))
      if (isNews(pool, id, usage)) setUsage(pool, id, usage);
    use.told = { ...rule, untilMs };
  }
  const nextMs = untilMs + refreshMsOf(rule);
  return nextMs <= use.newsAtMs + memoryMsOf(rule) + refreshMsOf(rule) ? nextMs : undefined;
};

const isTold = ({ told }: PoolUse, { untilMs, halfLifeMs, windowMs }: Told): boolean =>
  told?.untilMs === untilMs && told.halfLifeMs === halfLifeMs && told.windowMs === windowMs;

type Told = NonNullable<PoolUse['told']>;

const isNews = (pool: Snapshot, id: string, usage: Amounts): boolean => {
  const before = pool.queues.get(id)?.usageMilli;
  return (
    before?.gpuMilli !== usage.gpuMilli ||
    before.cpuMilli !== usage.cpuMilli ||
    before.memoryMib !== usage.memoryMib
  );
};
