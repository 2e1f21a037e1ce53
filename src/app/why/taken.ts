import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { amountText, countText } from '../../../domain/foundation/amount-text.ts';
import type { Amounts } from '../../../domain/foundation/shapes.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { ReadFault } from '../read.ts';
import { type Cause, cause, placeOf } from './cause.ts';
import type { Past } from './past.ts';
import { figuresText } from './sentences.ts';
import { weighedCauses } from './weighed.ts';

/** A decision that takes pods off their devices. */
export type Taken = Extract<
  BerthRecorded,
  { readonly type: 'WorkloadPreempted' | 'WorkloadPodsPreempted' }
>;

/** Whether a fact takes pods off their devices by a decision. */
export const isTaken = (fact: BerthRecorded): fact is Taken =>
  fact.type === 'WorkloadPreempted' || fact.type === 'WorkloadPodsPreempted';

/** What becomes of somebody who is taken off devices, by the action that does it. */
export const actionWords: Readonly<Record<Taken['data']['action'], string>> = {
  preempt: 'preempted for work of higher priority in its own queue',
  reclaim: 'reclaimed for a queue that is owed more',
  consolidate: 'moved, so that somebody else finds room',
  'stale-gang': 'taken down, because too few of its gang were left',
};

/** Why pods of a workload were taken off their devices: for whom, with which numbers, and what was weighed instead. */
export const takenCause = async (past: Past, fact: Taken): Promise<Either<ReadFault, Cause>> => {
  const together = await past.factsOfCommand(fact.commandId);
  if (isLeft(together)) return together;
  const { preemptorId } = fact.data;
  const preemptor =
    preemptorId === fact.subject.id ? right([]) : await past.factsOf(`workload/${preemptorId}`);
  if (isLeft(preemptor)) return preemptor;
  const others = together.right
    .filter(isTaken)
    .filter((one) => one.data.preemptorId === preemptorId);
  const victimIds = others.map(({ subject }) => subject.id);
  const weighed = await weighedCauses(past, fact, victimIds);
  if (isLeft(weighed)) return weighed;
  const says = `It was ${actionWords[fact.data.action]}${preemptor.right.length === 0 ? '' : `: workload ${preemptorId}`}.`;
  const causes = [
    ...preemptorCauses(preemptor.right, fact),
    ...queueCauses(fact),
    ...victimCauses(others),
    ...weighed.right,
    ...alternativeCauses(fact),
    decisionCause(fact),
  ];
  const { action } = fact.data;
  return right(cause(says, causes, { figures: { action, preemptorId }, ...placeOf(fact) }));
};

const preemptorCauses = (facts: readonly BerthRecorded[], taken: Taken): readonly Cause[] => {
  const submitted = facts.find((fact) => fact.type === 'WorkloadSubmitted');
  if (submitted?.type !== 'WorkloadSubmitted') return [];
  const { name, priority, projectId, subGroups } = submitted.data;
  const pods = subGroups.reduce((sum, group) => sum + group.pods, 0);
  const got = facts.find(
    (fact) =>
      fact.revision > taken.revision &&
      (fact.type === 'WorkloadAllocated' || fact.type === 'WorkloadGrown'),
  );
  return [
    cause(
      `Workload ${name} of project ${projectId}, priority ${priority}, needed the room for ${countText(pods, 'pod')}; ` +
        (got === undefined ? 'it has not got it yet.' : `it got it at revision ${got.revision}.`),
      [],
      { figures: { priority, projectId, pods, gotAt: got?.revision }, ...placeOf(submitted) },
    ),
  ];
};

const above = (allocated: Amounts, share: Amounts): string => {
  const over = allocated.gpuMilli - share.gpuMilli;
  if (share.gpuMilli < 0 || over === 0) return '';
  return over > 0
    ? ` It was ${amountText(over, 'gpuMilli')} above its fair share.`
    : ` It was ${amountText(-over, 'gpuMilli')} below its fair share.`;
};

/** How both queues stood when somebody was taken off devices. */
export const queueCauses = ({ data }: Pick<Taken, 'data'>): readonly Cause[] => {
  const { victimQueue, preemptorQueue } = data;
  const sides =
    victimQueue.queueId === preemptorQueue.queueId
      ? [{ side: 'Both sides', queue: victimQueue }]
      : [
          { side: 'Its side', queue: victimQueue },
          { side: 'The other side', queue: preemptorQueue },
        ];
  return sides.map(({ side, queue }) =>
    cause(`${side}: ${figuresText(queue)}${above(queue.allocated, queue.fairShare)}`, [], {
      figures: { ...queue },
    }),
  );
};

const victimCauses = (taken: readonly Taken[]): readonly Cause[] => {
  if (taken.length < 2) return [];
  const ids = taken.map(({ subject }) => subject.id);
  const named = ids.slice(0, 8).join(', ');
  const more = ids.length > 8 ? ` and ${ids.length - 8} more` : '';
  return [
    cause(`${ids.length} workloads went together: ${named}${more}.`, [], {
      figures: { victims: ids },
    }),
  ];
};

const alternativeWords: Readonly<Record<string, string>> = {
  CostsMore: 'would have cost more: more gangs, more lost GPU time, or older work',
};

/** What was weighed besides those who were taken. */
export const alternativeCauses = ({
  data: { alternatives },
}: Pick<Taken, 'data'>): readonly Cause[] =>
  alternatives.length === 0
    ? [cause('No other set of victims was found that would do.')]
    : alternatives.map(({ reason, count }) =>
        cause(
          `${countText(count, 'other set')} of victims ${alternativeWords[reason] ?? `was refused: ${reason}`}.`,
          [],
          { figures: { reason, count } },
        ),
      );

/** By which kernel, under which rules, on which state. */
export const decisionCause = ({
  data: { basis },
  commandId,
  ...fact
}: {
  readonly data: {
    readonly basis: { readonly revision: number; readonly kernel: string; readonly policy: string };
  };
  readonly commandId: string;
  readonly revision: number;
  readonly atMs: number;
}): Cause =>
  cause(
    `Decided on the state at revision ${basis.revision} by kernel ${basis.kernel} under policy ${basis.policy}; replay --verify recomputes it.`,
    [],
    { figures: { ...basis, commandId }, ...placeOf(fact) },
  );
