import type { Amounts, PodPlacement } from '../../foundation/shapes.ts';
import type { Verdict } from '../../foundation/verdict.ts';

/** Every pod of a workload with its node and devices. */
export interface Placement {
  readonly workloadId: string;
  readonly attempt: number;
  readonly pods: readonly PodPlacement[];
}

/** A queue's figures at the moment of a decision. @unit thousandths of a card, millicores, MiB; −1 is unlimited */
export interface QueueFigures {
  readonly queueId: string;
  readonly allocated: Amounts;
  readonly deserved: Amounts;
  readonly fairShare: Amounts;
  readonly limit: Amounts;
}

/** The actions that take a workload off its devices. */
export type EvictionAction = 'preempt' | 'reclaim';

/** One victim, with the placement that it serves and the numbers that allowed it. */
export interface Eviction {
  readonly workloadId: string;
  readonly attempt: number;
  readonly action: EvictionAction;
  readonly preemptorId: string;
  readonly victimQueue: QueueFigures;
  readonly preemptorQueue: QueueFigures;
  readonly alternatives: readonly { readonly reason: string; readonly count: number }[];
}

/** A waiting workload whose first obstacle has another tag than the verdict it had. */
export interface ChangedVerdict {
  readonly workloadId: string;
  readonly verdict: Verdict;
}

/**
 * What the kernel decides at one revision.
 *
 * @shape `nominations` are places held on capacity that victims still occupy: each eviction serves one. Order inside
 * the lists is the order of decision; `verdicts` ascend by workload id.
 */
export interface Plan {
  readonly placements: readonly Placement[];
  readonly nominations: readonly Placement[];
  readonly evictions: readonly Eviction[];
  readonly verdicts: readonly ChangedVerdict[];
}
