import type { Fact } from '../../../domain/foundation/event.ts';
import type { WorkloadDecision } from '../decisions-of-plan.ts';

/** A decision without what it says of itself: by whom, under which rules, on which state. */
export interface Outcome {
  readonly workloadId: string;
  readonly decision: string;
  readonly data: object;
}

/** What a decision of the kernel ends in, by the words of its command. */
export const factTypeOf: Readonly<Record<WorkloadDecision['command']['type'], Fact['type']>> = {
  PreemptWorkload: 'WorkloadPreempted',
  NominateWorkload: 'WorkloadNominated',
  AllocateWorkload: 'WorkloadAllocated',
  GrowWorkload: 'WorkloadGrown',
  PreemptPods: 'WorkloadPodsPreempted',
  DeferWorkload: 'WorkloadDeferred',
};

const without = (data: object, ...keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(data).filter(([key]) => !keys.includes(key)));

/** What a fact of the ledger decided. */
export const recordedOutcome = ({
  subject,
  type,
  data,
}: {
  readonly subject: { readonly id: string };
  readonly type: string;
  readonly data: object;
}): Outcome => ({ workloadId: subject.id, decision: type, data: without(data, 'basis') });

/** What a kernel decides now. */
export const outcomeOf = ({ workloadId, command }: WorkloadDecision): Outcome => ({
  workloadId,
  decision: factTypeOf[command.type],
  data: without(command, 'basis', 'type'),
});
