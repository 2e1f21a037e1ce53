import type { Amounts } from '../../foundation/shapes.ts';
import type { Draft } from '../plan/draft.ts';
import { compareProducts } from '../share/share.ts';
import {
  type Outcome,
  type QueueState,
  type Resource,
  resources,
  type Snapshot,
  unbounded,
  type WaitingClass,
  type Workload,
} from '../state/snapshot.ts';
import { overQuota } from '../fit/bounds.ts';
import { isUnder } from '../state/tree.ts';

/** Why a class may not try an action, with the figure and its bound. */
export type Refusal = Pick<Outcome, 'obstacle' | 'figure' | 'bound'>;

/** Who may evict whom: the rules of one action. */
export interface Law {
  readonly action: 'reclaim' | 'preempt';
  /** Why the class may not even try; `undefined` when it may. */
  readonly refuses: (one: WaitingClass) => Refusal | undefined;
  /** The queues in which victims may be found. */
  readonly grounds: (snapshot: Snapshot, one: WaitingClass) => readonly QueueState[];
  /** Whether this one may go now, given those that have gone already. */
  readonly mayTake: (draft: Draft, one: WaitingClass, victim: Workload) => boolean;
}

/** The two ancestors at which two queues part: theirs is the difference that counts. */
export interface Parting {
  readonly ours: QueueState;
  readonly theirs: QueueState;
}

/** Where two different leaves part. @cost O(depth) */
export const partingOf = (our: QueueState, their: QueueState): Parting => {
  let ours = our;
  let theirs = their;
  while (ours.depth > theirs.depth && ours.parent !== undefined) ours = ours.parent;
  while (theirs.depth > ours.depth && theirs.parent !== undefined) theirs = theirs.parent;
  while (
    ours.parent !== undefined &&
    theirs.parent !== undefined &&
    ours.parent !== theirs.parent
  ) {
    ours = ours.parent;
    theirs = theirs.parent;
  }
  return { ours, theirs };
};

const isAboveShare = (queue: QueueState): boolean =>
  queue.allocated.gpuMilli > queue.allocatable.gpuMilli ||
  queue.allocated.cpuMilli > queue.allocatable.cpuMilli ||
  queue.allocated.memoryMib > queue.allocatable.memoryMib;

const isWithinQuota = (queue: QueueState, asked: Amounts): boolean =>
  resources.every((resource) => {
    const { quota } = queue.claims[resource];
    return quota < 0 || queue.allocated[resource] + asked[resource] <= quota;
  });

const isAboveQuota = (queue: QueueState): boolean =>
  resources.some((resource) => {
    const { quota } = queue.claims[resource];
    return quota >= 0 && queue.allocated[resource] > quota;
  });

/** Either they are above their share, or we stay inside our quota and they are above theirs. */
const mayReclaimFrom = ({ ours, theirs }: Parting, asked: Amounts): boolean =>
  isAboveShare(theirs) || (isAboveQuota(theirs) && isWithinQuota(ours, asked));

/** Whether we, above our share, would be at least as far above it as they are after losing `lost`. */
const isSaturated = (
  draft: Draft,
  { ours, theirs }: Parting,
  change: { readonly asked: Amounts; readonly lost: Amounts },
): boolean =>
  resources.some((resource: Resource) => {
    if (change.asked[resource] <= 0 && change.lost[resource] <= 0) return false;
    if (ours.allocatable[resource] === unbounded) return false;
    const held = ours.allocated[resource] + change.asked[resource];
    const share = ours.claims[resource].share;
    const theirShare = theirs.claims[resource].share;
    if (held <= share || theirShare <= 0) return false;
    if (theirs.allocatable[resource] === unbounded) return true;
    const theirHeld = theirs.allocated[resource] - change.lost[resource];
    // held/share · factor ≥ theirHeld/theirShare, in whole numbers
    return (
      compareProducts(
        [held * theirShare, draft.policy.saturationMilli],
        [theirHeld * share, 1000],
      ) >= 0
    );
  });

const aboveShare = ({ queue, shape }: WaitingClass): Refusal | undefined => {
  for (const resource of resources) {
    const figure = queue.allocated[resource] + shape.amounts[resource];
    const bound = queue.claims[resource].share;
    if (figure > bound) return { obstacle: 'AboveFairShare', figure, bound };
  }
  return undefined;
};

const aboveQuota = (one: WaitingClass): Refusal | undefined => {
  const excess = one.isPreemptible ? undefined : overQuota(one.queue, one.shape.amounts);
  if (excess === undefined) return undefined;
  const { queue, resource } = excess;
  const figure = queue.nonPreemptible[resource] + one.shape.amounts[resource];
  return { obstacle: 'AboveQuota', figure, bound: queue.claims[resource].quota };
};

/** A queue takes back what others use above their share; priorities do not count. @source peer-scheduler reference §1.5 */
export const reclaimLaw: Law = {
  action: 'reclaim',
  refuses: (one) => aboveShare(one) ?? aboveQuota(one),
  grounds: (snapshot, one) =>
    snapshot.leaves.filter(
      (leaf) =>
        leaf !== one.queue &&
        leaf.evictable.length > 0 &&
        mayReclaimFrom(partingOf(one.queue, leaf), one.shape.amounts),
    ),
  mayTake: (draft, one, victim) => {
    const { queue } = victim;
    if (queue === undefined) return false;
    const parting = partingOf(one.queue, queue);
    const asked = one.shape.amounts;
    return (
      mayReclaimFrom(parting, asked) &&
      !isSaturated(draft, parting, { asked, lost: victim.shape.amounts })
    );
  },
};

const hasLower = (queue: QueueState, priority: number): boolean => {
  for (const there of queue.evictableAt.keys()) if (there < priority) return true;
  return false;
};

/** Inside one queue the higher priority evicts the lower; shares do not count. @source peer-scheduler reference §1.5 */
export const preemptLaw: Law = {
  action: 'preempt',
  refuses: aboveQuota,
  grounds: (_snapshot, one) => (hasLower(one.queue, one.priority) ? [one.queue] : []),
  mayTake: (_draft, one, victim) => victim.queue === one.queue && victim.priority < one.priority,
};

/** Those of the given grounds that stand under a queue: only they can relieve its limit. */
export const groundsUnder = (
  grounds: readonly QueueState[],
  above: QueueState | undefined,
): readonly QueueState[] =>
  above === undefined ? grounds : grounds.filter((leaf) => isUnder(leaf, above));
