import {
  addNode,
  addPending,
  addWorkload,
  bind,
  createSnapshot,
  defaultPolicy,
  defer,
  leave,
  nominate,
  type NodeOffer,
  openQueue,
  type Plan,
  plan,
  type Policy,
  type QueueTerms,
  release,
  setTopology,
  type Snapshot,
  type Submission,
} from '../../domain/allocation/index.ts';
import type { Amounts, Entitlement, PodRequest } from '../../domain/foundation/shapes.ts';
import { messageOf } from '../../domain/foundation/verdict-message.ts';

const gib = 2 ** 30;
const whole = 1000;
const free: Entitlement = { quota: -1, limit: -1, weight: 1 };

/** What is said of a queue; the rest is usual: no quota, no limit, weight 1. @unit GPUs; −1 is all, or none */
export interface QueueWish {
  readonly parent?: string;
  readonly quota?: number;
  readonly limit?: number;
  readonly weight?: number;
  readonly priority?: number;
  readonly terms?: QueueTerms;
}

/** What is said of a job; the rest is usual: one pod of one GPU, priority 50, preemptible. */
export interface JobWish extends Partial<Submission> {
  readonly queue?: string;
  readonly pods?: number;
  readonly gpus?: number;
  /** Of each GPU. */
  readonly share?: number;
  readonly cpuMilli?: number;
  /** How many pods it needs to run; all of them where absent. */
  readonly minPods?: number;
  /** When it begins to wait. @unit ms */
  readonly atMs?: number;
}

/** What a plan does, in a line each. */
export interface Done {
  readonly plan: Plan;
  /** `job: node#device…` of each pod that gets its place. */
  readonly placed: readonly string[];
  /** `job for job (action)`, with `→ node` where it goes on elsewhere. */
  readonly evicted: readonly string[];
  /** `job: why` of each that waits and did not know it. */
  readonly waits: readonly string[];
}

/** A node pool to try the kernel on: its state moves as the kernel's own plans say. */
export interface TriedPool {
  readonly snapshot: Snapshot;
  readonly node: (id: string, gpuCount: number, more?: Partial<NodeOffer>) => void;
  readonly queue: (id: string, wish?: QueueWish) => void;
  readonly job: (id: string, wish?: JobWish) => void;
  /** A topology: its node labels, the widest first. */
  readonly topology: (name: string, levels: readonly string[]) => void;
  /** Plans, and carries the plan out: victims leave, but are not gone yet. */
  readonly act: (nowMs?: number) => Done;
  /** Plans, and changes nothing. */
  readonly look: (nowMs?: number) => Done;
  /** Victims have left. */
  readonly gone: (...ids: readonly string[]) => void;
  /** A job has ended. */
  readonly done: (id: string) => void;
  /** The fair share of a queue as last divided. @unit GPUs */
  readonly fairShare: (queueId: string) => number;
}

const podText = (pod: Plan['placements'][number]['pods'][number]): string =>
  pod.devices.length === 0 ? pod.nodeId : `${pod.nodeId}#${pod.devices.join(',')}`;

const podsText = (pods: Plan['placements'][number]['pods']): string => pods.map(podText).join(' ');

const doneOf = (made: Plan): Done => ({
  plan: made,
  placed: made.placements.map(({ workloadId, pods }) => `${workloadId}: ${podsText(pods)}`),
  evicted: made.evictions.map(({ workloadId, preemptorId, action, pods, movesTo }) => {
    const some = pods === undefined ? '' : `${pods.length} of `;
    const next = movesTo === undefined ? '' : ` → ${podsText(movesTo)}`;
    return `${some}${workloadId} for ${preemptorId} (${action})${next}`;
  }),
  waits: made.verdicts.map(({ workloadId, verdict }) => `${workloadId}: ${messageOf(verdict)}`),
});

