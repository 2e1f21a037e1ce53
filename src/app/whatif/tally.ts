import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { parted } from '../../../domain/foundation/gang.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { PodPlacement } from '../../../domain/foundation/shapes.ts';
import type { Node } from '../../../domain/node/index.ts';
import { occupiedBy, type Workload } from '../../../domain/workload/index.ts';
import type { Brain } from '../brain.ts';
import type { RestartLoss } from './history.ts';

/** What became of a workload; `waiting`, `running` and `idle` are so at the horizon. */
export type Outcome =
  'waiting' | 'running' | 'idle' | 'completed' | 'failed' | 'stopped' | 'deleted';

/** The course of one workload in one telling, from the fork on. */
export interface Course {
  queueId: string;
  readonly submittedAtMs: InstantMs;
  /** Whether it had pods before the fork: then its wait is no matter of the fork. */
  readonly hadPods: boolean;
  firstAtMs: InstantMs | undefined;
  endedAtMs: InstantMs | undefined;
  outcome: Outcome;
  preemptions: number;
  pods: readonly PodPlacement[];
  gpuMilli: number;
  sinceMs: InstantMs;
  heldMilliMs: bigint;
  /** Held for nothing because of evictions and interruptions. */
  lostMilliMs: bigint;
  leavesFromMs: InstantMs | undefined;
  wasCut: boolean;
}

/** One telling of what happened from the fork on: as it was recorded, or as it was played. */
export interface Tally {
  readonly restartLossMs: RestartLoss;
  readonly courses: Map<string, Course>;
  readonly nodes: Map<string, { readonly gpuMilli: number; isReady: boolean }>;
  preemptions: Record<string, number>;
  interruptions: number;
  capacityMilli: number;
  capacityMilliMs: bigint;
  atMs: InstantMs;
  facts: number;
}

const noPods: readonly PodPlacement[] = [];

/** What a telling begins with. */
export interface Beginning {
  readonly fromMs: InstantMs;
  /** Of those that had no pods by the fork. */
  readonly submittedAt: ReadonlyMap<string, InstantMs>;
  readonly restartLossMs: RestartLoss;
}

/** Begins to tell, with a brain at the fork. */
export const tallyAt = (brain: Brain, { fromMs, submittedAt, restartLossMs }: Beginning): Tally => {
  const tally: Tally = {
    restartLossMs,
    courses: new Map(),
    nodes: new Map(),
    preemptions: {},
    interruptions: 0,
    capacityMilli: 0,
    capacityMilliMs: 0n,
    atMs: fromMs,
    facts: 0,
  };
  for (const [id, { state }] of brain.states.byKind.workload) {
    const course = courseAt(state as Workload, fromMs, submittedAt.get(id));
    if (course !== undefined) tally.courses.set(id, course);
  }
  for (const [id, standing] of brain.states.byKind.node) {
    const state = standing.state as Node;
    if (!('description' in state)) continue;
    const gpuMilli = state.description.gpuCount * 1000;
    addNode(tally, id, gpuMilli);
    if (state.phase === 'Lost') turnNode(tally, id, false);
  }
  return tally;
};

const courseAt = (
  state: Workload,
  fromMs: InstantMs,
  submittedAtMs: InstantMs | undefined,
): Course | undefined => {
  if (!('projectId' in state)) return undefined;
  const pods = occupiedBy(state) ?? noPods;
  const queueId = 'queueId' in state ? state.queueId : `${state.projectId}@${state.nodePoolId}`;
  const isLeaving = pods.length > 0 && !boundPhases.has(state.phase);
  return {
    ...freshCourse(queueId, submittedAtMs ?? fromMs),
    hadPods: submittedAtMs === undefined,
    outcome: pods.length > 0 ? 'running' : state.phase === 'Pending' ? 'waiting' : 'idle',
    pods,
    gpuMilli: gpuMilliOf(pods),
    sinceMs: fromMs,
    leavesFromMs: isLeaving ? fromMs : undefined,
  };
};

const boundPhases: ReadonlySet<string> = new Set(['Initializing', 'Running', 'Degraded']);

const freshCourse = (queueId: string, submittedAtMs: InstantMs): Course => ({
  queueId,
  submittedAtMs,
  hadPods: false,
  firstAtMs: undefined,
  endedAtMs: undefined,
  outcome: 'idle',
  preemptions: 0,
  pods: noPods,
  gpuMilli: 0,
  sinceMs: submittedAtMs,
  heldMilliMs: 0n,
  lostMilliMs: 0n,
  leavesFromMs: undefined,
  wasCut: false,
});

const gpuMilliOf = (pods: readonly PodPlacement[]): number => {
  let milli = 0;
  for (const { devices, gpuMilli } of pods) milli += devices.length * gpuMilli;
  return milli;
};

/** Tells one more fact; they come in log order. */
export const tell = (tally: Tally, fact: BerthRecorded): void => {
  tally.facts += 1;
  if (fact.subject.kind === 'workload') tellWorkload(tally, fact);
  else if (fact.subject.kind === 'node') tellNode(tally, fact);
};

