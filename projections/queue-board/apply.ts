import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import type { Amounts, SubGroup } from '../../domain/foundation/shapes.ts';
import { type QueueEvent, queueFacts } from '../../domain/queue/events.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import { applyNode, type NodeFact, nodeTypes } from './nodes.ts';
import {
  type BoardQueue,
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
  WorkloadDeleted: 'absent',
} as const satisfies Partial<Record<WorkloadEvent['type'], BoardStage>>;

type WorkloadFact = Extract<
  Recorded<WorkloadEvent>,
  { readonly type: keyof typeof workloadStages }
>;
type QueueFact = Recorded<QueueEvent>;

const ofQueues: ReadonlySet<string> = new Set(queueFacts.map((known) => known.type));
const ofWorkloads: ReadonlySet<string> = new Set(Object.keys(workloadStages));

/** The facts that the board is made from. */
export const handles: ReadonlySet<string> = new Set([...ofQueues, ...nodeTypes, ...ofWorkloads]);

/** Folds one fact into the board, in place. @cost well below 1 µs */
export const apply = (view: QueueBoard, event: Recorded<BerthEvent>): QueueBoard => {
  if (isOfWorkload(event)) applyWorkload(view, event);
  else if (isOfQueue(event)) applyQueue(view, event);
  else if (isOfNode(event)) applyNode(view, event);
  return view;
};

const isOfWorkload = (event: Recorded<BerthEvent>): event is WorkloadFact =>
  ofWorkloads.has(event.type);
const isOfQueue = (event: Recorded<BerthEvent>): event is QueueFact => ofQueues.has(event.type);
const isOfNode = (event: Recorded<BerthEvent>): event is NodeFact => nodeTypes.has(event.type);

const applyWorkload = (view: QueueBoard, event: WorkloadFact): void => {
  const id = event.subject.id;
  if (event.type === 'WorkloadSubmitted') {
    const isPreemptible = event.data.preemptible;
    view.workloads.set(id, {
      asked: askedOf(event.data.subGroups),
      isPreemptible,
      stage: 'absent',
      queueId: '',
    });
    return;
  }
  const workload: Mutable<BoardWorkload> | undefined = view.workloads.get(id);
  if (workload === undefined) return;
  count(view, workload, -1);
  workload.stage = workloadStages[event.type];
  if (event.type === 'WorkloadQueued') workload.queueId = event.data.queueId;
  count(view, workload, 1);
  if (hasEnded(event.type)) view.workloads.delete(id);
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

const askedOf = (subGroups: readonly SubGroup[]): Amounts => {
  const asked: Mutable<Amounts> = { ...noAmounts };
  for (const { pods, request } of subGroups) {
    asked.gpuMilli += pods * request.gpuDevices * request.gpuMilli;
    asked.cpuMilli += pods * request.cpuMilli;
    asked.memoryMib += pods * Math.ceil(request.memoryBytes / mibBytes);
  }
  return asked;
};

const applyQueue = (view: QueueBoard, event: QueueFact): void => {
  const id = event.subject.id;
  switch (event.type) {
    case 'QueueOpened':
      view.queues.set(id, { id, openedAt: event.revision, ...event.data });
      return;
    case 'QueueEntitled': {
      const queue: Mutable<BoardQueue> | undefined = view.queues.get(id);
      if (queue !== undefined) queue.entitlements = event.data.entitlements;
      return;
    }
    case 'QueueClosed':
      view.queues.delete(id);
      return;
  }
};
