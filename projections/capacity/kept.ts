import {
  addPending,
  addWorkload,
  bind,
  forget,
  leave,
  nominate,
  noteBroken,
  type Submission,
  type Workload,
} from '../../domain/allocation/index.ts';
import { gangOf, parted } from '../../domain/foundation/gang.ts';
import type { PodName, PodPlacement } from '../../domain/foundation/shapes.ts';
import type { Kept, SubmittedFact } from './kept-workload.ts';
import type { Capacity } from './view.ts';
import type { WorkloadFact } from './workload-types.ts';

/** What the kernel is told of a submission; a member that says nothing is not there at all. */
export const submissionOf = ({ data, subject, revision }: SubmittedFact): Submission => {
  const gang = gangOf(data);
  return {
    id: subject.id,
    age: revision,
    priority: data.priority,
    isPreemptible: data.preemptible,
    subGroups: data.subGroups,
    nodeSelector: data.nodeSelector ?? {},
    tolerations: data.tolerations ?? [],
    ...(gang === undefined ? {} : { gang }),
    ...(data.semiPreemptible === true ? { isSemiPreemptible: true } : {}),
    ...(data.timeLimitMs === undefined ? {} : { maxRunMs: data.timeLimitMs }),
  };
};

/** Keeps the submission of a workload that may ask for another number of pods, or in another pool. */
export const keep = (view: Capacity, fact: SubmittedFact): void => {
  const { replicas, nodePoolIds = [] } = fact.data;
  if (replicas === undefined && nodePoolIds.length < 2) return;
  view.kept.set(fact.subject.id, {
    submission: submissionOf(fact),
    gangSaid: fact.data.gang,
    replicas,
    pods: replicas === undefined ? undefined : fact.data.subGroups[0]?.pods,
    isLeaving: false,
    bound: none,
    leaving: none,
    held: none,
  });
};

const none: readonly PodPlacement[] = [];

/** Follows a kept workload by one fact that the kernel has been told, and lets it ask for what it asks for now. */
export const follow = (view: Capacity, id: string, event: WorkloadFact): void => {
  const kept = view.kept.get(id);
  if (kept === undefined) return;
  if (ending.has(event.type)) {
    view.kept.delete(id);
    return;
  }
  note(kept, event);
  const workload = view.workloads.get(id);
  if (workload !== undefined && !kept.isLeaving) resize(workload, kept);
};

const ending: ReadonlySet<string> = new Set<WorkloadFact['type']>([
  'WorkloadCompleted',
  'WorkloadFailed',
  'WorkloadDeleted',
]);

const note = (kept: Kept, event: WorkloadFact): void => {
  switch (event.type) {
    case 'WorkloadNominated':
      kept.held = event.data.placements;
      return;
    case 'WorkloadAllocated':
    case 'WorkloadGrown':
      kept.bound = [...kept.bound, ...event.data.placements];
      kept.held = none;
      return;
    case 'WorkloadPodsPreempted':
    case 'WorkloadShrunk':
    case 'WorkloadPodsReleased':
    case 'WorkloadPodsLost':
      return notePods(kept, event);
    case 'WorkloadPreempted':
    case 'WorkloadInterrupted':
    case 'WorkloadStopRequested':
    case 'WorkloadDeletionRequested':
      kept.isLeaving = kept.bound.length + kept.leaving.length > 0;
      kept.held = event.type === 'WorkloadPreempted' ? (event.data.movesTo ?? none) : none;
      return;
    case 'WorkloadQueued':
    case 'WorkloadEvicted':
    case 'WorkloadStopped':
    case 'WorkloadRetryScheduled':
      kept.isLeaving = false;
      kept.bound = none;
      kept.leaving = none;
      if (event.type !== 'WorkloadEvicted') kept.held = none;
      return;
    case 'WorkloadScaled':
      if (event.data.replicas > 0) kept.pods = event.data.replicas;
      return;
    default:
      return;
  }
};

type OfPods = Extract<
  WorkloadFact,
  {
    readonly type:
      'WorkloadPodsPreempted' | 'WorkloadShrunk' | 'WorkloadPodsReleased' | 'WorkloadPodsLost';
  }
>;

const notePods = (kept: Kept, event: OfPods): void => {
  const { named, others } = parted(kept.bound, event.data.pods);
  kept.bound = others;
  if (event.type === 'WorkloadPodsPreempted' || event.type === 'WorkloadShrunk') {
    kept.leaving = [...kept.leaving, ...named];
    if (event.type === 'WorkloadPodsPreempted')
      kept.held = [...kept.held, ...(event.data.movesTo ?? none)];
  } else kept.leaving = parted(kept.leaving, event.data.pods).others;
};

/**
 * Lets a workload ask for as many pods as it is to have, or as many as it still has of those that leave.
 *
 * The kernel knows a workload by what it asks for, so one that asks for something else is another workload to it: it is
 * taken out and put in again, as old as it was, with all that it has. One that is scaled to nothing asks for nothing by
 * being stopped.
 */
const resize = (workload: Workload, kept: Kept): void => {
  const [only] = kept.submission.subGroups;
  if (kept.pods === undefined || only === undefined) return;
  const there = [...kept.bound, ...kept.leaving, ...kept.held];
  const pods = there.reduce((most, { pod }) => Math.max(most, pod + 1), kept.pods);
  if (pods === workload.subGroups[0]?.pods) return;
  const subGroups = [{ ...only, pods }];
  const wished = [{ ...only, pods: kept.pods }];
  const gang = gangOf({ subGroups: wished, gang: kept.gangSaid, replicas: kept.replicas });
  putAgain(workload, {
    ...kept,
    submission: { ...kept.submission, subGroups, ...(gang && { gang }) },
  });
};

/** Takes a workload out of its pool and puts it in again as it is now, in that pool or another one. */
export const putAgain = (
  before: Workload,
  kept: Pick<Kept, 'submission' | 'bound' | 'leaving' | 'held'>,
  pool = before.pool,
): void => {
  const { id, queue, attempt, isAsking, askedAtMs, startedAtMs, brokenSinceMs } = before;
  const { bound, leaving, held } = kept;
  const hadHeld = before.held.length > 0;
  forget(before.pool, id);
  addWorkload(pool, kept.submission);
  if (pool !== before.pool || !isAsking || queue === undefined) return;
  addPending(pool, id, { queueId: queue.id, attempt, atMs: askedAtMs });
  if (bound.length + leaving.length > 0) {
    bind(pool, id, { attempt, pods: [...bound, ...leaving], atMs: startedAtMs });
  }
  if (leaving.length > 0) leave(pool, id, { returns: true, pods: namesOf(leaving) });
  // Places that could not be used any more were let go of; no fact says so.
  if (hadHeld && held.length > 0) nominate(pool, id, { attempt, pods: held });
  noteBroken(pool, id, brokenSinceMs);
};

const namesOf = (places: readonly PodPlacement[]): readonly PodName[] =>
  places.map(({ subGroup, pod }) => ({ subGroup, pod }));
