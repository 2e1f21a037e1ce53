import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import type { SubGroup } from '../../domain/foundation/shapes.ts';
import { type WorkloadEvent, workloadFacts } from '../../domain/workload/events.ts';
import { isRunning, type WorkloadList, type WorkloadPhase, type WorkloadRow } from './view.ts';

/** The facts that the list is made from: all that are about workloads. */
export const handles: ReadonlySet<string> = new Set(workloadFacts.map((known) => known.type));

/** Folds one fact into the list, in place. @cost well below 1 µs */
export const apply = (view: WorkloadList, event: Recorded<BerthEvent>): WorkloadList => {
  if (!isHandled(event)) return view;
  if (event.type === 'WorkloadSubmitted') {
    view.rows.set(event.subject.id, submittedRow(event));
    return view;
  }
  const row: Mutable<WorkloadRow> | undefined = view.rows.get(event.subject.id);
  if (row === undefined) return view;
  row.revision = event.revision;
  fold(row, event);
  return view;
};

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Row = Mutable<WorkloadRow>;
type Later = Exclude<Recorded<WorkloadEvent>, { readonly type: 'WorkloadSubmitted' }>;

const isHandled = (event: Recorded<BerthEvent>): event is Recorded<WorkloadEvent> =>
  handles.has(event.type);

const submittedRow = (
  event: Extract<Recorded<WorkloadEvent>, { readonly type: 'WorkloadSubmitted' }>,
): WorkloadRow => ({
  id: event.subject.id,
  name: event.data.name,
  workloadType: event.data.workloadType,
  projectId: event.data.projectId,
  nodePoolId: event.data.nodePoolId,
  queueId: '',
  phase: 'Creating',
  phaseSinceMs: event.atMs,
  priority: event.data.priority,
  isPreemptible: event.data.preemptible,
  subGroups: event.data.subGroups,
  requestedPods: podsOf(event.data.subGroups),
  requestedGpuMilli: gpuMilliOf(event.data.subGroups),
  allocatedGpuMilli: 0,
  placements: [],
  attempt: 0,
  preemptions: 0,
  interruptions: 0,
  submittedBy: event.actor,
  submittedAtMs: event.atMs,
  startedAtMs: undefined,
  completedAtMs: undefined,
  closedPendingMs: 0,
  closedRunningMs: 0,
  verdict: undefined,
  reason: '',
  revision: event.revision,
});

const podsOf = (subGroups: readonly SubGroup[]): number => {
  let pods = 0;
  for (const group of subGroups) pods += group.pods;
  return pods;
};

const gpuMilliOf = (subGroups: readonly SubGroup[]): number => {
  let milli = 0;
  for (const { pods, request } of subGroups) milli += pods * request.gpuDevices * request.gpuMilli;
  return milli;
};

const fold = (row: Row, event: Later): void => {
  switch (event.type) {
    case 'WorkloadQueued':
      row.queueId = event.data.queueId;
      row.attempt = event.data.attempt;
      row.reason = '';
      return enter(row, 'Pending', event.atMs);
    case 'WorkloadDeferred':
      row.verdict = event.data.verdict;
      return;
    case 'WorkloadNominated':
      return;
    case 'WorkloadAllocated':
      row.placements = event.data.placements;
      row.allocatedGpuMilli = row.requestedGpuMilli;
      row.reason = '';
      return enter(row, 'Initializing', event.atMs);
    case 'WorkloadPreempted':
      row.preemptions += 1;
      row.reason = `${event.data.action} for ${event.data.preemptorId}`;
      return enter(row, 'Terminating', event.atMs);
    case 'WorkloadInterrupted':
      row.interruptions += 1;
      row.reason = event.data.reason;
      return enter(row, 'Terminating', event.atMs);
    case 'WorkloadStarted':
      row.startedAtMs ??= event.atMs;
      return enter(row, 'Running', event.atMs);
    case 'WorkloadDegraded':
      row.reason = event.data.reason;
      return enter(row, 'Degraded', event.atMs);
    case 'WorkloadRecovered':
      row.startedAtMs ??= event.atMs;
      row.reason = '';
      return enter(row, 'Running', event.atMs);
    case 'WorkloadCompleted':
    case 'WorkloadFailed':
      return end(row, event);
    case 'WorkloadEvicted':
    case 'WorkloadStopRequested':
    case 'WorkloadStopped':
    case 'WorkloadResumed':
    case 'WorkloadDeletionRequested':
    case 'WorkloadDeleted':
      return leave(row, event);
  }
};

const end = (
  row: Row,
  event: Extract<Later, { readonly type: 'WorkloadCompleted' | 'WorkloadFailed' }>,
): void => {
  row.completedAtMs = event.atMs;
  release(row);
  row.reason = event.type === 'WorkloadFailed' ? event.data.reason : '';
  enter(row, event.type === 'WorkloadFailed' ? 'Failed' : 'Completed', event.atMs);
};

type Leaving = Extract<
  Later,
  {
    readonly type:
      | 'WorkloadEvicted'
      | 'WorkloadStopRequested'
      | 'WorkloadStopped'
      | 'WorkloadResumed'
      | 'WorkloadDeletionRequested'
      | 'WorkloadDeleted';
  }
>;

const leave = (row: Row, event: Leaving): void => {
  switch (event.type) {
    case 'WorkloadEvicted':
      release(row);
      row.attempt = event.data.attempt + 1;
      return enter(row, 'Pending', event.atMs);
    case 'WorkloadStopRequested':
      row.reason = event.data.reason;
      return enter(row, 'Stopping', event.atMs);
    case 'WorkloadStopped':
      release(row);
      return enter(row, 'Stopped', event.atMs);
    case 'WorkloadResumed':
      row.attempt = event.data.attempt;
      row.reason = '';
      return enter(row, 'Resuming', event.atMs);
    case 'WorkloadDeletionRequested':
      row.reason = event.data.reason;
      return enter(row, 'Deleting', event.atMs);
    case 'WorkloadDeleted':
      release(row);
      return enter(row, 'Deleted', event.atMs);
  }
};

const nowhere: WorkloadRow['placements'] = [];

const release = (row: Row): void => {
  row.placements = nowhere;
  row.allocatedGpuMilli = 0;
};

/** Closes the span of the old phase; what only a waiting workload has goes with it. */
const enter = (row: Row, phase: WorkloadPhase, atMs: number): void => {
  if (row.phase === 'Pending') row.closedPendingMs += atMs - row.phaseSinceMs;
  else if (isRunning(row.phase)) row.closedRunningMs += atMs - row.phaseSinceMs;
  row.phase = phase;
  row.phaseSinceMs = atMs;
  row.verdict = undefined;
};
