import type { Recorded } from '../../domain/foundation/event.ts';
import type { Amounts, SubGroup } from '../../domain/foundation/shapes.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import {
  type BoardStage,
  type BoardWorkload,
  emptySums,
  noAmounts,
  type QueueBoard,
  type QueueSums,
} from './view.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const workloadStages = {
  WorkloadSubmitted: 'absent',
  WorkloadQueued: 'pending',
  WorkloadAllocated: 'initializing',
  WorkloadStarted: 'running',
  WorkloadDegraded: 'running',
  WorkloadPreempted: 'absent',
  WorkloadInterrupted: 'absent',
  WorkloadEvicted: 'pending',
  WorkloadStopRequested: 'absent',
  WorkloadDeletionRequested: 'absent',
  WorkloadCompleted: 'absent',
  WorkloadFailed: 'absent',
  WorkloadRetryScheduled: 'absent',
  WorkloadDeleted: 'absent',
} as const satisfies Partial<Record<WorkloadEvent['type'], BoardStage>>;

/** The facts that change what workloads count for. */
export type WorkloadFact = Extract<
  Recorded<WorkloadEvent>,
  { readonly type: keyof typeof workloadStages | 'WorkloadScaled' }
>;

/** See `WorkloadFact`. */
export const workloadTypes: ReadonlySet<string> = new Set([
  ...Object.keys(workloadStages),
  'WorkloadScaled',
]);

/** Folds one fact about a workload into the board, in place. */
export const applyWorkload = (view: QueueBoard, event: WorkloadFact): void => {
  const id = event.subject.id;
  if (event.type === 'WorkloadSubmitted') {
    view.workloads.set(id, submitted(event.data));
    return;
  }
  const workload: Mutable<BoardWorkload> | undefined = view.workloads.get(id);
  if (workload === undefined) return;
  count(view, workload, -1);
  if (event.type === 'WorkloadScaled') workload.wish = event.data.replicas;
  else workload.stage = workloadStages[event.type];
  if (event.type === 'WorkloadQueued') workload.queueId = event.data.queueId;
  if (workload.wish !== undefined) askAsScaled(workload);
  count(view, workload, 1);
  if (hasEnded(event.type)) view.workloads.delete(id);
};

const submitted = (
  data: Extract<WorkloadFact, { readonly type: 'WorkloadSubmitted' }>['data'],
): BoardWorkload => ({
  asked: askedOf(data.subGroups, undefined),
  askedByPod: data.replicas === undefined ? undefined : askedOf(data.subGroups, 1),
  wish: undefined,
  isPreemptible: data.preemptible,
  stage: 'absent',
  queueId: '',
});

/** One that counts as holding goes on counting for what it holds; 0 pods are asked for by being stopped. */
const askAsScaled = (workload: Mutable<BoardWorkload>): void => {
  const { wish, askedByPod, stage } = workload;
  if (stage === 'initializing' || stage === 'running') return;
  workload.wish = undefined;
  if (wish === undefined || wish === 0 || askedByPod === undefined) return;
  workload.asked = {
    gpuMilli: wish * askedByPod.gpuMilli,
    cpuMilli: wish * askedByPod.cpuMilli,
    memoryMib: wish * askedByPod.memoryMib,
  };
};

/** An ended workload never counts again, so that the board holds live ones only. */
const hasEnded = (type: WorkloadFact['type']): boolean =>
  type === 'WorkloadCompleted' || type === 'WorkloadFailed' || type === 'WorkloadDeleted';

/** Adds a workload to the sums of its queue, or takes it out. */
const count = (view: QueueBoard, workload: BoardWorkload, sign: 1 | -1): void => {
  if (workload.stage === 'absent') return;
  const sums: Mutable<QueueSums> = sumsOf(view, workload.queueId);
  add(sums.requested, workload.asked, sign);
  sums[workload.stage] += sign;
  if (workload.stage === 'pending') return;
  add(sums.allocated, workload.asked, sign);
  if (!workload.isPreemptible) add(sums.allocatedNonPreemptible, workload.asked, sign);
};

const sumsOf = (view: QueueBoard, queueId: string): QueueSums => {
  const known = view.sums.get(queueId);
  if (known !== undefined) return known;
  const fresh = emptySums();
  view.sums.set(queueId, fresh);
  return fresh;
};

const add = (to: Mutable<Amounts>, what: Amounts, sign: 1 | -1): void => {
  to.gpuMilli += sign * what.gpuMilli;
  to.cpuMilli += sign * what.cpuMilli;
  to.memoryMib += sign * what.memoryMib;
};

const mibBytes = 1_048_576;

/** What sub-groups ask for with all their pods, or with so many of each. */
const askedOf = (subGroups: readonly SubGroup[], podsOfEach: number | undefined): Amounts => {
  const asked: Mutable<Amounts> = { ...noAmounts };
  for (const { pods: podsAsked, request } of subGroups) {
    const pods = podsOfEach ?? podsAsked;
    asked.gpuMilli += pods * request.gpuDevices * request.gpuMilli;
    asked.cpuMilli += pods * request.cpuMilli;
    asked.memoryMib += pods * Math.ceil(request.memoryBytes / mibBytes);
  }
  return asked;
};
