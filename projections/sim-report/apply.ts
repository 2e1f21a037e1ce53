import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import { applyNode, type NodeFact, nodeTypes } from './nodes.ts';
import { allocate, ask, judge, movePods, preempt, release, submit, wait } from './stages.ts';
import type { SimTally, SimWorkload } from './view.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const workloadTypes = [
  'WorkloadSubmitted',
  'WorkloadQueued',
  'WorkloadReassigned',
  'WorkloadDeferred',
  'WorkloadAllocated',
  'WorkloadGrown',
  'WorkloadPodsReleased',
  'WorkloadPodsLost',
  'WorkloadPreempted',
  'WorkloadPodsPreempted',
  'WorkloadInterrupted',
  'WorkloadEvicted',
  'WorkloadCompleted',
  'WorkloadFailed',
  'WorkloadRetryScheduled',
  'WorkloadStopRequested',
  'WorkloadStopped',
  'WorkloadDeletionRequested',
  'WorkloadDeleted',
] as const satisfies readonly WorkloadEvent['type'][];
type WorkloadFact = Extract<
  Recorded<WorkloadEvent>,
  { readonly type: (typeof workloadTypes)[number] }
>;

const ofWorkloads: ReadonlySet<string> = new Set(workloadTypes);

/** The facts that the report is made from. */
export const handles: ReadonlySet<string> = new Set([...ofWorkloads, ...nodeTypes]);

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
const isOfNode = (event: Recorded<BerthEvent>): event is NodeFact => nodeTypes.has(event.type);

const applyWorkload = (tally: Mutable<SimTally>, event: WorkloadFact): void => {
  if (event.type === 'WorkloadSubmitted') return submit(tally, event);
  const workload: Mutable<SimWorkload> | undefined = tally.workloads.get(event.subject.id);
  if (workload === undefined) return;
  if (isLeaving(event)) return leave(tally, workload, event);
  switch (event.type) {
    case 'WorkloadQueued':
    case 'WorkloadReassigned':
      return wait(workload);
    case 'WorkloadDeferred':
      return judge(workload, event.data.verdict._tag);
    case 'WorkloadAllocated':
      return allocate(tally, workload, event);
    case 'WorkloadGrown':
    case 'WorkloadPodsReleased':
    case 'WorkloadPodsLost':
      return movePods(tally, workload, event);
    case 'WorkloadPreempted':
    case 'WorkloadPodsPreempted':
      return preempt(tally, workload, event.data.action);
    case 'WorkloadStopRequested':
    case 'WorkloadDeletionRequested':
      return ask(tally, workload, event.type === 'WorkloadDeletionRequested');
  }
};

const leavingTypes = [
  'WorkloadInterrupted',
  'WorkloadEvicted',
  'WorkloadStopped',
  'WorkloadCompleted',
  'WorkloadFailed',
  'WorkloadRetryScheduled',
  'WorkloadDeleted',
] as const satisfies readonly WorkloadEvent['type'][];
type Leaving = Extract<WorkloadFact, { readonly type: (typeof leavingTypes)[number] }>;

const leaving: ReadonlySet<string> = new Set(leavingTypes);
const isLeaving = (event: WorkloadFact): event is Leaving => leaving.has(event.type);

const leave = (tally: Mutable<SimTally>, workload: Mutable<SimWorkload>, event: Leaving): void => {
  if (event.type === 'WorkloadInterrupted') {
    tally.interruptions += 1;
    return;
  }
  release(tally, workload, event.atMs);
  if (event.type === 'WorkloadEvicted') return wait(workload);
  if (event.type === 'WorkloadRetryScheduled') tally.retries += 1;
  if (event.type === 'WorkloadStopped' || event.type === 'WorkloadRetryScheduled') return;
  if (event.type === 'WorkloadCompleted') tally.completed += 1;
  if (event.type === 'WorkloadFailed') tally.failed += 1;
  tally.workloads.delete(event.subject.id);
};
