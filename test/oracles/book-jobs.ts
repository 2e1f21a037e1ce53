import type { PodName, Submission } from '../../domain/allocation/index.ts';
import type { PodPlacement } from '../../domain/foundation/shapes.ts';
import { type BookedJob, type BookedPod, isAt, podKey, podsAt } from './books.ts';
import { isEnough } from './gangs.ts';
import type { FactOf } from './facts.ts';

/** A workload that is known and asks for nothing yet. */
export const submittedJob = (submission: Submission): BookedJob => ({
  submission,
  queueId: '',
  attempt: 1,
  isAsking: false,
  exit: 'none',
  pods: [],
  startedAtMs: -1,
  brokenSinceMs: -1,
});

const isNamed = (pods: readonly PodName[] | undefined, one: PodName): boolean =>
  pods === undefined || pods.some((named) => podKey(named) === podKey(one));

const at = (stage: BookedPod['stage'], places: readonly PodPlacement[]): readonly BookedPod[] =>
  places.map((placement) => ({ placement, stage }));

const without = (job: BookedJob, ...stages: readonly BookedPod['stage'][]): readonly BookedPod[] =>
  job.pods.filter(({ stage }) => !stages.includes(stage));

/** It waits in that queue, with nothing. */
export const queuedJob = (job: BookedJob, { queueId, attempt }: FactOf<'queued'>): BookedJob => ({
  ...job,
  queueId,
  attempt,
  isAsking: true,
  exit: 'none',
  pods: [],
});

/** It has these pods besides those that it had. */
export const boundJob = (job: BookedJob, { assignment }: FactOf<'bound'>): BookedJob => ({
  ...job,
  attempt: assignment.attempt,
  pods: [
    ...job.pods.filter(
      ({ stage, placement }) => stage !== 'held' || !isNamed(assignment.pods, placement),
    ),
    ...at('bound', assignment.pods),
  ],
  startedAtMs: isAt(job, 'bound') ? job.startedAtMs : (assignment.atMs ?? -1),
});

/** These places are held for it, and no others. */
export const nominatedJob = (job: BookedJob, { assignment }: FactOf<'nominated'>): BookedJob => ({
  ...job,
  pods: [...without(job, 'held'), ...at('held', assignment.pods)],
});

const over = (job: BookedJob): BookedJob => ({
  ...job,
  pods: [],
  isAsking: false,
  exit: 'none',
  startedAtMs: -1,
  brokenSinceMs: -1,
});

const toLeaving = (job: BookedJob, named?: readonly PodName[]): readonly BookedPod[] =>
  job.pods.map((pod) =>
    pod.stage === 'bound' && isNamed(named, pod.placement)
      ? { ...pod, stage: 'leaving' as const }
      : pod,
  );

/** Places are not held for a gang that would have less than it needs even with them. */
const useful = (job: BookedJob): BookedJob =>
  job.exit !== 'none' || isEnough(job.submission, podsAt(job, 'bound', 'held'))
    ? job
    : { ...job, pods: without(job, 'held') };

/** All of it, or some of its pods, is told to go. */
export const leavingJob = (job: BookedJob, fact: FactOf<'leaving'>): BookedJob => {
  if (fact.pods !== undefined)
    return useful({
      ...job,
      pods: [...toLeaving(job, fact.pods), ...at('held', fact.movesTo ?? [])],
    });
  if (!isAt(job, 'bound', 'leaving')) return fact.returns ? job : over(job);
  const stays = fact.returns && job.exit !== 'ends' && job.isAsking;
  const gone = toLeaving(job).filter(({ stage }) => stage !== 'held');
  return {
    ...job,
    isAsking: stays,
    exit: stays ? 'returns' : 'ends',
    pods: [...gone, ...(stays ? at('held', fact.movesTo ?? []) : [])],
  };
};

/** What was told to go has gone, or some of it. */
export const releasedJob = (job: BookedJob, fact: FactOf<'released'>): BookedJob => {
  const pods = job.pods.filter(
    ({ stage, placement }) => stage === 'held' || !isNamed(fact.pods, placement),
  );
  const isLast = fact.pods === undefined || !pods.some(({ stage }) => stage === 'leaving');
  if (fact.pods !== undefined && (job.exit === 'none' || !isLast)) return useful({ ...job, pods });
  if (job.exit !== 'returns') return over(job);
  return {
    ...job,
    pods: pods.filter(({ stage }) => stage === 'held'),
    attempt: job.attempt + 1,
    exit: 'none',
    startedAtMs: -1,
    brokenSinceMs: -1,
  };
};
