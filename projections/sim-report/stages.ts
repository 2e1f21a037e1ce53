import type { Recorded } from '../../domain/foundation/event.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { SubGroup } from '../../domain/foundation/shapes.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import { holdMore } from './usage.ts';
import type { ProjectTally, SimTally, SimWorkload } from './view.ts';
import { addWait, noWaits } from './waits.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Somebody submits a workload. */
export const submit = (
  tally: Mutable<SimTally>,
  event: Extract<Recorded<WorkloadEvent>, { readonly type: 'WorkloadSubmitted' }>,
): void => {
  const project = projectOf(tally, event.data.projectId);
  project.workloads += 1;
  tally.submitted += 1;
  tally.workloads.set(event.subject.id, {
    project,
    gpuMilli: gpuMilliOf(event.data.subGroups),
    gpuMilliByPod: gpuMilliByPodOf(event.data.subGroups),
    wish: undefined,
    submittedAtMs: event.atMs,
    stage: 'idle',
    wasAllocated: false,
    isCancelled: false,
    heldSinceMs: 0,
    reason: 'Unjudged',
  });
};

const projectOf = (tally: SimTally, id: string): Mutable<ProjectTally> => {
  const known = tally.projects.get(id);
  if (known !== undefined) return known;
  const fresh = { id, workloads: 0, preemptions: 0, waits: noWaits(), heldMilliMs: 0n };
  tally.projects.set(id, fresh);
  return fresh;
};

const gpuMilliOf = (subGroups: readonly SubGroup[]): number => {
  let milli = 0;
  for (const { pods, request } of subGroups) milli += pods * request.gpuDevices * request.gpuMilli;
  return milli;
};

/** Every sub-group of one that can be scaled is the only one. */
const gpuMilliByPodOf = ([only]: readonly SubGroup[]): number =>
  only === undefined ? 0 : only.request.gpuDevices * only.request.gpuMilli;

/** Another number of pods is asked for: at once, or once the workload holds none any more. */
export const scale = (workload: Mutable<SimWorkload>, replicas: number): void => {
  workload.wish = replicas;
  if (workload.stage !== 'holding') askAsScaled(workload);
};

/** 0 pods are asked for by being stopped. */
const askAsScaled = (workload: Mutable<SimWorkload>): void => {
  const { wish, gpuMilliByPod } = workload;
  if (wish === undefined) return;
  workload.wish = undefined;
  if (wish > 0) workload.gpuMilli = wish * gpuMilliByPod;
};

/** A workload waits for its devices. */
export const wait = (workload: Mutable<SimWorkload>): void => {
  workload.stage = 'pending';
  workload.reason = 'Unjudged';
};

/** A waiting workload is told its first obstacle. */
export const judge = (workload: Mutable<SimWorkload>, reason: string): void => {
  workload.reason = reason;
};

/** A workload gets its devices; its first wait is over. */
export const allocate = (
  tally: SimTally,
  workload: Mutable<SimWorkload>,
  atMs: InstantMs,
): void => {
  if (!workload.wasAllocated) addWait(workload.project.waits, atMs - workload.submittedAtMs);
  workload.wasAllocated = true;
  workload.stage = 'holding';
  workload.heldSinceMs = atMs;
  holdMore(tally.usage, atMs, workload.gpuMilli);
};

/** A workload is told to leave its devices for another. */
export const preempt = (tally: SimTally, workload: SimWorkload, action: string): void => {
  const project: Mutable<ProjectTally> = workload.project;
  project.preemptions += 1;
  tally.preemptions.set(action, (tally.preemptions.get(action) ?? 0) + 1);
};

/** Somebody asks a workload to stop or to go: it waits no more, and keeps what it holds until its pods have gone. */
export const ask = (
  tally: Mutable<SimTally>,
  workload: Mutable<SimWorkload>,
  isDeletion: boolean,
): void => {
  if (workload.stage === 'pending') workload.stage = 'idle';
  if (!isDeletion || workload.isCancelled) return;
  workload.isCancelled = true;
  tally.cancelled += 1;
};

/** The last pod of a workload has left its devices. */
export const release = (tally: SimTally, workload: Mutable<SimWorkload>, atMs: InstantMs): void => {
  if (workload.stage === 'holding') {
    const project: Mutable<ProjectTally> = workload.project;
    project.heldMilliMs += BigInt(workload.gpuMilli) * BigInt(atMs - workload.heldSinceMs);
    holdMore(tally.usage, atMs, -workload.gpuMilli);
  }
  workload.stage = 'idle';
  askAsScaled(workload);
};
