import type { Eviction, Plan, Policy } from '../../domain/allocation/index.ts';
import { type BookedJob, type Books, podKey, podsAt } from './books.ts';
import { isEnough } from './gangs.ts';
import { after, booksBefore, decidedIn } from './decisions.ts';
import { wrongAction } from './judge-actions.ts';
import { wrongFigures } from './judge-figures.ts';
import { wrongReclaim } from './judge-reclaim.ts';
import { isProtected } from './min-run.ts';
import type { Trial } from './trial.ts';
import { sharesOf } from './sums.ts';

/** Whether the victim can do without these pods: it goes on. */
const isSpared = (victim: BookedJob, pods: Eviction['pods']): boolean => {
  if (pods === undefined) return false;
  const gone = new Set(pods.map(podKey));
  const rest = podsAt(victim, 'bound').filter((pod) => !gone.has(podKey(pod)));
  return isEnough(victim.submission, rest);
};

/** All of it may go, or what it has above its minimum. */
const mayBeEvicted = (victim: BookedJob, pods: Eviction['pods']): boolean => {
  const { isPreemptible, isSemiPreemptible } = victim.submission;
  return isPreemptible || (isSemiPreemptible === true && isSpared(victim, pods));
};

const wrongVictim = (trial: Trial, { workloadId, action, pods }: Eviction): readonly string[] => {
  const victim = trial.books.jobs.get(workloadId);
  const { preemptor } = trial;
  if (victim === undefined || !victim.pods.some(({ stage }) => stage === 'bound'))
    return [`${workloadId} holds nothing`];
  if (action === 'stale-gang') return [];
  const wrong: string[] = [];
  if (!mayBeEvicted(victim, pods)) wrong.push(`${workloadId} is not preemptible`);
  if (!isSpared(victim, pods) && isProtected(trial, victim, action))
    wrong.push(`${workloadId} started too short ago`);
  if (action === 'preempt' && victim.queueId !== preemptor.queueId)
    wrong.push(`${workloadId} is of another queue`);
  if (action === 'preempt' && victim.submission.priority >= preemptor.submission.priority)
    wrong.push(`${workloadId} has no lower priority`);
  if (action === 'reclaim' && victim.queueId === preemptor.queueId)
    wrong.push(`${workloadId} is of the same queue`);
  return wrong;
};

const wrongDecision = (trial: Trial): readonly string[] => {
  const { decision } = trial;
  const [first] = decision.evictions;
  if (first === undefined) return [];
  const wrong = decision.evictions.flatMap((eviction) => wrongVictim(trial, eviction));
  if (first.action !== 'stale-gang' && decision.gives === undefined)
    wrong.push('nobody gets a place for it');
  const isReclaim = decision.evictions.some(({ action }) => action === 'reclaim');
  return [
    ...wrong,
    ...wrongFigures(trial),
    ...wrongAction(trial),
    ...(isReclaim ? wrongReclaim(trial) : []),
  ];
};

/** Every eviction that the rules do not allow, in words; empty when all are lawful. */
export const wrongEvictions = (
  start: Books,
  made: Plan,
  { policy, nowMs }: { readonly policy: Policy; readonly nowMs: number },
): readonly string[] => {
  const shares = sharesOf(start, policy.usage.factorMilli);
  const gone = made.evictions.flatMap(({ workloadId, pods }) =>
    pods === undefined ? [workloadId] : pods.map((pod) => `${workloadId}/${podKey(pod)}`),
  );
  const wrong = new Set(gone).size < gone.length ? ['somebody goes twice'] : [];
  const { now, later, forNobody } = decidedIn(made);
  for (const decision of [...now, ...later, ...forNobody]) {
    const id = decision.evictions[0]?.preemptorId;
    const preemptor = start.jobs.get(id ?? '');
    if (preemptor === undefined) continue;
    const before =
      decision.gives === undefined
        ? [after(start, ...now, ...later)]
        : booksBefore(start, made, decision);
    const verdicts = before.map((books) =>
      wrongDecision({ books, shares, policy, nowMs, decision, preemptor }),
    );
    if (verdicts.every((faults) => faults.length > 0))
      wrong.push(...(verdicts.at(-1) ?? []).map((one) => `for ${id ?? ''}: ${one}`));
  }
  return wrong;
};
