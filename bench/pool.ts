import {
  addNode,
  addPending,
  addWorkload,
  bind,
  createSnapshot,
  defer,
  leave,
  type NodeOffer,
  nominate,
  openQueue,
  type Plan,
  release,
  type Snapshot,
  type Submission,
} from '../domain/allocation/index.ts';
import type { Entitlement, PodRequest } from '../domain/foundation/shapes.ts';

/** Bytes of a GiB. */
export const gib = 2 ** 30;
const unlimited: Entitlement = { quota: -1, limit: -1, weight: 1 };

/** Numbers that look random and are the same every time. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

/** The id of a node by its number: ids sort as numbers do. */
export const nodeId = (at: number): string => `node-${String(at).padStart(5, '0')}`;

/** A usual node of 8 cards, but for what is said of it. */
export const offerOf = (at: number, but: Partial<NodeOffer> = {}): NodeOffer => ({
  id: nodeId(at),
  labels: {},
  taints: [],
  cpuMilli: 96_000,
  memoryBytes: 768 * gib,
  podsMax: 250,
  gpuCount: 8,
  ...but,
});

/** A pool of so many nodes; `but` says in what each differs from a usual one. */
export const poolOf = (
  nodes: number,
  but: (at: number) => Partial<NodeOffer> = () => ({}),
): Snapshot => {
  const snapshot = createSnapshot('pool');
  for (let at = 0; at < nodes; at += 1) addNode(snapshot, offerOf(at, but(at)));
  return snapshot;
};

/** What a queue is promised where it differs from "all there is, no limit". */
export interface Promised {
  readonly id: string;
  readonly parentId?: string;
  readonly gpuMilli?: Partial<Entitlement>;
  readonly cpuMilli?: Partial<Entitlement>;
}

/** Opens a queue; the order of calls is their age. */
export const open = (snapshot: Snapshot, queue: Promised): void =>
  openQueue(snapshot, {
    id: queue.id,
    parentId: queue.parentId ?? '',
    openedAt: snapshot.queues.size + 1,
    entitlements: {
      gpuMilli: { ...unlimited, ...queue.gpuMilli },
      cpuMilli: { ...unlimited, ...queue.cpuMilli },
      memoryMib: unlimited,
      priority: 100,
    },
  });

/** A workload that waits: `pods` equal ones, or the sub-groups that are given. */
export interface Asked extends Partial<Submission> {
  readonly id: string;
  readonly age: number;
  readonly queueId: string;
  readonly request?: PodRequest;
  readonly pods?: number;
}

/** A pod that asks for whole cards, a core and a GiB for each. */
export const cards = (gpuDevices: number): PodRequest => ({
  gpuDevices,
  gpuMilli: gpuDevices === 0 ? 0 : 1000,
  cpuMilli: 1000 * gpuDevices,
  memoryBytes: gib * gpuDevices,
});

const usual = { priority: 50, isPreemptible: true, nodeSelector: {}, tolerations: [] } as const;

const submissionOf = ({ request, pods, ...asked }: Asked): Submission => ({
  ...usual,
  subGroups: [{ name: 'workers', pods: pods ?? 1, request: request ?? cards(1) }],
  ...asked,
});

/** Submits a workload that does not wait yet, as one that somebody holds back. */
export const announce = (snapshot: Snapshot, asked: Asked): void =>
  addWorkload(snapshot, submissionOf(asked));

/** Submits a workload and puts it in its queue. */
export const submit = (snapshot: Snapshot, asked: Asked): void => {
  announce(snapshot, asked);
  addPending(snapshot, asked.id, { queueId: asked.queueId, attempt: 1 });
};

/** Where a pod runs already. */
export interface Place {
  readonly node: number;
  readonly devices: readonly number[];
}

/** A workload of one pod that runs there already. */
export const runOn = (snapshot: Snapshot, asked: Asked, { node, devices }: Place): void => {
  submit(snapshot, asked);
  const gpuMilli = devices.length === 0 ? 0 : 1000;
  const pod = {
    subGroup: 'workers',
    pod: 0,
    nodeId: nodeId(node),
    devices: [...devices],
    gpuMilli,
  };
  bind(snapshot, asked.id, { attempt: 1, pods: [pod], atMs: 0 });
};

/** Fills every card of the pool's nodes with workloads of one card: eight a node, in the order of their ids. */
export const fill = (
  snapshot: Snapshot,
  nodes: number,
  asked: (at: number) => Pick<Asked, 'queueId' | 'priority'>,
): void => {
  for (let at = 0; at < nodes * 8; at += 1) {
    const place = { node: Math.floor(at / 8), devices: [at % 8] };
    runOn(snapshot, { id: `run-${at}`, age: at, ...asked(at) }, place);
  }
};

/** Writes a plan down as its facts would: those who are evicted leave, but are not gone yet. */
export const fold = (snapshot: Snapshot, made: Plan, atMs = 0): void => {
  for (const { workloadId, pods, movesTo } of made.evictions)
    leave(snapshot, workloadId, {
      returns: true,
      ...(pods === undefined ? {} : { pods }),
      ...(movesTo === undefined ? {} : { movesTo }),
    });
  for (const { workloadId, attempt, pods } of made.nominations)
    nominate(snapshot, workloadId, { attempt, pods });
  for (const { workloadId, attempt, pods } of made.placements)
    bind(snapshot, workloadId, { attempt, pods, atMs });
  for (const { workloadId, verdict } of made.verdicts) defer(snapshot, workloadId, verdict._tag);
};

/** Those whom a plan evicted are gone, and wait again. */
export const letGo = (snapshot: Snapshot, made: Plan): void => {
  for (const { workloadId } of made.evictions) release(snapshot, workloadId);
};

/** What something made, and how long that took. @unit ms */
export const timed = <Made>(run: () => Made): { readonly made: Made; readonly ms: number } => {
  const startedMs = performance.now();
  const made = run();
  return { made, ms: performance.now() - startedMs };
};
