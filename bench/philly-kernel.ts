import { forget, type Plan, type Policy } from '../domain/allocation/index.ts';
import type { PhillyJob, Tenant, Waited } from './philly-trace.ts';
import { arrive, cutShort, start, type World, worldOf } from './philly-world.ts';
import { fold, letGo, settle } from './pool.ts';

/** What the kernel made of the jobs. @unit ms */
export interface Decided extends Waited {
  /** How many of the evictions only moved a job to other cards at the same moment. */
  readonly moves: number;
  /** How often the job that was stopped most often was stopped. */
  readonly stopsMax: number;
  readonly plans: number;
  readonly cpuMs: number;
  readonly digest: string;
}

/** Carries a plan out; those who leave are gone at once. */
const follow = (world: World, made: Plan, nowMs: number): void => {
  const { snapshot, jobs, running } = world;
  world.plans += 1;
  world.decisions.note(made);
  fold(snapshot, made, nowMs);
  for (const { workloadId, movesTo } of made.evictions) {
    const attempt = running.get(workloadId);
    if (attempt !== undefined) cutShort(world, attempt, nowMs);
    if (movesTo !== undefined) world.moves += 1;
  }
  for (const { workloadId } of made.placements) {
    const job = jobs.get(workloadId);
    if (job !== undefined) start(world, job, nowMs);
  }
  letGo(snapshot, made);
};

const endThose = ({ snapshot, ends, running }: World, nowMs: number): void => {
  while (ends.nextMs() <= nowMs) {
    const attempt = ends.pop();
    if (attempt === undefined || running.get(attempt.job.id) !== attempt) continue;
    running.delete(attempt.job.id);
    forget(snapshot, attempt.job.id);
  }
};

const playOut = (world: World, jobs: readonly PhillyJob[]): void => {
  const { snapshot, ends } = world;
  for (let [next, wakeAtMs] = [0, Infinity]; next < jobs.length || snapshot.workloads.size > 0;) {
    const nowMs = Math.min(jobs[next]?.atMs ?? Infinity, ends.nextMs(), wakeAtMs);
    if (nowMs === Infinity) throw new Error(`${snapshot.workloads.size} jobs never ended`);
    endThose(world, nowMs);
    for (let job = jobs[next]; job !== undefined && job.atMs <= nowMs; job = jobs[next]) {
      arrive(world, job);
      next += 1;
    }
    wakeAtMs = settle(world, follow, nowMs);
  }
};

/**
 * Plays jobs in virtual time through the kernel, which does not know how long they run.
 *
 * Whoever is stopped keeps what it has done, and pays for its restart as in the trace's own simulator.
 * @throws Error when somebody never runs.
 */
export const playKernel = (
  tenants: readonly Tenant[],
  jobs: readonly PhillyJob[],
  policy: Policy,
): Decided => {
  const world = worldOf(tenants, jobs, policy);
  const usedAtStart = process.cpuUsage();
  playOut(world, jobs);
  const used = process.cpuUsage(usedAtStart);
  const stops = [...world.stops.values()];
  return {
    waitMs: world.waitMs,
    evictions: stops.reduce((sum, count) => sum + count, 0),
    redoneGpuMs: world.redoneGpuMs,
    moves: world.moves,
    stopsMax: stops.reduce((most, count) => Math.max(most, count), 0),
    plans: world.plans,
    cpuMs: (used.user + used.system) / 1000,
    digest: world.decisions.digest(),
  };
};
