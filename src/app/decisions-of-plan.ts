import type { Plan } from '../../domain/allocation/index.ts';
import type { Basis } from '../../domain/foundation/shapes.ts';
import type { KernelDecision } from '../../domain/workload/index.ts';

/** One decision about one workload. */
export interface WorkloadDecision {
  readonly workloadId: string;
  readonly command: KernelDecision;
}

/** Most placements and verdicts that one plan writes down, so that it fits one append. */
export const decisionsMax = 50_000;

/**
 * A plan as commands: evictions, then places held, then placements, then verdicts.
 *
 * What is above the bound is left out and comes with the next plan; evictions never are, for each serves a place that is
 * held in the same plan.
 */
export const decisionsOf = (made: Plan, basis: Basis): readonly WorkloadDecision[] => {
  const decisions: WorkloadDecision[] = [];
  for (const { workloadId, ...eviction } of made.evictions) {
    decisions.push({ workloadId, command: { type: 'PreemptWorkload', ...eviction, basis } });
  }
  for (const { workloadId, attempt, pods: placements } of made.nominations) {
    const command = { type: 'NominateWorkload', attempt, placements, basis } as const;
    decisions.push({ workloadId, command });
  }
  for (const { workloadId, attempt, pods: placements } of made.placements) {
    if (decisions.length >= decisionsMax) break;
    const command = { type: 'AllocateWorkload', attempt, placements, basis } as const;
    decisions.push({ workloadId, command });
  }
  for (const { workloadId, verdict } of made.verdicts) {
    if (decisions.length >= decisionsMax) break;
    decisions.push({ workloadId, command: { type: 'DeferWorkload', verdict, basis } });
  }
  return decisions;
};
