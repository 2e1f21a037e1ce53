import { factOf } from '../decide-again.ts';
import type { WorkloadDecision } from '../decisions-of-plan.ts';

/** A decision without what it says of itself: by whom, under which rules, on which state. */
export interface Outcome {
  readonly workloadId: string;
  readonly decision: string;
  readonly data: object;
}

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
  decision: factOf[command.type].type,
  data: without(command, 'basis', 'type'),
});
