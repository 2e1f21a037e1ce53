import {
  addPending,
  addWorkload,
  bind,
  defer,
  forget,
  leave,
  type Leaving,
  nominate,
  noteBroken,
  release,
  type Snapshot,
} from '../../domain/allocation/index.ts';
import type { BerthEvent, BerthRecorded } from '../../domain/catalogue/events.ts';
import { follow, keep, putAgain, submissionOf } from './kept.ts';
import type { SubmittedFact } from './kept-workload.ts';
import { noteArrival, noteRun } from './past.ts';
import { bookQueues } from './usage.ts';
import type { WorkloadFact } from './workload-types.ts';
import { type Capacity, poolOf } from './view.ts';

type Fact<Type extends BerthEvent['type']> = Extract<BerthRecorded, { readonly type: Type }>;

/** A workload is known from its submission on. */
export const applySubmitted = (view: Capacity, fact: SubmittedFact): void => {
  addWorkload(poolOf(view, fact.data.nodePoolId), submissionOf(fact));
  keep(view, fact);
};

/**
 * Moves a workload, and notes whether the next plan may say something new. Verdicts, evictions and held places of the
 * kernel itself do not let it: what they lead to comes as a fact of its own. Placements do, since they lift queues above
 * their shares.
 */
export const applyWorkload = (view: Capacity, event: WorkloadFact): void => {
  const { id } = event.subject;
  const workload = view.workloads.get(id);
  if (workload === undefined) return;
  const { pool, queue } = workload;
  if (queue !== undefined && event.type !== 'WorkloadDeferred') {
    bookQueues(view, pool, { queueId: queue.id, atMs: event.atMs });
  }
  noteRun(view, workload, event);
  if (event.type === 'WorkloadQueued')
    noteArrival(view, workload, { ...event.data, atMs: event.atMs });
  if (event.type === 'WorkloadReassigned') return reassign(view, event);
  if (applyTo(pool, id, event)) view.changed.add(pool.nodePoolId);
  if (view.kept.size > 0) follow(view, id, event);
};

/** Waits in another pool, as old as it was; both may be planned otherwise now. */
const reassign = (view: Capacity, event: Fact<'WorkloadReassigned'>): void => {
  const { subject, data, atMs } = event;
  const { id } = subject;
  const workload = view.workloads.get(id);
  const kept = view.kept.get(id);
  if (workload === undefined || kept === undefined) return;
  view.changed.add(workload.pool.nodePoolId);
  const pool = poolOf(view, data.nodePoolId);
  putAgain(workload, kept, pool);
  addPending(pool, id, { queueId: data.queueId, attempt: data.attempt, atMs });
  follow(view, id, event);
  view.changed.add(pool.nodePoolId);
};

const scheduledTypes = [
  'WorkloadQueued',
  'WorkloadAllocated',
  'WorkloadGrown',
  'WorkloadNominated',
  'WorkloadDeferred',
  'WorkloadPreempted',
  'WorkloadPodsPreempted',
] as const satisfies readonly WorkloadFact['type'][];
type Scheduled = Fact<(typeof scheduledTypes)[number]>;

const scheduled: ReadonlySet<string> = new Set(scheduledTypes);
const isScheduled = (event: { readonly type: string }): event is Scheduled =>
  scheduled.has(event.type);

/** Says whether it is news. */
const applyTo = (
  pool: Snapshot,
  id: string,
  event: Exclude<WorkloadFact, Fact<'WorkloadReassigned'>>,
): boolean => {
  if (isScheduled(event)) return place(pool, id, event);
  part(pool, id, event);
  return true;
};

const place = (pool: Snapshot, id: string, event: Scheduled): boolean => {
  const { atMs } = event;
  switch (event.type) {
    case 'WorkloadQueued':
      addPending(pool, id, { ...event.data, atMs });
      return true;
    case 'WorkloadAllocated':
      bind(pool, id, { attempt: event.data.attempt, pods: event.data.placements, atMs });
      return true;
    case 'WorkloadGrown':
      bind(pool, id, { attempt: event.data.attempt, pods: event.data.placements, atMs });
      // What a gang lacks it gets together: from the first of them on it lacks nothing.
      noteBroken(pool, id, -1);
      return true;
    case 'WorkloadDeferred':
      defer(pool, id, event.data.verdict._tag);
      return false;
    case 'WorkloadNominated':
      nominate(pool, id, { attempt: event.data.attempt, pods: event.data.placements });
      return event.origin !== 'decision';
    case 'WorkloadPreempted':
    case 'WorkloadPodsPreempted':
      leave(pool, id, leavingBy(event));
      return event.origin !== 'decision';
  }
};

type Preempted = Fact<'WorkloadPreempted' | 'WorkloadPodsPreempted'>;

const leavingBy = ({ data }: Preempted): Leaving => ({
  returns: true,
  ...('pods' in data ? { pods: data.pods } : {}),
  ...(data.movesTo === undefined ? {} : { movesTo: data.movesTo }),
});

type Parting = Exclude<WorkloadFact, Scheduled | Fact<'WorkloadReassigned'>>;

const part = (pool: Snapshot, id: string, event: Parting): void => {
  switch (event.type) {
    case 'WorkloadInterrupted':
      return leave(pool, id, { returns: true });
    case 'WorkloadShrunk':
      return leave(pool, id, { returns: true, pods: event.data.pods });
    case 'WorkloadPodsReleased':
      return release(pool, id, event.data.pods);
    case 'WorkloadPodsLost':
      return lose(pool, id, event);
    case 'WorkloadStopRequested':
    case 'WorkloadDeletionRequested':
      return leave(pool, id, { returns: false });
    case 'WorkloadEvicted':
    case 'WorkloadStopped':
      return release(pool, id);
    case 'WorkloadRetryScheduled':
      // Whatever it was leaving for, it waits only once its back-off has passed.
      leave(pool, id, { returns: false });
      return release(pool, id);
    case 'WorkloadCompleted':
    case 'WorkloadFailed':
    case 'WorkloadDeleted':
      return forget(pool, id);
    case 'WorkloadScaled':
      return;
  }
};

/** The first loss that leaves a gang too small begins its grace. */
const lose = (pool: Snapshot, id: string, { data, atMs }: Fact<'WorkloadPodsLost'>): void => {
  release(pool, id, data.pods);
  const brokenSinceMs = pool.workloads.get(id)?.brokenSinceMs ?? -1;
  if (data.podsShort > 0 && brokenSinceMs < 0) noteBroken(pool, id, atMs);
};
