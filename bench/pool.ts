import {
  addNode,
  addPending,
  addWorkload,
  bind,
  createSnapshot,
  defer,
  leave,
  nominate,
  openQueue,
  type Plan,
  type Snapshot,
} from '../domain/allocation/index.ts';
import type { PodRequest } from '../domain/foundation/shapes.ts';

const gib = 2 ** 30;
const unlimited = { quota: -1, limit: -1, weight: 1 };

/** Numbers that look random and are the same every time. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/** A pool of so many nodes; `gpuCountOf` says how many cards each has. */
export const poolOf = (nodes: number, gpuCountOf: (at: number) => number = () => 8): Snapshot => {
  const snapshot = createSnapshot('pool');
  for (let at = 0; at < nodes; at += 1)
    addNode(snapshot, {
      id: `node-${String(at).padStart(5, '0')}`,
      labels: {},
      taints: [],
      cpuMilli: 96_000,
      memoryBytes: 768 * gib,
      podsMax: 250,
      gpuCount: gpuCountOf(at),
    });
  return snapshot;
};

/** Opens a queue at the top. @unit `quota` in thousandths of a card, −1 is all */
export const openTop = (
  snapshot: Snapshot,
  id: string,
  { quota, weight }: { readonly quota: number; readonly weight: number },
): void =>
  openQueue(snapshot, {
    id,
    parentId: '',
    openedAt: snapshot.queues.size + 1,
    entitlements: {
      gpuMilli: { quota, limit: -1, weight },
      cpuMilli: unlimited,
      memoryMib: unlimited,
      priority: 100,
    },
  });

/** A workload that waits. */
export interface Asked {
  readonly id: string;
  readonly age: number;
  readonly queueId: string;
  readonly request: PodRequest;
  readonly pods?: number;
  readonly priority?: number;
}

/** Submits a workload and puts it in its queue. */
export const submit = (snapshot: Snapshot, asked: Asked): void => {
  addWorkload(snapshot, {
    id: asked.id,
    age: asked.age,
    priority: asked.priority ?? 50,
    isPreemptible: true,
    subGroups: [{ name: 'workers', pods: asked.pods ?? 1, request: asked.request }],
    nodeSelector: {},
    tolerations: [],
  });
  addPending(snapshot, asked.id, { queueId: asked.queueId, attempt: 1 });
};

/** A pod that asks for whole cards, a core and a GiB for each. */
export const cards = (gpuDevices: number): PodRequest => ({
  gpuDevices,
  gpuMilli: 1000,
  cpuMilli: 1000 * gpuDevices,
  memoryBytes: gib * gpuDevices,
});

/** Writes a plan down as its facts would. */
export const fold = (snapshot: Snapshot, made: Plan): void => {
  for (const eviction of made.evictions) leave(snapshot, eviction.workloadId, true);
  for (const { workloadId, attempt, pods } of made.nominations)
    nominate(snapshot, workloadId, { attempt, pods });
  for (const { workloadId, attempt, pods } of made.placements)
    bind(snapshot, workloadId, { attempt, pods });
  for (const { workloadId, verdict } of made.verdicts) defer(snapshot, workloadId, verdict._tag);
};

/** How long something takes. @unit ms */
export const tookMs = (run: () => void): number => {
  const startedMs = performance.now();
  run();
  return performance.now() - startedMs;
};
