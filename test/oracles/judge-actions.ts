import type { Eviction } from '../../domain/allocation/index.ts';
import { podsAt } from './books.ts';
import { resources } from './fair-share.ts';
import { unless } from './figures.ts';
import { isEnough } from './gangs.ts';
import { allocatedTo, below, heldBy, pathOf } from './sums.ts';
import type { Trial } from './trial.ts';

/** What is left of a gang goes when it has had less than it needs for long enough, all of it, for nobody. */
const wrongStale = (
  { books, policy, nowMs }: Trial,
  { workloadId, preemptorId, pods, movesTo }: Eviction,
): readonly string[] => {
  const job = books.jobs.get(workloadId);
  const sinceMs = job?.brokenSinceMs ?? -1;
  const grace = policy.staleGraceMs;
  return [
    ...unless(preemptorId === workloadId, `${workloadId} is stale for somebody else`),
    ...unless(pods === undefined && movesTo === undefined, `some of ${workloadId} stays`),
    ...unless(
      grace >= 0 && sinceMs >= 0 && nowMs - sinceMs >= grace,
      `${workloadId} is stale too soon`,
    ),
    ...unless(
      job !== undefined && !isEnough(job.submission, podsAt(job, 'bound')),
      `${workloadId} has enough pods`,
    ),
  ];
};

/** Every pod that moves has another place; only who may be moved itself may ask for it, and not where pods are spread. */
const wrongMoves = ({ books, policy, preemptor, decision }: Trial): readonly string[] => {
  const { gpuPlacement, cpuPlacement, bounds } = policy;
  const most = bounds.consolidationVictimsMax;
  const { isPreemptible, isSemiPreemptible } = preemptor.submission;
  const isGrowing = isEnough(preemptor.submission, podsAt(preemptor, 'bound'));
  const left = decision.evictions.filter(({ workloadId, pods, movesTo = [] }) => {
    const job = books.jobs.get(workloadId);
    const goes = pods?.length ?? (job === undefined ? 0 : podsAt(job, 'bound').length);
    return movesTo.length !== goes;
  });
  return [
    ...unless(
      isPreemptible || (isSemiPreemptible === true && isGrowing),
      'who asks others to move may not be moved itself',
    ),
    ...unless(gpuPlacement !== 'spread' && cpuPlacement !== 'spread', 'pods are to be spread'),
    ...unless(most < 0 || decision.evictions.length <= most, `more than ${most} move`),
    ...left.map(({ workloadId }) => `${workloadId} moves and some of it has no place`),
  ];
};

/** Who was sent away too often takes no more than the quotas on its way up. */
const wrongWeary = ({ books, policy, preemptor, decision }: Trial): readonly string[] => {
  const most = policy.bounds.attemptsMax;
  const isStarting = podsAt(preemptor, 'bound').length === 0;
  if (most < 0 || preemptor.attempt <= most || !isStarting) return [];
  const asked = heldBy(books, preemptor.submission, decision.gives?.pods ?? []);
  return pathOf(books, preemptor.queueId).flatMap((id) => {
    const has = below(books, id, allocatedTo);
    const isWithin = resources.every((resource) => {
      const quota = books.queues.get(id)?.entitlements[resource].quota ?? 0;
      return quota < 0 || has[resource] + asked[resource] <= quota;
    });
    return unless(isWithin, `attempt ${preemptor.attempt} takes more than the quota of ${id}`);
  });
};

/** Whatever the rules of an action forbid about a decision, but for what shares and priorities say; in words. */
export const wrongAction = (trial: Trial): readonly string[] => {
  const { policy, decision } = trial;
  const [first] = decision.evictions;
  if (first === undefined) return [];
  const { action } = first;
  const rules = action === 'stale-gang' ? [] : wrongWeary(trial);
  return [
    ...unless(policy.actions.includes(action), `${action} is none of the policy's actions`),
    ...unless(
      decision.evictions.every((one) => one.action === action),
      'two actions serve one workload',
    ),
    ...(action === 'stale-gang' ? decision.evictions.flatMap((one) => wrongStale(trial, one)) : []),
    ...(action === 'consolidate' ? wrongMoves(trial) : []),
    ...rules,
  ];
};
