import {
  bind,
  defaultPolicy,
  linkQueues,
  type Policy,
  type Workload,
} from '../../../../domain/allocation/index.ts';
import { type Draft, draftOf } from '../../../../domain/allocation/plan/draft.ts';
import type { Hunt } from '../../../../domain/allocation/search/field.ts';
import type { Law } from '../../../../domain/allocation/search/laws.ts';
import type { Memory } from '../../../../domain/allocation/search/memory.ts';
import { wholeOf } from '../../../../domain/allocation/search/units.ts';
import { shareOut } from '../../../../domain/allocation/share/share-out.ts';
import { orderTies, rankNodes } from '../../../../domain/allocation/state/ranks.ts';
import type {
  Part,
  QueueState,
  Seat,
  Shape,
  Unit,
} from '../../../../domain/allocation/state/snapshot.ts';
import type { JobWish } from '../../../../src/testing/try-pool.ts';
import { type Pool, poolUnder } from '../pool.ts';

/** A job that runs, and since when. @unit ms since epoch */
export interface Running extends JobWish {
  readonly sinceMs?: number;
}

/** Lets a job run, as `placed` says it: `job: node#device,device …`, a pod in each place. */
export const runs = (pool: Pool, where: string, { sinceMs = 0, ...wish }: Running = {}): void => {
  const [id = '', text = ''] = where.split(': ');
  const places = text.split(' ');
  pool.job(id, { pods: places.length, ...wish });
  const { build } = jobIn(pool, id);
  const names = build.parts.flatMap(({ name, pods }) =>
    Array.from({ length: pods }, (_, pod) => ({ subGroup: name, pod })),
  );
  const pods = places.map((place, at) => {
    const [nodeId = '', devices = ''] = place.split('#');
    return {
      ...(names[at] ?? { subGroup: '', pod: at }),
      nodeId,
      devices: devices === '' ? [] : devices.split(',').map(Number),
      gpuMilli: wish.gpus === 0 ? 0 : Math.round((wish.share ?? 1) * 1000),
    };
  });
  linkQueues(pool.snapshot);
  bind(pool.snapshot, id, { attempt: 1, pods, atMs: sinceMs });
};

/** A plan of the pool in which nothing is decided yet. */
export const draftIn = ({ snapshot }: Pool, nowMs = 10_000, rules: Partial<Policy> = {}): Draft => {
  const policy = { ...defaultPolicy, ...rules };
  orderTies(snapshot.nodes, policy.tieOrder);
  rankNodes(snapshot.nodes);
  shareOut(snapshot, policy);
  snapshot.plans += 1;
  return draftOf(snapshot, policy, nowMs);
};

/** A workload of the pool. */
export const jobIn = ({ snapshot }: Pool, id: string): Workload => {
  const workload = snapshot.workloads.get(id);
  if (workload === undefined) throw new Error(`no job ${id}`);
  return workload;
};

/** A queue of the pool. */
export const queueIn = ({ snapshot }: Pool, id: string): QueueState => {
  const queue = snapshot.queues.get(id);
  if (queue === undefined) throw new Error(`no queue ${id}`);
  return queue;
};

/** Where a node of the pool stands in its table. */
export const slotIn = ({ snapshot }: Pool, id: string): number =>
  snapshot.nodes.byId.get(id)?.slot ?? -1;

/** The first part of what is asked for. */
export const partIn = ({ parts }: Shape): Part => {
  const [part] = parts;
  if (part === undefined) throw new Error('nothing is asked for');
  return part;
};

/** A pod of a workload that runs. */
export const seatIn = ({ id, bound }: Workload, pod = 0): Seat => {
  const seat = bound[pod];
  if (seat === undefined) throw new Error(`${id} has no pod ${pod}`);
  return seat;
};

/** A thing of which nothing may be looked at. */
export const unseen = <Thing extends object>(thing: Thing): Thing =>
  new Proxy(thing, {
    get: (_, key) => {
      throw new Error(`somebody looked at ${String(key)}`);
    },
  });

/** The whole of a job as a victim. */
export const unitIn = (pool: Pool, draft: Draft, id: string): Unit =>
  wholeOf(draft, jobIn(pool, id));

/** Anybody may evict anybody, anywhere, at any time. */
export const lawless: Law = {
  action: 'preempt',
  refuses: () => undefined,
  grounds: ({ snapshot }) => snapshot.leaves,
  isForAll: true,
  isCandidate: () => true,
  mayTake: () => true,
};

/** A search in a plan for a job that waits. */
export const huntIn = (pool: Pool, draft: Draft, id: string): Hunt => {
  const workload = jobIn(pool, id);
  const { queue, shape } = workload;
  if (queue === undefined) throw new Error(`${id} waits nowhere`);
  return {
    draft,
    law: lawless,
    seeker: {
      workload,
      queue,
      shape,
      isPreemptible: true,
      isGrowing: false,
      isBack: false,
      before: { ...queue.allocated },
    },
  };
};

/** What searches know that have seen nothing yet. */
export const noMemory = (): Memory => ({
  loners: new Map(),
  evictable: undefined,
  candidates: undefined,
  free: undefined,
  stuck: new Map(),
});

/** Nodes of so many cards each, the jobs on them, and two queues without bounds. */
export const poolWith = (
  nodes: Readonly<Record<string, number>>,
  jobs: Readonly<Record<string, Running>>,
): Pool => {
  const pool = poolUnder();
  for (const [id, gpus] of Object.entries(nodes)) pool.node(id, gpus);
  for (const id of ['q', 'r']) pool.queue(id, { quota: -1 });
  for (const [where, wish] of Object.entries(jobs)) runs(pool, where, wish);
  return pool;
};
