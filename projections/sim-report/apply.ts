import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { SubGroup } from '../../domain/foundation/shapes.ts';
import type { NodeEvent } from '../../domain/node/events.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import { addCapacity, holdMore } from './usage.ts';
import type { ProjectTally, SimNode, SimTally, SimWorkload } from './view.ts';
import { addWait, noWaits } from './waits.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const workloadTypes = [
  'WorkloadSubmitted',
  'WorkloadQueued',
  'WorkloadDeferred',
  'WorkloadAllocated',
  'WorkloadPreempted',
  'WorkloadInterrupted',
  'WorkloadEvicted',
  'WorkloadCompleted',
  'WorkloadFailed',
  'WorkloadStopRequested',
  'WorkloadStopped',
  'WorkloadDeletionRequested',
  'WorkloadDeleted',
] as const satisfies readonly WorkloadEvent['type'][];
const nodeTypes = [
  'NodeJoined',
  'NodeLost',
  'NodeReturned',
  'NodeRemoved',
] as const satisfies readonly NodeEvent['type'][];

type WorkloadFact = Extract<
  Recorded<WorkloadEvent>,
  { readonly type: (typeof workloadTypes)[number] }
>;
type NodeFact = Extract<Recorded<NodeEvent>, { readonly type: (typeof nodeTypes)[number] }>;

const ofWorkloads: ReadonlySet<string> = new Set(workloadTypes);
const ofNodes: ReadonlySet<string> = new Set(nodeTypes);

/** The facts that the report is made from. */
export const handles: ReadonlySet<string> = new Set([...ofWorkloads, ...ofNodes]);

/** Folds one fact into the tally, in place. @cost below 1 µs */
export const apply = (view: SimTally, event: Recorded<BerthEvent>): SimTally => {
  const tally: Mutable<SimTally> = view;
  if (isOfWorkload(event)) applyWorkload(tally, event);
  else if (isOfNode(event)) applyNode(tally, event);
  else return view;
  if (event.atMs > tally.endMs) tally.endMs = event.atMs;
  return view;
};

const isOfWorkload = (event: Recorded<BerthEvent>): event is WorkloadFact =>
  ofWorkloads.has(event.type);
const isOfNode = (event: Recorded<BerthEvent>): event is NodeFact => ofNodes.has(event.type);

const applyWorkload = (tally: Mutable<SimTally>, event: WorkloadFact): void => {
  if (event.type === 'WorkloadSubmitted') return submit(tally, event);
  const workload: Mutable<SimWorkload> | undefined = tally.workloads.get(event.subject.id);
  if (workload === undefined) return;
  switch (event.type) {
    case 'WorkloadQueued':
      return wait(workload);
    case 'WorkloadDeferred':
      workload.reason = event.data.verdict._tag;
      return;
    case 'WorkloadAllocated':
      return allocate(tally, workload, event.atMs);
    case 'WorkloadPreempted':
      return preempt(tally, workload, event.data.action);
    case 'WorkloadInterrupted':
      tally.interruptions += 1;
      return;
    case 'WorkloadStopRequested':
    case 'WorkloadDeletionRequested':
      return ask(tally, workload, event.type === 'WorkloadDeletionRequested');
    case 'WorkloadEvicted':
      release(tally, workload, event.atMs);
      return wait(workload);
    case 'WorkloadStopped':
      return release(tally, workload, event.atMs);
    case 'WorkloadCompleted':
    case 'WorkloadFailed':
    case 'WorkloadDeleted':
      if (event.type === 'WorkloadCompleted') tally.completed += 1;
      if (event.type === 'WorkloadFailed') tally.failed += 1;
      release(tally, workload, event.atMs);
      tally.workloads.delete(event.subject.id);
      return;
  }
};

const submit = (
  tally: Mutable<SimTally>,
  event: Extract<WorkloadFact, { readonly type: 'WorkloadSubmitted' }>,
): void => {
  const project = projectOf(tally, event.data.projectId);
  project.workloads += 1;
  tally.submitted += 1;
  tally.workloads.set(event.subject.id, {
    project,
    gpuMilli: gpuMilliOf(event.data.subGroups),
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

const wait = (workload: Mutable<SimWorkload>): void => {
  workload.stage = 'pending';
  workload.reason = 'Unjudged';
};

const allocate = (tally: SimTally, workload: Mutable<SimWorkload>, atMs: InstantMs): void => {
  if (!workload.wasAllocated) addWait(workload.project.waits, atMs - workload.submittedAtMs);
  workload.wasAllocated = true;
  workload.stage = 'holding';
  workload.heldSinceMs = atMs;
  holdMore(tally.usage, atMs, workload.gpuMilli);
};

const preempt = (tally: SimTally, workload: SimWorkload, action: string): void => {
  const project: Mutable<ProjectTally> = workload.project;
  project.preemptions += 1;
  tally.preemptions.set(action, (tally.preemptions.get(action) ?? 0) + 1);
};

/** Somebody asks a workload to stop or to go: it waits no more, and keeps what it holds until its pods have gone. */
const ask = (
  tally: Mutable<SimTally>,
  workload: Mutable<SimWorkload>,
  isDeletion: boolean,
): void => {
  if (workload.stage === 'pending') workload.stage = 'idle';
  if (!isDeletion || workload.isCancelled) return;
  workload.isCancelled = true;
  tally.cancelled += 1;
};

const release = (tally: SimTally, workload: Mutable<SimWorkload>, atMs: InstantMs): void => {
  if (workload.stage === 'holding') {
    const project: Mutable<ProjectTally> = workload.project;
    project.heldMilliMs += BigInt(workload.gpuMilli) * BigInt(atMs - workload.heldSinceMs);
    holdMore(tally.usage, atMs, -workload.gpuMilli);
  }
  workload.stage = 'idle';
};

const applyNode = (tally: Mutable<SimTally>, event: NodeFact): void => {
  const id = event.subject.id;
  if (event.type === 'NodeJoined') {
    const gpuMilli = event.data.gpuCount * 1000;
    tally.nodes.set(id, { gpuMilli, isReady: true });
    addCapacity(tally.usage, event.atMs, gpuMilli);
    return;
  }
  const node: Mutable<SimNode> | undefined = tally.nodes.get(id);
  if (node === undefined) return;
  const isReady = event.type === 'NodeReturned';
  if (event.type === 'NodeLost') tally.nodeLosses += 1;
  if (event.type === 'NodeRemoved') tally.nodes.delete(id);
  if (isReady === node.isReady) return;
  node.isReady = isReady;
  addCapacity(tally.usage, event.atMs, isReady ? node.gpuMilli : -node.gpuMilli);
};
