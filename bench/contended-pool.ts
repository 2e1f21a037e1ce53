import {
  defaultPolicy,
  forget,
  type Plan,
  plan,
  release,
  type Snapshot,
} from '../domain/allocation/index.ts';
import { digestOf } from './decisions.ts';
import { heapOf } from './heap.ts';
import { cards, submit } from './asking.ts';
import { fold, open, poolOf, randomFrom, timed } from './pool.ts';
import type { Measured } from './row.ts';

const queues = 15;
const sizes = [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 4, 4, 8, 8, 16];
const meanRun = 1000;

/** Workloads arrive in fifteen queues, run, end, and are evicted: one of these happens at each step. */
const dayOf = (snapshot: Snapshot, waitingMax: number) => {
  const random = randomFrom(3);
  const ends = heapOf<string>();
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
    if (ends.nextMs() >= nextArrival) return arrive();
    now = ends.nextMs();
    const id = ends.pop() ?? '';
    // An evicted attempt ends no more; the next one has an end of its own.
    if (!evicted.delete(id)) forget(snapshot, id);
  };
  const follow = (made: Plan): void => {
    fold(snapshot, made, Math.floor(now));
    for (const { workloadId } of made.evictions) {
      evicted.add(workloadId);
      leavers.push(workloadId);
    }
    for (const { workloadId } of made.placements) ends.push(now + after(meanRun), workloadId);
  };
  return { step, follow, nowMs: () => Math.floor(now) };
};

/**
 * 70 nodes × 8 cards, fifteen queues, more asked than there is: a plan after each arrival, exit and eviction.
 *
 * @unit µs a plan
 */
export const contended = (steps: number, waitingMax: number): Measured => {
  const snapshot = poolOf(70);
  for (let at = 0; at < queues; at += 1)
    open(snapshot, {
      id: `queue-${at}`,
      gpuMilli: { quota: 8000 * (1 + (at % 5)), weight: 1 + (at % 5) },
    });
  const { step, follow, nowMs } = dayOf(snapshot, waitingMax);
  const plans: Plan[] = [];
  let planMs = 0;
  for (let at = 0; at < steps; at += 1) {
    step();
    const { made, ms } = timed(() => plan(snapshot, defaultPolicy, { nowMs: nowMs() }));
    planMs += ms;
    plans.push(made);
    follow(made);
  }
  return { value: (planMs * 1000) / steps, digest: digestOf(plans) };
};
