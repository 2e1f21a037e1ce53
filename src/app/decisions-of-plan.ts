import type { Eviction, Placement, Plan } from '../../domain/allocation/index.ts';
import type { Basis } from '../../domain/foundation/shapes.ts';
import type { KernelDecision } from '../../domain/workload/index.ts';

/** One decision about one workload. */
export interface WorkloadDecision {
  readonly workloadId: string;
  readonly command: KernelDecision;
}

/** Most placements and verdicts that one plan writes down, so that it fits one append. */
export const decisionsMax = 50_000;

/** Whether a workload has pods already: then it grows by more. */
export type Holds = (workloadId: string) => boolean;

/**
 * A plan as commands: evictions, then places held, then placements, then verdicts. What a workload gets comes before what
 * is held for it besides.
 *
 * What is above the bound is left out and comes with the next plan; evictions never are, for each serves a place that is
 * held in the same plan.
 */
export const decisionsOf = (
  made: Plan,
  basis: Basis,
  holds: Holds,
): readonly WorkloadDecision[] => {
  const decisions = made.evictions.map((eviction) => evictionOf(eviction, basis));
  const hold = ({ workloadId, attempt, pods: placements }: Placement): void => {
    const command = { type: 'NominateWorkload', attempt, placements, basis } as const;
    decisions.push({ workloadId, command });
  };
  const placed = new Map(made.placements.map((placement) => [placement.workloadId, placement]));
  const place = ({ workloadId, attempt, pods: placements }: Placement): void => {
    placed.delete(workloadId);
    const type = holds(workloadId) ? 'GrowWorkload' : 'AllocateWorkload';
    decisions.push({ workloadId, command: { type, attempt, placements, basis } });
  };
  for (const nomination of made.nominations) {
    const besides = placed.get(nomination.workloadId);
    if (besides !== undefined) place(besides);
    hold(nomination);
  }
  for (const placement of placed.values()) {
    if (decisions.length >= decisionsMax) break;
    place(placement);
  }
  for (const { workloadId, verdict } of made.verdicts) {
    if (decisions.length >= decisionsMax) break;
    decisions.push({ workloadId, command: { type: 'DeferWorkload', verdict, basis } });
  }
  return decisions;
};

const evictionOf = (
  { workloadId, pods, ...eviction }: Eviction,
  basis: Basis,
): WorkloadDecision => ({
  workloadId,
  command:
    pods === undefined
      ? { type: 'PreemptWorkload', ...eviction, basis }
      : { type: 'PreemptPods', ...eviction, pods, basis },
});
