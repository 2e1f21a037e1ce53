import type { Recorded } from '../../domain/foundation/event.ts';
import { parted } from '../../domain/foundation/gang.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { PodPlacement } from '../../domain/foundation/shapes.ts';
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
    pods: nowhere,
    gpuMilli: 0,
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

const nowhere: readonly PodPlacement[] = [];

const gpuMilliOf = (pods: readonly PodPlacement[]): number => {
  let milli = 0;
  for (const { devices, gpuMilli } of pods) milli += devices.length * gpuMilli;
  return milli;
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
  { data, atMs }: Extract<Recorded<WorkloadEvent>, { readonly type: 'WorkloadAllocated' }>,
): void => {
  if (!workload.wasAllocated) addWait(workload.project.waits, atMs - workload.submittedAtMs);
  workload.wasAllocated = true;
  workload.stage = 'holding';
  hold(tally, workload, { pods: data.placements, atMs });
};

/** From now on a workload has these pods and no others. */
const hold = (
  tally: SimTally,
  workload: Mutable<SimWorkload>,
  { pods, atMs }: { readonly pods: readonly PodPlacement[]; readonly atMs: InstantMs },
): void => {
  const { gpuMilli: before, heldSinceMs } = workload;
  const project: Mutable<ProjectTally> = workload.project;
  if (before > 0) project.heldMilliMs += BigInt(before) * BigInt(atMs - heldSinceMs);
  workload.pods = pods;
  workload.gpuMilli = gpuMilliOf(pods);
  workload.heldSinceMs = atMs;
  holdMore(tally.usage, atMs, workload.gpuMilli - before);
};

/** Single pods come or go while the others stay. */
export const movePods = (
  tally: SimTally,
  workload: Mutable<SimWorkload>,
  event: Extract<
    Recorded<WorkloadEvent>,
    { readonly type: 'WorkloadGrown' | 'WorkloadPodsReleased' | 'WorkloadPodsLost' }
  >,
): void => {
  const { atMs } = event;
  const pods =
    event.type === 'WorkloadGrown'
      ? [...workload.pods, ...event.data.placements]
      : parted(workload.pods, event.data.pods).others;
  hold(tally, workload, { pods, atMs });
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
  if (workload.stage === 'holding') hold(tally, workload, { pods: nowhere, atMs });
  workload.stage = 'idle';
};
