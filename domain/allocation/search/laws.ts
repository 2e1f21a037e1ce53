import type { Amounts } from '../../foundation/shapes.ts';
import { isUnder } from '../state/tree.ts';
import { overQuota } from '../fit/bounds.ts';
import type { Draft } from '../plan/draft.ts';
import { leavesCompany } from './company.ts';
import type { Outcome, QueueState, Shape, Unit, Workload } from '../state/snapshot.ts';

/** Why a workload may not try an action, with the figure and its bound. */
export type Refusal = Pick<Outcome, 'obstacle' | 'figure' | 'bound'>;

/** Who looks for victims. */
export interface Seeker {
  readonly workload: Workload;
  readonly queue: QueueState;
  readonly shape: Shape;
  readonly isPreemptible: boolean;
  /** Whether it runs already and wants more. */
  readonly isGrowing: boolean;
  /** Whether it has been sent away before: only who has not takes back whatever others have too much of. */
  readonly isBack: boolean;
  /** What its queue held before anybody went. */
  readonly before: Amounts;
}

/** Who may evict whom: the rules of one action. */
export interface Law {
  readonly action: 'consolidate' | 'reclaim' | 'preempt';
  /** Why it may not even try; `undefined` when it may. */
  readonly refuses: (draft: Draft, seeker: Seeker) => Refusal | undefined;
  /** The queues in which victims may be found. */
  readonly grounds: (draft: Draft, seeker: Seeker) => readonly QueueState[];
  /** Whether anything of this workload may ever go. */
  readonly isCandidate: (draft: Draft, seeker: Seeker, victim: Workload) => boolean;
  /** Whether who may go does not depend on who asks. */
  readonly isForAll: boolean;
  /** Whether this unit may go now, given those that have gone already. */
  readonly mayTake: (draft: Draft, seeker: Seeker, unit: Unit) => boolean;
}

/** Whether so much of a workload may go at all: its minimum only where it is preemptible. */
export const isExposed = ({ workload, isWhole }: Unit): boolean =>
  !isWhole || workload.isPreemptible;

/** Whether a unit may move and leave nothing behind that others have made way for: what is promised to a gang goes with it. */
export const leavesNoPromise = ({ workload, isWhole }: Unit): boolean =>
  !isWhole || workload.held.length === 0;

/** Whether the law lets a unit go now, and it leaves nobody who is promised a place without those whom that must be near. */
export const mayGo = (
  { draft, seeker, law }: { readonly draft: Draft; readonly seeker: Seeker; readonly law: Law },
  unit: Unit,
): boolean => law.mayTake(draft, seeker, unit) && leavesCompany(draft, unit);

/** Why work that is not preemptible may not be given more: it must stay inside the quotas on its way up. */
export const aboveQuota = (seeker: Seeker): Refusal | undefined => {
  const excess = seeker.isPreemptible ? undefined : overQuota(seeker.queue, seeker.shape.amounts);
  if (excess === undefined) return undefined;
  const { queue, resource } = excess;
  const figure = queue.nonPreemptible[resource] + seeker.shape.amounts[resource];
  return { obstacle: 'AboveQuota', figure, bound: queue.claims[resource].quota };
};

/** Those of the given grounds that stand under a queue: only they can relieve its limit. */
export const groundsUnder = (
  grounds: readonly QueueState[],
  above: QueueState | undefined,
): readonly QueueState[] =>
  above === undefined ? grounds : grounds.filter((leaf) => isUnder(leaf, above));
