import {
  addPending,
  addWorkload,
  bind,
  defer,
  forget,
  leave,
  nominate,
  release,
  type Snapshot,
} from '../../domain/allocation/index.ts';
import type { BerthEvent, BerthRecorded } from '../../domain/catalogue/events.ts';
import { askAsScaled, scale } from './scale.ts';
import { type Capacity, poolOf } from './view.ts';

type Fact<Type extends BerthEvent['type']> = Extract<BerthRecorded, { readonly type: Type }>;

/** What moves a workload that is known. */
export const workloadTypes = [
  'WorkloadQueued',
  'WorkloadAllocated',
  'WorkloadNominated',
  'WorkloadDeferred',
  'WorkloadPreempted',
  'WorkloadInterrupted',
  'WorkloadEvicted',
  'WorkloadCompleted',
  'WorkloadFailed',
  'WorkloadRetryScheduled',
  'WorkloadScaled',
  'WorkloadStopRequested',
  'WorkloadStopped',
  'WorkloadDeletionRequested',
  'WorkloadDeleted',
] as const satisfies readonly BerthEvent['type'][];

/** See `workloadTypes`. */
export type WorkloadFact = Fact<(typeof workloadTypes)[number]>;

/** A workload is known from its submission on. */
export const applySubmitted = (view: Capacity, event: Fact<'WorkloadSubmitted'>): void => {
  const { data, subject, revision } = event;
  const pool = poolOf(view, data.nodePoolId);
  addWorkload(pool, {
    id: subject.id,
    age: revision,
    priority: data.priority,
    isPreemptible: data.preemptible,
    subGroups: data.subGroups,
    nodeSelector: data.nodeSelector ?? {},
    tolerations: data.tolerations ?? [],
    ...gangOf(data),
  });
};

/** What few workloads say; a member that is absent is not there at all. */
const gangOf = ({ gang, semiPreemptible, timeLimitMs }: Fact<'WorkloadSubmitted'>['data']) => ({
  ...(gang === undefined ? {} : { gang }),
  ...(semiPreemptible === true ? { isSemiPreemptible: true } : {}),
  ...(timeLimitMs === undefined ? {} : { maxRunMs: timeLimitMs }),
});

/**
 * Moves a workload, and notes whether the next plan may say something new. Verdicts, evictions and held places of the
 * kernel itself do not let it: what they lead to comes as a fact of its own. Placements do, since they lift queues above
 * their shares.
 */
export const applyWorkload = (view: Capacity, event: WorkloadFact): void => {
  const { id } = event.subject;
  const pool = view.workloads.get(id)?.pool;
  if (pool === undefined) return;
  if (applyTo(pool, id, event)) view.changed.add(pool.nodePoolId);
  if (event.type === 'WorkloadScaled') scale(view, id, event.data.replicas);
  else if (view.wishes.size > 0) settleWish(view, id, event.type);
};

const settleWish = (view: Capacity, id: string, type: WorkloadFact['type']): void => {
  if (unholding.has(type)) askAsScaled(view, id);
  else if (ending.has(type)) view.wishes.delete(id);
};

const unholding: ReadonlySet<string> = new Set<WorkloadFact['type']>([
  'WorkloadEvicted',
  'WorkloadStopped',
  'WorkloadRetryScheduled',
]);
const ending: ReadonlySet<string> = new Set<WorkloadFact['type']>([
  'WorkloadCompleted',
  'WorkloadFailed',
  'WorkloadDeleted',
]);

const scheduledTypes = [
  'WorkloadQueued',
  'WorkloadAllocated',
  'WorkloadNominated',
  'WorkloadDeferred',
  'WorkloadPreempted',
] as const satisfies readonly WorkloadFact['type'][];
type Scheduled = Fact<(typeof scheduledTypes)[number]>;

const scheduled: ReadonlySet<string> = new Set(scheduledTypes);
const isScheduled = (event: WorkloadFact): event is Scheduled => scheduled.has(event.type);

/** Says whether it is news. */
const applyTo = (pool: Snapshot, id: string, event: WorkloadFact): boolean => {
  if (isScheduled(event)) return place(pool, id, event);
  part(pool, id, event);
  return true;
};

const place = (pool: Snapshot, id: string, event: Scheduled): boolean => {
  switch (event.type) {
    case 'WorkloadQueued':
      addPending(pool, id, event.data);
      return true;
    case 'WorkloadAllocated':
      bind(pool, id, { attempt: event.data.attempt, pods: event.data.placements });
      return true;
    case 'WorkloadDeferred':
      defer(pool, id, event.data.verdict._tag);
      return false;
    case 'WorkloadNominated':
      nominate(pool, id, { attempt: event.data.attempt, pods: event.data.placements });
      return event.origin !== 'decision';
    case 'WorkloadPreempted':
      leave(pool, id, { returns: true });
      return event.origin !== 'decision';
  }
};

const part = (pool: Snapshot, id: string, event: Exclude<WorkloadFact, Scheduled>): void => {
  switch (event.type) {
    case 'WorkloadInterrupted':
      return leave(pool, id, { returns: true });
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