const tellNode = (tally: Tally, fact: BerthRecorded): void => {
  const { id } = fact.subject;
  passTo(tally, fact.atMs);
  if (fact.type === 'NodeJoined') addNode(tally, id, fact.data.gpuCount * 1000);
  else if (fact.type === 'NodeReturned') turnNode(tally, id, true);
  else if (fact.type === 'NodeLost' || fact.type === 'NodeRemoved') turnNode(tally, id, false);
};

const passTo = (tally: Tally, atMs: InstantMs): void => {
  if (atMs <= tally.atMs) return;
  tally.capacityMilliMs += BigInt(atMs - tally.atMs) * BigInt(tally.capacityMilli);
  tally.atMs = atMs;
};

const addNode = (tally: Tally, id: string, gpuMilli: number): void => {
  turnNode(tally, id, false);
  tally.nodes.set(id, { gpuMilli, isReady: false });
  turnNode(tally, id, true);
};

const turnNode = (tally: Tally, id: string, isReady: boolean): void => {
  const node = tally.nodes.get(id);
  if (node === undefined || node.isReady === isReady) return;
  node.isReady = isReady;
  tally.capacityMilli += isReady ? node.gpuMilli : -node.gpuMilli;
};

const tellWorkload = (tally: Tally, fact: BerthRecorded): void => {
  const { atMs } = fact;
  if (fact.type === 'WorkloadSubmitted') {
    const { projectId, nodePoolId } = fact.data;
    tally.courses.set(fact.subject.id, freshCourse(`${projectId}@${nodePoolId}`, atMs));
    return;
  }
  const course = tally.courses.get(fact.subject.id);
  if (course === undefined) return;
  switch (fact.type) {
    case 'WorkloadQueued':
    case 'WorkloadReassigned':
      course.queueId = fact.data.queueId;
      course.outcome = 'waiting';
      return;
    case 'WorkloadAllocated':
      course.firstAtMs ??= atMs;
      course.outcome = 'running';
      return hold(course, fact.data.placements, atMs);
    case 'WorkloadGrown':
      return hold(course, [...course.pods, ...fact.data.placements], atMs);
    case 'WorkloadPodsReleased':
    case 'WorkloadPodsLost':
      return hold(course, parted(course.pods, fact.data.pods).others, atMs);
    case 'WorkloadStarted':
      return makeUp(tally, course, atMs);
    default:
      return tellEnd(tally, course, fact);
  }
};

/** Facts by which pods leave, or a workload ends. */
const tellEnd = (tally: Tally, course: Course, fact: BerthRecorded): void => {
  const { atMs } = fact;
  switch (fact.type) {
    case 'WorkloadPreempted':
    case 'WorkloadPodsPreempted':
      course.preemptions += 1;
      tally.preemptions[fact.data.action] = (tally.preemptions[fact.data.action] ?? 0) + 1;
      if (fact.type === 'WorkloadPreempted') course.leavesFromMs = atMs;
      return;
    case 'WorkloadInterrupted':
      tally.interruptions += 1;
      course.leavesFromMs = atMs;
      return;
    case 'WorkloadEvicted':
      if (course.leavesFromMs !== undefined) lose(course, atMs - course.leavesFromMs);
      course.wasCut = true;
      return leave(course, atMs, 'waiting');
    case 'WorkloadRetryScheduled':
    case 'WorkloadResumed':
      return leave(course, atMs, 'idle');
    case 'WorkloadStopped':
      return leave(course, atMs, 'stopped');
    case 'WorkloadCompleted':
    case 'WorkloadFailed':
      course.endedAtMs = atMs;
      return leave(course, atMs, fact.type === 'WorkloadCompleted' ? 'completed' : 'failed');
    case 'WorkloadDeleted':
      if (course.endedAtMs !== undefined) return;
      course.endedAtMs = atMs;
      return leave(course, atMs, 'deleted');
    default:
      return;
  }
};

const hold = (course: Course, pods: readonly PodPlacement[], atMs: InstantMs): void => {
  course.heldMilliMs += BigInt(course.gpuMilli) * BigInt(Math.max(0, atMs - course.sinceMs));
  course.pods = pods;
  course.gpuMilli = gpuMilliOf(pods);
  course.sinceMs = atMs;
};

const leave = (course: Course, atMs: InstantMs, outcome: Outcome): void => {
  hold(course, noPods, atMs);
  course.outcome = outcome;
  course.leavesFromMs = undefined;
};

/** One that was cut short has started again: what it held until then, and what it repeats, is lost. */
const makeUp = ({ restartLossMs }: Tally, course: Course, atMs: InstantMs): void => {
  if (!course.wasCut) return;
  const devices = course.pods.reduce((sum, pod) => sum + pod.devices.length, 0);
  lose(course, atMs - course.sinceMs + restartLossMs(devices));
  course.wasCut = false;
};

const lose = (course: Course, ms: number): void => {
  course.lostMilliMs += BigInt(course.gpuMilli) * BigInt(Math.max(0, ms));
};

/** Tells that nothing more happens up to the horizon. */
export const closeTally = (tally: Tally, untilMs: InstantMs): void => {
  passTo(tally, untilMs);
  for (const course of tally.courses.values()) hold(course, course.pods, untilMs);
};
