import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import { podKey } from '../../domain/foundation/gang.ts';
import type { PodName, PodPlacement, PodRequest } from '../../domain/foundation/shapes.ts';
import { type NodeEvent, nodeFacts } from '../../domain/node/events.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import { applyNode } from './nodes.ts';
import type { BoundPod, NodeList, NodeRow, NodeWorkload } from './view.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Row = Mutable<NodeRow>;

const workloadTypes = [
  'WorkloadSubmitted',
  'WorkloadAllocated',
  'WorkloadGrown',
  'WorkloadPodsReleased',
  'WorkloadPodsLost',
  'WorkloadEvicted',
  'WorkloadStopped',
  'WorkloadCompleted',
  'WorkloadFailed',
  'WorkloadRetryScheduled',
  'WorkloadDeleted',
] as const satisfies readonly WorkloadEvent['type'][];

type WorkloadFact = Extract<
  Recorded<WorkloadEvent>,
  { readonly type: (typeof workloadTypes)[number] }
>;
type NodeFact = Recorded<NodeEvent>;

const ofWorkloads: ReadonlySet<string> = new Set(workloadTypes);
const ofNodes: ReadonlySet<string> = new Set(nodeFacts.map((known) => known.type));

/** The facts that the list is made from. */
export const handles: ReadonlySet<string> = new Set([...ofWorkloads, ...ofNodes]);

/** Folds one fact into the list, in place. @cost below 1 µs; for an allocation O(pods) */
export const apply = (view: NodeList, event: Recorded<BerthEvent>): NodeList => {
  if (isOfWorkload(event)) applyWorkload(view, event);
  else if (isOfNode(event)) applyNode(view, event);
  return view;
};

const isOfWorkload = (event: Recorded<BerthEvent>): event is WorkloadFact =>
  ofWorkloads.has(event.type);
const isOfNode = (event: Recorded<BerthEvent>): event is NodeFact => ofNodes.has(event.type);

const applyWorkload = (view: NodeList, event: WorkloadFact): void => {
  const id = event.subject.id;
  if (event.type === 'WorkloadSubmitted') {
    const requests = new Map(event.data.subGroups.map((group) => [group.name, group.request]));
    view.workloads.set(id, { requests, pods: [] });
    return;
  }
  const workload: Mutable<NodeWorkload> | undefined = view.workloads.get(id);
  if (workload === undefined) return;
  switch (event.type) {
    case 'WorkloadAllocated':
    case 'WorkloadGrown':
      workload.pods = [...workload.pods, ...bind(view, workload, event.data.placements)];
      return;
    case 'WorkloadPodsReleased':
    case 'WorkloadPodsLost':
      workload.pods = without(workload.pods, event.data.pods);
      return;
    default:
      for (const pod of workload.pods) occupy(pod, -1);
      workload.pods = [];
  }
  if (hasEnded(event.type)) view.workloads.delete(id);
};

const hasEnded = (type: WorkloadFact['type']): boolean =>
  type === 'WorkloadCompleted' || type === 'WorkloadFailed' || type === 'WorkloadDeleted';

const without = (pods: readonly BoundPod[], names: readonly PodName[]): readonly BoundPod[] => {
  const keys = new Set(names.map(podKey));
  const isGoing = (pod: BoundPod): boolean => keys.has(podKey(pod));
  for (const pod of pods) if (isGoing(pod)) occupy(pod, -1);
  return pods.filter((pod) => !isGoing(pod));
};

const nothing: PodRequest = { gpuDevices: 0, gpuMilli: 0, cpuMilli: 0, memoryBytes: 0 };

const bind = (
  view: NodeList,
  workload: NodeWorkload,
  placements: readonly PodPlacement[],
): readonly BoundPod[] => {
  const pods: BoundPod[] = [];
  for (const placement of placements) {
    const row = view.rows.get(placement.nodeId);
    if (row === undefined) continue;
    const pod = boundPod(placement, row, workload.requests);
    occupy(pod, 1);
    pods.push(pod);
  }
  return pods;
};

/** A pod on a node, with what its sub-group asks for. */
export const boundPod = (
  { subGroup, pod, devices, gpuMilli }: PodPlacement,
  row: NodeRow,
  requests: NodeWorkload['requests'],
): BoundPod => ({
  subGroup,
  pod,
  row,
  request: requests.get(subGroup) ?? nothing,
  devices,
  gpuMilli,
});

/** Puts a pod on its node or takes it off. The row is the one it was put on, even if that node has gone since. */
const occupy = (pod: BoundPod, sign: 1 | -1): void => {
  const row: Row = pod.row;
  row.cpuMilliAllocated += sign * pod.request.cpuMilli;
  row.memoryBytesAllocated += sign * pod.request.memoryBytes;
  row.pods += sign;
  if (pod.devices.length === 0) return;
  row.deviceGpuMilli = row.deviceGpuMilli.map((milli, device) =>
    pod.devices.includes(device) ? milli + sign * pod.gpuMilli : milli,
  );
};
