import {
  defaultPolicy,
  forget,
  type Plan,
  type Policy,
  type Snapshot,
} from '../domain/allocation/index.ts';
import { type Asked, submit } from './asking.ts';
import { type Heap, heapOf } from './heap.ts';
import { fold, letGo, settle } from './pool.ts';

/** A workload that comes at a time, and ends so long after it last got its devices. @unit ms */
export interface Job {
  readonly asked: Asked;
  readonly className: string;
  readonly atMs: number;
  readonly runMs: number;
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

/** One attempt of a job that runs. */
interface Run {
  readonly id: string;
}

/** The pool as time goes by: who runs until when, and which plans were made. */
interface World {
  readonly snapshot: Snapshot;
  readonly policy: Policy;
  readonly jobs: ReadonlyMap<string, Job>;
  readonly ends: Heap<Run>;
  readonly running: Map<string, Run>;
  readonly startMs: Map<string, number>;
  readonly plans: Plan[];
}

const follow = (world: World, made: Plan, nowMs: number): void => {
  const { snapshot, jobs, running, ends, startMs } = world;
  world.plans.push(made);
  fold(snapshot, made, nowMs);
  for (const { workloadId, pods } of made.evictions)
    if (pods === undefined) running.delete(workloadId);
  for (const { workloadId: id } of made.placements) {
    if (running.has(id)) continue;
    const run = { id };
    running.set(id, run);
    startMs.set(id, nowMs);
    ends.push(nowMs + (jobs.get(id)?.runMs ?? 0), run);
  }
  letGo(snapshot, made);
};

const endThose = ({ snapshot, ends, running }: World, nowMs: number): void => {
  while (ends.nextMs() <= nowMs) {
    const run = ends.pop();
    // An evicted attempt ends no more; the next one has an end of its own.
    if (run === undefined || running.get(run.id) !== run) continue;
    running.delete(run.id);
    forget(snapshot, run.id);
  }
};

/** Time goes from one thing that happens to the next, until nothing is left; answers when that was. */
const playOut = (world: World, jobs: readonly Job[]): number => {
  const { snapshot, ends } = world;
  let [next, nowMs, wakeAtMs] = [0, 0, Infinity];
  const atMs = (): number => jobs[next]?.atMs ?? Infinity;
  while (next < jobs.length || snapshot.workloads.size > 0) {
    const thenMs = Math.min(atMs(), ends.nextMs(), wakeAtMs);
    if (thenMs === Infinity) throw new Error(`${snapshot.workloads.size} jobs never ended`);
    nowMs = thenMs;
    endThose(world, nowMs);
    for (; atMs() <= nowMs; next += 1) {
      const job = jobs[next];
      if (job !== undefined) submit(snapshot, job.asked, nowMs);
    }
    wakeAtMs = settle(world, follow, nowMs);
  }
  return nowMs;
};

const meanWaits = ({ jobs, startMs }: World): ReadonlyMap<string, number> => {
  const waits = Map.groupBy(jobs.values(), ({ className }) => className);
  const waited = ({ asked, atMs }: Job): number => (startMs.get(asked.id) ?? Infinity) - atMs;
  const mean = (all: readonly Job[]): number =>
    all.reduce((sum, job) => sum + waited(job), 0) / all.length;
  return new Map([...waits].map(([className, all]) => [className, mean(all)]));
};

const worldOf = (snapshot: Snapshot, jobs: readonly Job[], policy: Policy): World => ({
  snapshot,
  policy,
  jobs: new Map(jobs.map((job) => [job.asked.id, job])),
  ends: heapOf(),
  running: new Map(),
  startMs: new Map(),
  plans: [],
});

/**
 * Plays jobs through the kernel's door in virtual time: what happens at one moment is planned together.
 *
 * Time costs nothing: the makespan is what the decisions alone make of the jobs.
 * @throws Error when somebody never runs.
 */
export const playThrough = (
  snapshot: Snapshot,
  unordered: readonly Job[],
  policy: Policy = defaultPolicy,
): Played => {
  const jobs = unordered.toSorted((a, b) => a.atMs - b.atMs || a.asked.age - b.asked.age);
  const world = worldOf(snapshot, jobs, policy);
  const usedAtStart = process.cpuUsage();
  const makespanMs = playOut(world, jobs);
  const used = process.cpuUsage(usedAtStart);
  const { plans } = world;
  return {
    makespanMs,
    cpuMs: (used.user + used.system) / 1000,
    plans,
    evictions: plans.reduce((sum, { evictions }) => sum + evictions.length, 0),
    waitMs: meanWaits(world),
  };
};