/** Writes a plan down as its facts would. */
const carryOut = (snapshot: Snapshot, made: Plan, nowMs: number): void => {
  for (const { workloadId, pods, movesTo } of made.evictions)
    leave(snapshot, workloadId, {
      returns: true,
      ...(pods === undefined ? {} : { pods }),
      ...(movesTo === undefined ? {} : { movesTo }),
    });
  for (const { workloadId, attempt, pods } of made.nominations)
    nominate(snapshot, workloadId, { attempt, pods });
  for (const { workloadId, attempt, pods } of made.placements)
    bind(snapshot, workloadId, { attempt, pods, atMs: nowMs });
  for (const { workloadId, verdict } of made.verdicts) defer(snapshot, workloadId, verdict._tag);
};

const requestOf = ({ gpus = 1, share = 1, cpuMilli = 100 }: JobWish): PodRequest => ({
  gpuDevices: gpus,
  gpuMilli: gpus === 0 ? 0 : Math.round(share * whole),
  cpuMilli,
  memoryBytes: gib,
});

const submissionOf = (id: string, age: number, wish: JobWish): Submission => {
  const { pods = 1, minPods, queue: _queue, gpus: _gpus, share: _share, ...asked } = wish;
  const { cpuMilli: _cpu, atMs: _at, ...more } = asked;
  const gang =
    minPods === undefined ? {} : { gang: { podSets: [{ name: 'workers', minPods }], groups: [] } };
  return {
    id,
    age,
    priority: 50,
    isPreemptible: true,
    subGroups: [{ name: 'workers', pods, request: requestOf(wish) }],
    nodeSelector: {},
    tolerations: [],
    ...gang,
    ...more,
  };
};

const milliOf = (gpus: number): number => (gpus < 0 ? -1 : gpus * whole);

/**
 * A node pool without nodes, queues and jobs, under the usual rules but for those given.
 *
 * Nodes have 64 cores, 512 GiB and room for 110 pods; jobs ask for a tenth of a core and a GiB a pod. Older is who was
 * said first.
 * @example
 * ```ts
 * import { tryPool } from 'berth/testing';
 *
 * const pool = tryPool();
 * pool.node('a', 8);
 * pool.queue('research', { quota: 4 });
 * pool.job('train', { queue: 'research', gpus: 2 });
 * if (pool.act().placed[0] !== 'train: a#0,1') throw new Error('the kernel places it elsewhere');
 * ```
 */
export const tryPool = (rules: Partial<Policy> = {}): TriedPool => {
  const snapshot = createSnapshot('pool');
  const policy = { ...defaultPolicy, version: 'tried', ...rules };
  let age = 0;
  const next = (): number => (age += 1);
  const planned = (nowMs: number): Plan => plan(snapshot, policy, { nowMs });
  const shareOf = (queueId: string): Amounts['gpuMilli'] =>
    snapshot.queues.get(queueId)?.claims.gpuMilli.share ?? 0;
  return {
    snapshot,
    look: (nowMs = 0) => doneOf(planned(nowMs)),
    act: (nowMs = 0) => {
      const made = planned(nowMs);
      carryOut(snapshot, made, nowMs);
      return doneOf(made);
    },
    node: (id, gpuCount, more = {}) => {
      const size = { cpuMilli: 64_000, memoryBytes: 512 * gib, podsMax: 110, gpuCount };
      addNode(snapshot, { id, labels: {}, taints: [], ...size, ...more });
    },
    topology: (name, levels) => setTopology(snapshot, name, levels),
    queue: (id, { parent = '', quota = 0, limit = -1, weight = 1, priority = 100, terms } = {}) => {
      const gpuMilli = { quota: milliOf(quota), limit: milliOf(limit), weight };
      const entitlements = { gpuMilli, cpuMilli: free, memoryMib: free, priority };
      const opening = { id, parentId: parent, openedAt: next(), entitlements };
      openQueue(snapshot, { ...opening, ...(terms === undefined ? {} : { terms }) });
    },
    job: (id, wish = {}) => {
      addWorkload(snapshot, submissionOf(id, next(), wish));
      const { queue: queueId = 'q', atMs } = wish;
      addPending(snapshot, id, { queueId, attempt: 1, ...(atMs === undefined ? {} : { atMs }) });
    },
    gone: (...ids) => {
      for (const id of ids) release(snapshot, id);
    },
    done: (id) => {
      leave(snapshot, id, { returns: false });
      release(snapshot, id);
    },
    fairShare: (queueId) => shareOf(queueId) / whole,
  };
};
