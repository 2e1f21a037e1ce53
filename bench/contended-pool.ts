import {
  defaultPolicy,
  forget,
  type Plan,
  plan,
  release,
  type Snapshot,
} from '../domain/allocation/index.ts';
import { cards, fold, openTop, poolOf, randomFrom, submit, tookMs } from './pool.ts';

interface Run {
  readonly endsAt: number;
  readonly id: string;
}

/** Runs by their end, soonest first. */
const heapOf = (): { push: (run: Run) => void; peek: () => Run | undefined; pop: () => void } => {
  const heap: Run[] = [];
  const endOf = (at: number): number => heap[at]?.endsAt ?? Infinity;
  const swap = (a: number, b: number): void => {
    const [left, right] = [heap[a], heap[b]];
    if (left === undefined || right === undefined) return;
    heap[a] = right;
    heap[b] = left;
  };
  const push = (run: Run): void => {
    let at = heap.push(run) - 1;
    for (; at > 0 && endOf((at - 1) >> 1) > run.endsAt; at = (at - 1) >> 1) swap(at, (at - 1) >> 1);
  };
  const pop = (): void => {
    swap(0, heap.length - 1);
    heap.pop();
    for (let at = 0; ;) {
      const child = endOf(2 * at + 2) < endOf(2 * at + 1) ? 2 * at + 2 : 2 * at + 1;
      if (endOf(child) >= endOf(at)) return;
      swap(at, child);
      at = child;
    }
  };
  return { push, peek: () => heap[0], pop };
};

/** What came of a run in a contended pool. @unit µs a plan, ms for the longest */
export interface Contended {
  readonly planUs: number;
  readonly maxMs: number;
  readonly waitingMax: number;
  readonly evictions: number;
}

const queues = 15;
const sizes = [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 4, 4, 8, 8, 16];
const meanRun = 1000;

/** Workloads arrive in fifteen queues, run, end, and are evicted: one of these happens at each step. */
const dayOf = (snapshot: Snapshot, waitingMax: number) => {
  const random = randomFrom(3);
  const heap = heapOf();
  const leavers: string[] = [];
  const evicted = new Set<string>();
  const gap = (meanRun * 3.5) / (560 * 1.3);
  let [now, age, nextArrival] = [0, 0, 0];
  const after = (mean: number): number => -Math.log(1 - random()) * mean;
  const arrive = (): void => {
    now = nextArrival;
    nextArrival += after(snapshot.waiting > waitingMax ? 2 * gap : gap);
    age += 1;
    const size = sizes[Math.floor(random() * sizes.length)] ?? 1;
    submit(snapshot, {
      id: `job-${age}`,
      age,
      queueId: `queue-${Math.floor(random() * random() * queues)}`,
      request: cards(Math.min(size, 8)),
      pods: Math.max(1, size / 8),
      priority: random() < 0.1 ? 60 : 50,
    });
  };
  const step = (): void => {
    const leaver = leavers.shift();
    if (leaver !== undefined) return release(snapshot, leaver);
    const first = heap.peek();
    if (first === undefined || first.endsAt >= nextArrival) return arrive();
    now = first.endsAt;
    heap.pop();
    // An evicted attempt ends no more; the next one has an end of its own.
    if (!evicted.delete(first.id)) forget(snapshot, first.id);
  };
  const follow = (made: Plan): void => {
    fold(snapshot, made);
    for (const { workloadId } of made.evictions) {
      evicted.add(workloadId);
      leavers.push(workloadId);
    }
    for (const { workloadId } of made.placements)
      heap.push({ endsAt: now + after(meanRun), id: workloadId });
  };
  return { step, follow };
};

/** 70 nodes × 8 cards, fifteen queues, more asked than there is: a plan after each arrival, exit and eviction. */
export const contendedUs = (steps: number, waitingMax: number): Contended => {
  const snapshot = poolOf(70);
  for (let at = 0; at < queues; at += 1)
    openTop(snapshot, `queue-${at}`, { quota: 8000 * (1 + (at % 5)), weight: 1 + (at % 5) });
  const { step, follow } = dayOf(snapshot, waitingMax);
  let [planMs, maxMs, most, evictions] = [0, 0, 0, 0];
  for (let at = 0; at < steps; at += 1) {
    step();
    let made: Plan | undefined;
    const took = tookMs(() => {
      made = plan(snapshot, defaultPolicy);
    });
    planMs += took;
    if (at > 1000) maxMs = Math.max(maxMs, took);
    if (made === undefined) continue;
    follow(made);
    evictions += made.evictions.length;
    most = Math.max(most, snapshot.waiting);
  }
  return { planUs: (planMs * 1000) / steps, maxMs, waitingMax: most, evictions };
};
