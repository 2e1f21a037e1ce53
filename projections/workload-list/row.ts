import { gpuMemoryMibAsked, gpuMilliAsked } from '../../domain/foundation/device-slices.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import type { SubGroup } from '../../domain/foundation/shapes.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import type { RowExtras, WorkloadRow } from './view.ts';

/** The row of a workload that was just submitted. */
export const submittedRow = (
  event: Extract<Recorded<WorkloadEvent>, { readonly type: 'WorkloadSubmitted' }>,
): WorkloadRow => ({
  id: event.subject.id,
  name: event.data.name,
  workloadType: event.data.workloadType,
  projectId: event.data.projectId,
  nodePoolId: event.data.nodePoolId,
  phaseSinceMs: event.atMs,
  priority: event.data.priority,
  isPreemptible: event.data.preemptible,
  subGroups: event.data.subGroups,
  requestedPods: podsOf(event.data.subGroups),
  requestedGpuMilli: gpuMilliOf(event.data.subGroups),
  requestedGpuMemoryMib: gpuMemoryMibOf(event.data.subGroups),
  submittedBy: event.actor,
  submittedAtMs: event.atMs,
  revision: event.revision,
  ...extrasOf(event.data),
  ...untried,
});

type Submitted = Extract<WorkloadEvent, { readonly type: 'WorkloadSubmitted' }>['data'];

/** Written out, so that every row has one shape. */
const extrasOf = (data: Submitted): RowExtras => ({
  labels: data.labels,
  annotations: data.annotations,
  container: data.container,
  backoffLimit: data.backoffLimit,
  timeLimitMs: data.timeLimitMs,
  timeToLiveMs: data.timeToLiveMs,
  replicas:
    data.replicas === undefined ? undefined : { ...data.replicas, desired: podsOf(data.subGroups) },
  clonedFrom: data.clonedFrom,
  gang: data.gang,
  semiPreemptible: data.semiPreemptible,
  nodePoolIds: data.nodePoolIds,
});

/** How many pods sub-groups have in all. */
export const podsOf = (subGroups: readonly SubGroup[]): number => {
  let pods = 0;
  for (const group of subGroups) pods += group.pods;
  return pods;
};

/** What sub-groups ask for in all. @unit thousandths of a card */
export const gpuMilliOf = (subGroups: readonly SubGroup[]): number => {
  let milli = 0;
  for (const { pods, request } of subGroups) milli += pods * gpuMilliAsked(request);
  return milli;
};

/** What sub-groups ask for by memory of GPUs, in all. @unit MiB */
export const gpuMemoryMibOf = (subGroups: readonly SubGroup[]): number => {
  let mib = 0;
  for (const { pods, request } of subGroups) mib += pods * gpuMemoryMibAsked(request);
  return mib;
};

/** What every workload begins with. */
const untried = {
  queueId: '',
  phase: 'Creating',
  allocatedGpuMilli: 0,
  placements: [],
  attempt: 0,
  preemptions: 0,
  interruptions: 0,
  failures: 0,
  startedAtMs: undefined,
  completedAtMs: undefined,
  closedPendingMs: 0,
  closedRunningMs: 0,
  verdict: undefined,
  reason: '',
} as const;
