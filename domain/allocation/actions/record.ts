import type { Eviction, EvictionAction } from '../plan/plan.ts';
import { advance, type Draft } from '../plan/draft.ts';
import type { Hunt } from '../search/field.ts';
import { partingOf } from '../search/parting.ts';
import { figuresOf } from '../share/queue-figures.ts';
import type { QueueState, Unit } from '../state/snapshot.ts';

/** Who goes, for whom, and what was weighed. */
interface Cause {
  readonly action: EvictionAction;
  readonly preemptorId: string;
  readonly ours: QueueState;
  readonly theirs: QueueState;
  readonly dearer: number;
}

/** What this workload has lost in this plan already for the same preemptor. */
const lostBefore = (draft: Draft, { workload }: Unit, { preemptorId }: Cause) => {
  const at = draft.evictedAt.get(workload) ?? -1;
  const eviction = draft.evictions[at];
  return eviction?.preemptorId === preemptorId ? { at, eviction } : undefined;
};

/** Writes down that pods of a unit go, with those that go for the same preemptor already. */
export const record = (draft: Draft, unit: Unit, cause: Cause): void => {
  const { workload, seats, isWhole } = unit;
  const before = lostBefore(draft, unit, cause);
  const at = before?.at ?? draft.evictions.length;
  const names = seats.map(({ part, pod }) => ({
    subGroup: workload.build.parts[part]?.name ?? '',
    pod,
  }));
  // Whoever stops altogether asks for nothing more in this plan.
  if (isWhole) workload.decidedIn = draft.number;
  if (isWhole && workload.waitingClass !== undefined) advance(draft, workload.waitingClass);
  const eviction: Eviction = {
    workloadId: workload.id,
    attempt: workload.attempt,
    action: cause.action,
    ...(isWhole ? {} : { pods: [...(before?.eviction.pods ?? []), ...names] }),
    preemptorId: cause.preemptorId,
    victimQueue: before?.eviction.victimQueue ?? figuresOf(cause.theirs),
    preemptorQueue: before?.eviction.preemptorQueue ?? figuresOf(cause.ours),
    alternatives: cause.dearer > 0 ? [{ reason: 'CostsMore', count: cause.dearer }] : [],
  };
  draft.evictedAt.set(workload, at);
  draft.evictions[at] = eviction;
};

/** Writes down a victim of a search. */
export const evict = ({ draft, seeker, law }: Hunt, unit: Unit, dearer: number): void => {
  const queue = unit.workload.queue ?? seeker.queue;
  const { ours, theirs } =
    queue === seeker.queue ? { ours: queue, theirs: queue } : partingOf(seeker.queue, queue);
  const { action } = law;
  record(draft, unit, { action, preemptorId: seeker.workload.id, ours, theirs, dearer });
};
