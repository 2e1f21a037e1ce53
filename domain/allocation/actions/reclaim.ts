import type { Amounts } from '../../foundation/shapes.ts';
import { isSafeInShares, isWithinQuota } from '../fit/bounds.ts';
import type { Draft } from '../plan/draft.ts';
import {
  aboveQuota,
  isExposed,
  type Law,
  leavesNoPromise,
  type Refusal,
  type Seeker,
} from '../search/laws.ts';
import type { Hunt } from '../search/field.ts';
import { huntFor } from '../search/hunt.ts';
import { isSafeFromReclaim } from '../search/min-run.ts';
import { packUp } from '../search/pack-up.ts';
import { type Parting, partingOf } from '../search/parting.ts';
import type { Catch } from '../search/quarry.ts';
import { compareProducts } from '../share/share.ts';
import {
  type QueueState,
  type Resource,
  resources,
  unbounded,
  type Unit,
} from '../state/snapshot.ts';
import { evictBy } from './evict.ts';

/** What we ask for, what of theirs went before, and the resources of which they may have too much. */
interface Change {
  readonly asked: Amounts;
  readonly gone: Amounts;
  readonly counted: readonly Resource[];
}

const nothing: Amounts = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };

/**
 * A surplus of anything counts, also of what is not asked for. Who came back, or has too much of something itself, goes
 * by what it asks for alone: else the same few take from each other without end (S11).
 */
const countedFor = ({ queue, shape: { amounts }, isBack }: Seeker): readonly Resource[] => {
  const asked = resources.filter((resource) => amounts[resource] > 0);
  if (asked.length === resources.length) return resources;
  return !isBack && isSafeInShares(queue, amounts) ? resources : asked;
};

const isAboveShare = (queue: QueueState, { counted, gone }: Change): boolean =>
  counted.some(
    (resource) => queue.allocated[resource] - gone[resource] > queue.allocatable[resource],
  );

const isAboveQuota = (queue: QueueState, { counted, gone }: Change): boolean =>
  counted.some((resource) => {
    const { quota } = queue.claims[resource];
    return quota >= 0 && queue.allocated[resource] - gone[resource] > quota;
  });

/** Either they are above their share, or we stay inside our quota and they are above theirs, though `gone` went before. */
const mayReclaimFrom = ({ ours, theirs }: Parting, change: Change): boolean =>
  isAboveShare(theirs, change) ||
  (isAboveQuota(theirs, change) && isWithinQuota(ours, change.asked));

/** What goes before the minimum of a workload that goes wholly: the pods that it can do without, one by one. */
const sparedFirst = ({ workload: { build }, amounts, isWhole }: Unit): Amounts => {
  if (!isWhole || build.isWhole) return nothing;
  const { core } = build;
  return {
    gpuMilli: Math.max(0, amounts.gpuMilli - core.amounts.gpuMilli),
    cpuMilli: Math.max(0, amounts.cpuMilli - core.amounts.cpuMilli),
    memoryMib: Math.max(0, amounts.memoryMib - core.amounts.memoryMib),
  };
};

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
    if (held <= share) return false;
    // Two that are promised nothing: without this each could take from the other for ever (S11).
    if (theirShare <= 0)
      return share <= 0 && held >= theirs.allocated[resource] - change.lost[resource];
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

const aboveShare = ({ queue, shape }: Seeker): Refusal | undefined => {
  for (const resource of resources) {
    const figure = queue.allocated[resource] + shape.amounts[resource];
    const bound = queue.claims[resource].share;
    if (figure > bound) return { obstacle: 'AboveFairShare', figure, bound };
  }
  return undefined;
};

/** A queue takes back what others use above their share; priorities do not count. @source peer-scheduler reference §1.5 */
export const reclaimLaw: Law = {
  action: 'reclaim',
  refuses: (_draft, seeker) => aboveShare(seeker) ?? aboveQuota(seeker),
  grounds: ({ snapshot }, seeker) => {
    const { queue, shape } = seeker;
    const change = { asked: shape.amounts, gone: nothing, counted: countedFor(seeker) };
    return snapshot.leaves.filter(
      (leaf) =>
        leaf !== queue &&
        leaf.evictable.length > 0 &&
        mayReclaimFrom(partingOf(queue, leaf), change),
    );
  },
  isForAll: false,
  // Who may not stop yet is left out before anybody is weighed; pods that can be spared may go at any time.
  isCandidate: (draft, { queue }, victim) =>
    !victim.build.isWhole ||
    victim.queue === undefined ||
    !isSafeFromReclaim(draft, victim, partingOf(queue, victim.queue)),
  mayTake: (draft, seeker, unit) => {
    const { queue, shape } = seeker;
    const theirs = unit.workload.queue;
    if (theirs === undefined || !isExposed(unit)) return false;
    const parting = partingOf(queue, theirs);
    const asked = shape.amounts;
    const change = { asked, gone: sparedFirst(unit), counted: countedFor(seeker) };
    if (!mayReclaimFrom(parting, change)) return false;
    if (isSaturated(draft, parting, { asked, lost: unit.amounts })) return false;
    return !unit.isWhole || !isSafeFromReclaim(draft, unit.workload, parting);
  },
};

/** Who only moves loses nothing, whatever its queue has: shares do not protect it. */
const movingLaw: Law = {
  ...reclaimLaw,
  grounds: ({ snapshot }, { queue }) =>
    snapshot.leaves.filter((leaf) => leaf !== queue && leaf.evictable.length > 0),
  mayTake: (draft, { queue }, unit) => {
    const { workload, isWhole } = unit;
    if (workload.queue === undefined || !isExposed(unit) || !leavesNoPromise(unit)) return false;
    return !isWhole || !isSafeFromReclaim(draft, workload, partingOf(queue, workload.queue));
  },
};

/** The cheapest victims; where nobody may be made to stop, those who can run on elsewhere. */
const takeOrMove = (hunt: Hunt, grounds: readonly QueueState[]): Catch | undefined => {
  const caught = huntFor(hunt, grounds);
  if (caught !== undefined) return caught;
  const { draft, seeker } = hunt;
  return packUp({ ...hunt, law: movingLaw }, movingLaw.grounds(draft, seeker));
};

/** Takes back, for those who wait within their share, what others use above theirs. */
export const reclaim = (draft: Draft): void =>
  evictBy(draft, { law: reclaimLaw, search: draft.policy.isMovedKept ? takeOrMove : huntFor });
