import {
  addNode,
  addPending,
  addWorkload,
  bind,
  createSnapshot,
  defaultPolicy,
  forget,
  type Placement,
  plan,
  type Policy,
  type Snapshot,
} from '../domain/allocation/index.ts';
import type { NodeSelector } from '../domain/foundation/shapes.ts';
import type { Played } from './openb-loop.ts';
import type { OpenbStream, PodKind } from './openb-stream.ts';
import { open } from './pool.ts';

/** Only placing, as published: nobody leaves, nobody moves, and who does not fit is gone. */
export const openbPolicy = (
  stream: OpenbStream,
  gpuPlacement: 'fgd' | 'berth',
  typicalPods = stream.typical,
): Policy => ({
  ...defaultPolicy,
  version: `openb-${stream.workload}-${gpuPlacement}-${typicalPods.length}`,
  actions: ['allocate'],
  gpuPlacement,
  typicalPods,
  bypassesMax: -1,
});

const modelLabel = 'gpu.model';
const nodeId = (rank: number): string => `node-${String(rank).padStart(5, '0')}`;

/** The nodes of a stream, whose ids are in the order in which ties are broken, and a queue without bounds. */
export const openbPool = (stream: OpenbStream): Snapshot => {
  const snapshot = createSnapshot('openb');
  for (const [rank, node] of stream.nodes.entries())
    addNode(snapshot, { ...node, id: nodeId(rank), labels: { [modelLabel]: node.gpuModel } });
  open(snapshot, { id: 'queue' });
  return snapshot;
};

const selectorOf = ({ models }: PodKind): NodeSelector =>
  models.length === 0 ? {} : { [modelLabel]: [...models] };

/** Submits the pods of a stream from one to another, as workloads of one pod each. */
export const submitPods = (
  snapshot: Snapshot,
  stream: OpenbStream,
  range: { readonly from: number; readonly to: number },
): void => {
  for (let at = range.from; at < range.to; at += 1) {
    const kind = stream.kinds[stream.pods[at] ?? 0];
    if (kind === undefined) continue;
    const { gpuDevices, gpuMilli, cpuMilli, memoryBytes } = kind;
    const request = { gpuDevices, gpuMilli, cpuMilli, memoryBytes };
    addWorkload(snapshot, {
      id: `pod-${at}`,
      age: at + 1,
      priority: 50,
      isPreemptible: true,
      subGroups: [{ name: 'main', pods: 1, request }],
      nodeSelector: selectorOf(kind),
      tolerations: [],
    });
    addPending(snapshot, `pod-${at}`, { queueId: 'queue', attempt: 1 });
  }
};

const emptyPlay = (stream: OpenbStream): Played => ({
  rankOf: new Int32Array(stream.pods.length).fill(-1),
  devicesOf: new Int32Array(stream.pods.length),
});

const note = ({ rankOf, devicesOf }: Played, { workloadId, pods }: Placement): void => {
  const at = Number(workloadId.slice(4));
  const pod = pods[0];
  if (pod === undefined) return;
  rankOf[at] = Number(pod.nodeId.slice(5));
  devicesOf[at] = pod.devices.reduce((bits, device) => bits | (1 << device), 0);
};

/** One plan for each pod, as they come; who does not fit is forgotten at once. */
export const planEach = (snapshot: Snapshot, stream: OpenbStream, policy: Policy): Played => {
  const played = emptyPlay(stream);
  for (let at = 0; at < stream.pods.length; at += 1) {
    submitPods(snapshot, stream, { from: at, to: at + 1 });
    const { placements } = plan(snapshot, policy);
    const [placement] = placements;
    if (placement === undefined) {
      forget(snapshot, `pod-${at}`);
      continue;
    }
    bind(snapshot, placement.workloadId, { attempt: 1, pods: placement.pods, atMs: 0 });
    note(played, placement);
  }
  return played;
};

/** One plan for all pods, who wait already. */
export const planAll = (snapshot: Snapshot, stream: OpenbStream, policy: Policy): Played => {
  const played = emptyPlay(stream);
  for (const placement of plan(snapshot, policy).placements) note(played, placement);
  return played;
};
