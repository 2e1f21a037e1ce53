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
  type Snapshot,
  type Submission,
} from '../../../domain/allocation/index.ts';
import type { Entitlement, PodRequest } from '../../../domain/foundation/shapes.ts';

const gib = 2 ** 30;
const free = { quota: -1, limit: -1, weight: 1 };

/** A pod that asks for whole cards. */
export const cards = (gpuDevices: number, gpuMilli = 1000): PodRequest => ({
  gpuDevices,
  gpuMilli,
  cpuMilli: 100,
  memoryBytes: gib,
});

/** What is said of a queue; the rest is usual. */
export interface QueueWish extends Partial<Entitlement> {
  readonly parentId?: string;
  readonly priority?: number;
  readonly terms?: QueueTerms;
}

/** What is said of a job; the rest is usual. */
export interface JobWish extends Partial<Submission> {
  readonly queue?: string;
  readonly pods?: number;
  readonly gpus?: number;
  readonly gpuMilli?: number;
  readonly minPods?: number;
  readonly atMs?: number;
}

/** A pool whose state moves as the kernel's own plans say. */
export interface Pool {
  readonly snapshot: Snapshot;
  readonly node: (id: string, gpuCount: number, more?: Partial<NodeOffer>) => void;
  readonly queue: (id: string, wish?: QueueWish) => void;
  readonly job: (id: string, wish?: JobWish) => void;
  /** Plans and carries the plan out; victims leave but are not gone yet. */
  readonly act: (nowMs?: number) => Plan;
  readonly look: (nowMs?: number) => Plan;
  readonly gone: (...ids: readonly string[]) => void;
  readonly done: (id: string) => void;
}

/** An empty pool under the usual policy, but for what is said. */
export const poolUnder = (rules: Partial<Policy> = {}): Pool => {
  const snapshot = createSnapshot('pool');
  const policy = { ...defaultPolicy, version: 'test', ...rules };
  let age = 0;
  const look = (nowMs = 0): Plan => plan(snapshot, policy, { nowMs });
  return {
    snapshot,
    look,
    node: (id, gpuCount, more = {}) =>
      addNode(snapshot, {
        id,
        labels: {},
        taints: [],
        cpuMilli: 64_000,
        memoryBytes: 512 * gib,
        podsMax: 110,
        gpuCount,
        ...more,
      }),
    queue: (id, { parentId = '', priority = 100, terms = {}, ...gpu } = {}) =>
      openQueue(snapshot, {
        id,
        parentId,
        openedAt: (age += 1),
        terms,
        entitlements: {
          gpuMilli: { quota: 0, limit: -1, weight: 1, ...gpu },
          cpuMilli: free,
          memoryMib: free,
          priority,
        },
      }),
    job: (
      id,
      { queue = 'q', pods = 1, gpus = 1, gpuMilli = 1000, minPods, atMs, ...more } = {},
    ) => {
      addWorkload(snapshot, {
        id,
        age: (age += 1),
        priority: 50,
        isPreemptible: true,
        subGroups: [{ name: 'workers', pods, request: cards(gpus, gpuMilli) }],
        nodeSelector: {},
        tolerations: [],
        ...(minPods === undefined
          ? {}
          : { gang: { podSets: [{ name: 'workers', minPods }], groups: [] } }),
        ...more,
      });
      addPending(snapshot, id, {
        queueId: queue,
        attempt: 1,
        ...(atMs === undefined ? {} : { atMs }),
      });
    },
    act: (nowMs = 0) => {
      const made = look(nowMs);
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
      for (const { workloadId, verdict } of made.verdicts)
        defer(snapshot, workloadId, verdict._tag);
      return made;
    },
    gone: (...ids) => {
      for (const id of ids) release(snapshot, id);
    },
    done: (id) => {
      leave(snapshot, id, { returns: false });
      release(snapshot, id);
    },
  };
};

/** Whom a plan gives devices, in its order. */
export const placedIn = (made: Plan): readonly string[] =>
  made.placements.map(({ workloadId }) => workloadId);
