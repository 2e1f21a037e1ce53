import { nextClass } from './allocate.ts';
import { advance, type Draft, serve } from '../plan/draft.ts';
import type { Hunt } from '../search/field.ts';
import { seatGang } from '../gang/gang.ts';
import { huntFor } from '../search/hunt.ts';
import type { Catch } from '../search/quarry.ts';
import { type Law, partingOf } from '../search/laws.ts';
import { moveVictim } from '../search/options.ts';
import { headOf, nextLeaf } from '../order/order.ts';
import type { Eviction, QueueFigures } from '../plan/plan.ts';
import type { Outcome, QueueState, WaitingClass, Workload } from '../state/snapshot.ts';
import { overQuota } from '../fit/bounds.ts';
import { fairShareOf } from '../share/share-out.ts';
import { invariant } from '../../foundation/invariant.ts';

const figuresOf = (queue: QueueState): QueueFigures => {
  const { gpuMilli, cpuMilli, memoryMib } = queue.claims;
  return {
    queueId: queue.id,
    allocated: { ...queue.allocated },
    deserved: { gpuMilli: gpuMilli.quota, cpuMilli: cpuMilli.quota, memoryMib: memoryMib.quota },
    fairShare: fairShareOf(queue),
    limit: { gpuMilli: gpuMilli.limit, cpuMilli: cpuMilli.limit, memoryMib: memoryMib.limit },
  };
};

const evictionOf = (
  { one, law }: Hunt,
  parties: { readonly victim: Workload; readonly preemptor: Workload },
  dearer: number,
): Eviction => {
  const { victim, preemptor } = parties;
  const queue = victim.queue ?? one.queue;
  const { ours, theirs } =
    queue === one.queue ? { ours: queue, theirs: queue } : partingOf(one.queue, queue);
  return {
    workloadId: victim.id,
    attempt: victim.attempt,
    action: law.action,
    preemptorId: preemptor.id,
    victimQueue: figuresOf(theirs),
    preemptorQueue: figuresOf(ours),
    alternatives: dearer > 0 ? [{ reason: 'CostsMore', count: dearer }] : [],
  };
};

/** Writes the catch down: victims go, and the preemptor is seated on what they leave. */
const commit = (hunt: Hunt, preemptor: Workload, caught: Catch): void => {
  const { draft, one } = hunt;
  for (const victim of caught.victims) {
    draft.evictions.push(evictionOf(hunt, { victim, preemptor }, caught.dearer));
    moveVictim(hunt, victim, { seats: victim.seats, sign: -1 });
    victim.decidedIn = draft.number;
  }
  const seating = seatGang(draft, one.shape);
  invariant(seating !== undefined, `${preemptor.id} has victims but no place`);
  serve(draft, one, { workload: preemptor, seating });
};

const outcomeOf = (one: WaitingClass, law: Law): Outcome => one[law.action];

const isOfNow = (
  { snapshot }: Draft,
  of: { readonly version: number; readonly figuresVersion: number },
): boolean =>
  of.version === snapshot.nodes.version && of.figuresVersion === snapshot.figuresVersion;

/** The last catch, and the figures that it is good for: nothing is searched twice. */
interface Kept {
  one: WaitingClass | undefined;
  caught: Catch | undefined;
  version: number;
  figuresVersion: number;
}

/** Tries the action for the next workload of a class; what failed is remembered for these very figures. */
const attempt = (hunt: Hunt, kept: Kept): Catch | undefined => {
  const { draft, one } = hunt;
  const isKept = kept.one === one && isOfNow(draft, kept);
  if (isKept) return kept.caught;
  kept.caught = searched(hunt);
  kept.one = one;
  kept.version = draft.snapshot.nodes.version;
  kept.figuresVersion = draft.snapshot.figuresVersion;
  return kept.caught;
};

const searched = (hunt: Hunt): Catch | undefined => {
  const { draft, one, law } = hunt;
  const { snapshot } = draft;
  const outcome = outcomeOf(one, law);
  if (isOfNow(draft, outcome)) return undefined;
  const grounds = law.grounds(snapshot, one);
  const caught = grounds.length === 0 ? undefined : huntFor(hunt, grounds);
  if (caught !== undefined) return caught;
  outcome.version = snapshot.nodes.version;
  outcome.figuresVersion = snapshot.figuresVersion;
  outcome.obstacle = grounds.length === 0 ? 'NoVictims' : 'VictimsTooFew';
  outcome.figure = grounds.reduce((sum, leaf) => sum + leaf.evictableGpuMilli, 0);
  outcome.bound = one.shape.amounts.gpuMilli;
  return undefined;
};

/** Says why a class may not try, or that it may. */
const isOpen = (one: WaitingClass, law: Law): boolean => {
  const refusal = law.refuses(one);
  if (refusal === undefined) return true;
  Object.assign(outcomeOf(one, law), { version: -1, figuresVersion: -1 }, refusal);
  return false;
};

const openClasses = (draft: Draft, law: Law): readonly WaitingClass[] => {
  const open: WaitingClass[] = [];
  for (const leaf of draft.snapshot.leaves)
    for (const one of leaf.waiting) {
      one.phase = 'done';
      advance(draft, one);
      if (headOf(one) === undefined || !isOpen(one, law)) continue;
      one.phase = 'open';
      open.push(one);
    }
  return open;
};

/** One more for a class, if the law and the nodes allow: says whether it is worth asking again. */
const tryClass = (hunt: Hunt, kept: Kept): boolean => {
  const { one, law } = hunt;
  const preemptor = headOf(one);
  if (preemptor === undefined || !isOpen(one, law)) return false;
  if (!one.isPreemptible && overQuota(one.queue, one.shape.amounts) !== undefined) return false;
  const caught = attempt(hunt, kept);
  if (caught === undefined) return false;
  commit(hunt, preemptor, caught);
  return headOf(one) !== undefined;
};

/**
 * Lets those who wait evict others, queue by queue, best first, under the law of one action.
 *
 * Whoever fails is done for this action. Where every attempt fails anyway, the order is left out.
 * @cost O(classes) cheap checks, and a search for each class that the law lets try and that has not failed on these
 * very figures.
 * @source peer-scheduler reference §1.5
 */
export const evictFor = (draft: Draft, law: Law): void => {
  const { snapshot } = draft;
  const open = openClasses(draft, law);
  const kept: Kept = { one: undefined, caught: undefined, version: -1, figuresVersion: -1 };
  if (open.every((one) => attempt({ draft, one, law }, kept) === undefined)) return;
  for (const leaf of snapshot.leaves) leaf.next = nextClass(leaf);
  for (;;) {
    const leaf = nextLeaf(snapshot.roots, snapshot.total);
    const one = leaf?.next;
    if (leaf === undefined || one === undefined) break;
    if (!tryClass({ draft, one, law }, kept)) one.phase = 'done';
    leaf.next = nextClass(leaf);
  }
};
