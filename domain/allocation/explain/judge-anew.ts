import type { Verdict } from '../../foundation/verdict.ts';
import { plan } from '../plan/cycle.ts';
import type { Moment, Plan } from '../plan/plan.ts';
import type { Policy } from '../policy/policy.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { untell } from '../state/verdict-tags.ts';

/** What a plan made now would say. */
export interface Judgement {
  /** Why the workload waits, with the numbers of now; absent where it would wait no more. */
  readonly verdict: Verdict | undefined;
  readonly plan: Plan;
}

/**
 * Judges a waiting workload as if nobody had judged it before: every action is tried anew, and all is told.
 *
 * What the kernel remembered of the pool is forgotten for it, so the snapshot should be one's own.
 * @cost a first plan
 */
export const judgeAnew = (
  snapshot: Snapshot,
  { policy, moment }: { readonly policy: Policy; readonly moment: Moment },
  workloadId: string,
): Judgement => {
  untell(snapshot, workloadId);
  // Another name for the same rules: what was found under the old one is not gone by.
  const anew = { ...policy, version: `${policy.version} anew` };
  const made = plan(snapshot, anew, moment);
  const told = made.verdicts.find((one) => one.workloadId === workloadId);
  return { verdict: told?.verdict, plan: made };
};
