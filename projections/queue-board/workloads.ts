import type { Recorded } from '../../domain/foundation/event.ts';
import { gangOf } from '../../domain/foundation/gang.ts';
import type { Amounts, PodPlacement } from '../../domain/foundation/shapes.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import {
  add,
  askedOf,
  asksByMemory,
  byMemoryOf,
  coreOf,
  heldOf,
  least,
  without,
} from './amounts.ts';
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
  WorkloadReassigned: 'pending',
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

/** Facts that leave the stage of a workload as it is, and change what it asks for or holds. */
const sizing = [
  'WorkloadScaled',
  'WorkloadGrown',
  'WorkloadPodsPreempted',
  'WorkloadShrunk',
  'WorkloadPodsLost',
] as const satisfies readonly WorkloadEvent['type'][];

/** The facts that change what workloads count for. */
export type WorkloadFact = Extract<
  Recorded<WorkloadEvent>,
  { readonly type: keyof typeof workloadStages | (typeof sizing)[number] }
>;
type Sizing = Extract<WorkloadFact, { readonly type: (typeof sizing)[number] }>;

const sizingTypes: ReadonlySet<string> = new Set(sizing);
const isSizing = (event: WorkloadFact): event is Sizing => sizingTypes.has(event.type);

/** See `WorkloadFact`. */
export const workloadTypes: ReadonlySet<string> = new Set([
  ...Object.keys(workloadStages),
  ...sizing,
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
  if (isSizing(event)) resize(workload, event);
  else move(workload, event);
  count(view, workload, 1);
  if (hasEnded(event.type)) view.workloads.delete(id);
};

type Submitted = Extract<WorkloadFact, { readonly type: 'WorkloadSubmitted' }>;

const submitted = ({
  subGroups,
  gang,
  replicas,
  preemptible,
  semiPreemptible = false,
}: Submitted['data']): BoardWorkload => {
  const needed = semiPreemptible ? gangOf({ subGroups, gang, replicas }) : undefined;
  return {
    subGroups,
    ...asksOf(subGroups, nowhere),
    placements: nowhere,
    held: noAmounts,
    isPreemptible: preemptible,
    core: needed === undefined ? undefined : coreOf(subGroups, needed),
    stage: 'absent',
    queueId: '',
  };
};

const nowhere: readonly PodPlacement[] = [];

/** What is asked for: what has places as what it holds, memory of GPUs without one beside it. */
const asksOf = (
  subGroups: BoardWorkload['subGroups'],
  placements: readonly PodPlacement[],
): Pick<BoardWorkload, 'asked' | 'askedGpuMemoryMib'> => {
  const asked = askedOf(subGroups);
  if (!asksByMemory(subGroups)) return { asked, askedGpuMemoryMib: 0 };
  const { gpuMilli, mib } = byMemoryOf(subGroups, placements);
  return { asked: { ...asked, gpuMilli: asked.gpuMilli + gpuMilli }, askedGpuMemoryMib: mib };
};

const askAnew = (workload: Mutable<BoardWorkload>): void => {
  const { asked, askedGpuMemoryMib } = asksOf(workload.subGroups, workload.placements);
  workload.asked = asked;
  workload.askedGpuMemoryMib = askedGpuMemoryMib;
};

const move = (
  workload: Mutable<BoardWorkload>,
  event: Exclude<WorkloadFact, Sizing | Submitted>,
): void => {
  workload.stage = workloadStages[event.type];
  if (event.type === 'WorkloadQueued' || event.type === 'WorkloadReassigned')
    workload.queueId = event.data.queueId;
  if (event.type === 'WorkloadAllocated') hold(workload, event.data.placements);
  else if (workload.stage !== 'running') hold(workload, nowhere);
};

const resize = (workload: Mutable<BoardWorkload>, event: Sizing): void => {
  const { placements } = workload;
  switch (event.type) {
    case 'WorkloadScaled':
      return scale(workload, event.data.replicas);
    case 'WorkloadGrown':
      return hold(workload, [...placements, ...event.data.placements]);
    case 'WorkloadPodsPreempted':
    case 'WorkloadShrunk':
    case 'WorkloadPodsLost':
      return hold(workload, without(placements, event.data.pods));
  }
};

/** What leaves counts no more, though it is still there. */
const hold = (workload: Mutable<BoardWorkload>, placements: readonly PodPlacement[]): void => {
  workload.placements = placements;
  workload.held = placements.length === 0 ? noAmounts : heldOf(workload.subGroups, placements);
  if (asksByMemory(workload.subGroups)) askAnew(workload);
};

/** 0 pods are asked for by being stopped. */
const scale = (workload: Mutable<BoardWorkload>, pods: number): void => {
  const [only] = workload.subGroups;
  if (pods === 0 || only === undefined) return;
  workload.subGroups = [{ ...only, pods }];
  askAnew(workload);
};

/** An ended workload never counts again, so that the board holds live ones only. */
const hasEnded = (type: WorkloadFact['type']): boolean =>
  type === 'WorkloadCompleted' || type === 'WorkloadFailed' || type === 'WorkloadDeleted';

/** Adds a workload to the sums of its queue, or takes it out. */
const count = (view: QueueBoard, workload: BoardWorkload, sign: 1 | -1): void => {
  if (workload.stage === 'absent') return;
  const sums: Mutable<QueueSums> = sumsOf(view, workload.queueId);
  add(sums.requested, workload.asked, sign);
  sums.requestedGpuMemoryMib += sign * workload.askedGpuMemoryMib;
  sums[workload.stage] += sign;
  if (workload.stage === 'pending') return;
  add(sums.allocated, workload.held, sign);
  if (!workload.isPreemptible) add(sums.allocatedNonPreemptible, protectedOf(workload), sign);
};

/** What may not be evicted: all that it holds, or its core. */
const protectedOf = ({ core, held }: BoardWorkload): Amounts =>
  core === undefined ? held : least(core, held);

const sumsOf = (view: QueueBoard, queueId: string): QueueSums => {
  const known = view.sums.get(queueId);
  if (known !== undefined) return known;
  const fresh = emptySums();
  view.sums.set(queueId, fresh);
  return fresh;
};
