import type { Policy, Snapshot } from '../domain/allocation/index.ts';
import { cards, submit } from './asking.ts';
import { digester } from './decisions.ts';
import { type Heap, heapOf } from './heap.ts';
import { nodeGpus, type PhillyJob, progressOf, type Tenant } from './philly-trace.ts';
import { open, poolOf } from './pool.ts';

/** A job that runs. */
export interface Attempt {
  readonly job: PhillyJob;
  readonly startMs: number;
}

/** The pool as time goes by, and what has come of the jobs so far. */
export interface World {
  readonly snapshot: Snapshot;
  readonly policy: Policy;
  readonly jobs: ReadonlyMap<string, PhillyJob>;
  readonly ends: Heap<Attempt>;
  readonly progress: ReturnType<typeof progressOf>;
  readonly running: Map<string, Attempt>;
  readonly sinceMs: Map<string, number>;
  readonly waitMs: Map<string, number>;
  readonly stops: Map<string, number>;
  readonly decisions: ReturnType<typeof digester>;
  plans: number;
  moves: number;
  redoneGpuMs: number;
}

/** Up to eight cards on one node; more as whole nodes and one remainder. */
const subGroupsOf = (gpus: number) => {
  const rest = gpus % nodeGpus;
  const wholes = { name: 'wholes', pods: Math.floor(gpus / nodeGpus), request: cards(nodeGpus) };
  const remainder = { name: 'rest', pods: 1, request: cards(rest) };
  if (rest === 0) return [wholes];
  return wholes.pods === 0 ? [remainder] : [wholes, remainder];
};

/** A job is submitted to the queue of its tenant. */
export const arrive = ({ snapshot, sinceMs }: World, job: PhillyJob): void => {
  const { id, age, tenantId: queueId, gpus, atMs } = job;
  submit(snapshot, { id, age, queueId, subGroups: subGroupsOf(gpus) }, atMs);
  sinceMs.set(id, atMs);
};

const add = (to: Map<string, number>, id: string, amount: number): void => {
  to.set(id, (to.get(id) ?? 0) + amount);
};

/** A job has its devices. */
export const start = (world: World, job: PhillyJob, nowMs: number): void => {
  const { running, ends, progress, waitMs, sinceMs } = world;
  const attempt = { job, startMs: nowMs };
  running.set(job.id, attempt);
  ends.push(nowMs + progress.leftMs(job), attempt);
  add(waitMs, job.id, nowMs - (sinceMs.get(job.id) ?? nowMs));
};

/** A job is stopped before its end: it keeps what it has done, and waits again. */
export const cutShort = (world: World, { job, startMs }: Attempt, nowMs: number): void => {
  world.running.delete(job.id);
  world.redoneGpuMs += world.progress.cut(job, nowMs - startMs) * job.gpus;
  world.sinceMs.set(job.id, nowMs);
  add(world.stops, job.id, 1);
};

/** A pool of all the tenants' nodes, with a queue for each: its promise as quota, and as weight over quota. */
const poolFor = (tenants: readonly Tenant[]): Snapshot => {
  const snapshot = poolOf(tenants.reduce((sum, { nodes }) => sum + nodes, 0));
  for (const { id, nodes } of tenants)
    open(snapshot, { id, gpuMilli: { quota: nodes * nodeGpus * 1000, weight: nodes } });
  return snapshot;
};

/** An empty pool before the first job comes. */
export const worldOf = (
  tenants: readonly Tenant[],
  jobs: readonly PhillyJob[],
  policy: Policy,
): World => ({
  snapshot: poolFor(tenants),
  policy,
  jobs: new Map(jobs.map((job) => [job.id, job])),
  ends: heapOf(),
  progress: progressOf(),
  running: new Map(),
  sinceMs: new Map(),
  waitMs: new Map(),
  stops: new Map(),
  decisions: digester(),
  plans: 0,
  moves: 0,
  redoneGpuMs: 0,
});
