import {
  defaultPolicy,
  forget,
  type Plan,
  plan,
  type Snapshot,
} from '../domain/allocation/index.ts';
import { heapOf } from './heap.ts';
import { type Asked, fold, letGo, submit } from './pool.ts';

/** A workload that comes at a time, and ends so long after it last got its devices. @unit ms */
export interface Job {
  readonly asked: Asked;
  readonly className: string;
  readonly atMs: number;
  readonly runMs: number;
}

interface Run {
  readonly job: Job;
  readonly attempt: number;
}

/** What came of a scenario in virtual time. @unit ms; `cpuMs` is what the process used, of all its threads */
export interface Played {
  readonly makespanMs: number;
  readonly cpuMs: number;
  readonly plans: readonly Plan[];
  readonly evictions: number;
  /** How long jobs waited on average until they started for good, by class. */
  readonly waitMs: ReadonlyMap<string, number>;
}

/** How many plans may follow each other at one moment, before this counts as going round in circles. */
const roundsMax = 100;

const meanWaits = (jobs: readonly Job[], startMs: ReadonlyMap<string, number>) => {
  const sums = new Map<string, { waited: number; jobs: number }>();
  for (const { className, atMs, asked } of jobs) {
    const sum = sums.get(className) ?? { waited: 0, jobs: 0 };
    sum.waited += (startMs.get(asked.id) ?? Infinity) - atMs;
    sum.jobs += 1;
    sums.set(className, sum);
  }
  return new Map([...sums].map(([name, { waited, jobs: count }]) => [name, waited / count]));
};

/** The pool as time goes by: who runs until when, and which plans were made. */
const worldOf = (snapshot: Snapshot, jobs: readonly Job[]) => {
  const byId = new Map(jobs.map((job) => [job.asked.id, job]));
  const ends = heapOf<Run>();
  const running = new Map<string, Run>();
  const startMs = new Map<string, number>();
  const plans: Plan[] = [];
  const follow = (made: Plan, nowMs: number): void => {
    plans.push(made);
    fold(snapshot, made, nowMs);
    for (const { workloadId, pods } of made.evictions)
      if (pods === undefined) running.delete(workloadId);
    for (const { workloadId, attempt } of made.placements) {
      const job = byId.get(workloadId);
      if (job === undefined || running.has(workloadId)) continue;
      const run = { job, attempt };
      running.set(workloadId, run);
      startMs.set(workloadId, nowMs);
      ends.push(nowMs + job.runMs, run);
    }
    letGo(snapshot, made);
  };
  /** Those who leave are gone at once, so whoever they leave for is placed at the same moment. */
  const settle = (nowMs: number): number | undefined => {
    for (let round = 0; round < roundsMax; round += 1) {
      const made = plan(snapshot, defaultPolicy, { nowMs });
      follow(made, nowMs);
      if (made.evictions.length === 0) return made.wakeAtMs;
    }
    throw new Error(`at ${nowMs} ms one plan evicts after another without end`);
  };
  const endThose = (nowMs: number): void => {
    while (ends.nextMs() <= nowMs) {
      const run = ends.pop();
      // An evicted attempt ends no more; the next one has an end of its own.
      if (run === undefined || running.get(run.job.asked.id) !== run) continue;
      running.delete(run.job.asked.id);
      forget(snapshot, run.job.asked.id);
    }
  };
  return { ends, startMs, plans, settle, endThose };
};

/**
 * Plays jobs through the kernel's door in virtual time: what happens at one moment is planned together.
 *
 * Time costs nothing: the makespan is what the decisions alone make of the jobs.
 * @throws Error when somebody never runs.
 */
export const playThrough = (snapshot: Snapshot, unordered: readonly Job[]): Played => {
  const jobs = unordered.toSorted((a, b) => a.atMs - b.atMs || a.asked.age - b.asked.age);
  const usedAtStart = process.cpuUsage();
  const { ends, startMs, plans, settle, endThose } = worldOf(snapshot, jobs);
  let [next, nowMs, wakeAtMs] = [0, 0, Infinity];
  for (;;) {
    nowMs = Math.min(jobs[next]?.atMs ?? Infinity, ends.nextMs(), wakeAtMs);
    if (nowMs === Infinity) break;
    endThose(nowMs);
    for (; (jobs[next]?.atMs ?? Infinity) <= nowMs; next += 1) {
      const job = jobs[next];
      if (job !== undefined) submit(snapshot, job.asked);
    }
    wakeAtMs = settle(nowMs) ?? Infinity;
    if (snapshot.workloads.size === 0 && next === jobs.length) break;
  }
  if (snapshot.workloads.size > 0) throw new Error(`${snapshot.workloads.size} jobs never ended`);
  const used = process.cpuUsage(usedAtStart);
  return {
    makespanMs: nowMs,
    cpuMs: (used.user + used.system) / 1000,
    plans,
    evictions: plans.reduce((sum, { evictions }) => sum + evictions.length, 0),
    waitMs: meanWaits(jobs, startMs),
  };
};
