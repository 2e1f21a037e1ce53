import { overLimit, overQuota } from '../fit/bounds.ts';
import { isForeign } from '../fit/claims.ts';
import { notLent } from '../fit/lending.ts';
import { overNamed } from '../fit/named-bounds.ts';
import { mayFit, seatAsk } from '../gang/gang.ts';
import { compareRanked, headOf, olderFirst, type Ranked } from '../order/order.ts';
import { firstInLine, lineUp } from '../order/line.ts';
import { firstIn, raceOf, rerun } from '../order/race.ts';
import { advance, type Draft, growthOf, serve, settle } from '../plan/draft.ts';
import { markOf, seatTried, undoTo } from '../state/journal.ts';
import { isFreeNow, now } from '../state/occupancy.ts';
import type { QueueState, Snapshot, Turn, WaitingClass, Workload } from '../state/snapshot.ts';

const isSeatedNow = (draft: Draft, workload: Workload): boolean => {
  const mark = markOf(draft.journal);
  for (const seat of workload.held) {
    if (!isFreeNow(draft.snapshot.nodes, seat)) {
      undoTo(draft.journal, mark);
      return false;
    }
    seatTried(draft.journal, seat, { planes: now, sign: 1 });
  }
  return true;
};

/** A pod that moves starts again only where it is gone from the place that it had. */
const isGone = ({ held, leaving }: Workload): boolean =>
  leaving.length === 0 ||
  !held.some(({ part, pod }) => leaving.some((seat) => seat.part === part && seat.pod === pod));

/** Places every nominated workload whose held place is wholly free now: exactly there. */
export const placeNominated = (draft: Draft): void => {
  for (const workload of [...draft.snapshot.nominated].toSorted(olderFirst)) {
    if (workload.exit !== 'none' || !isGone(workload) || !isSeatedNow(draft, workload)) continue;
    settle(draft, workload, { seats: workload.held, isNow: true });
    if (!workload.build.isWhole) workload.queue?.growing.push(workload);
  }
};

/** Whether limits and quotas of its queues let somebody have what it asks for. */
export const isAllowed = ({ workload, shape, one }: Turn): boolean => {
  const { queue, pool } = workload;
  if (queue === undefined || overLimit(queue, shape.amounts) !== undefined) return false;
  const isPreemptible =
    one?.isPreemptible ?? (workload.isPreemptible || workload.isSemiPreemptible);
  if (isForeign(queue, shape)) return false;
  if (overNamed(pool, { queue, shape, isPreemptible }) !== undefined) return false;
  if (notLent(pool, queue, shape.amounts) !== undefined) return false;
  return isPreemptible || overQuota(queue, shape.amounts) === undefined;
};

const turnOf = (one: WaitingClass, workload: Workload): Turn => ({
  workload,
  shape: one.shape,
  one,
});

/** Lines up the classes of a leaf and answers what it would serve first. */
export const firstTurn = (draft: Draft, leaf: QueueState): Turn | undefined => {
  draft.lines.set(leaf, lineUp(leaf));
  return nextTurn(draft, leaf);
};

/** What a leaf would serve next: the best head of its classes, or one that grows on after what it got in this plan. */
export const nextTurn = (draft: Draft, leaf: QueueState): Turn | undefined => {
  const first = firstInLine(draft.lines.get(leaf) ?? []);
  let best = first === undefined ? undefined : turnOf(first.one, first.workload);
  let bestRanked: Ranked | undefined = first;
  for (const workload of leaf.growing) {
    const ask = growthOf(draft, workload);
    if (ask === undefined) continue;
    if (bestRanked !== undefined && compareRanked(ask, bestRanked) > 0) continue;
    best = { workload, shape: ask.shape, one: undefined };
    bestRanked = ask;
  }
  return best;
};

/** Sets every class to its start. */
export const startClasses = (draft: Draft): void => {
  for (const leaf of draft.snapshot.leaves)
    for (const one of leaf.waiting) {
      one.cursor = one.head;
      advance(draft, one);
    }
};

/** The classes that are worth a try. */
const openClasses = (draft: Draft): readonly WaitingClass[] => {
  const { snapshot, policy } = draft;
  const open: WaitingClass[] = [];
  for (const leaf of snapshot.leaves)
    for (const one of leaf.waiting) {
      advance(draft, one);
      const head = headOf(one);
      const isOpen =
        head !== undefined && mayFit(snapshot, one.shape, policy) && isAllowed(turnOf(one, head));
      one.phase = isOpen ? 'open' : 'blocked';
      if (isOpen) open.push(one);
    }
  return open;
};

const stopGrowing = ({ workload }: Turn): void => {
  const { queue } = workload;
  if (queue !== undefined) queue.growing = queue.growing.filter((other) => other !== workload);
};

/** Tries what is next: true when it has its place. */
const tryTurn = (draft: Draft, turn: Turn): boolean => {
  if (turn.one === undefined) stopGrowing(turn);
  if (turn.one?.phase === 'blocked' || !isAllowed(turn)) return false;
  const seating = seatAsk(draft, turn);
  if (seating === undefined) return false;
  serve(draft, turn, seating);
  const { workload } = turn;
  if (!workload.build.isWhole && seating.isNow) workload.queue?.growing.push(workload);
  return true;
};

const isGrowing = ({ leaves }: Snapshot): boolean =>
  leaves.some(({ growing }) => growing.length > 0);

/** One class alone: nobody has to be compared with it, unless one of its workloads grows on. */
const fillAlone = (draft: Draft, one: WaitingClass): void => {
  for (;;) {
    const workload = headOf(one);
    if (workload === undefined || !tryTurn(draft, turnOf(one, workload))) break;
    if (one.queue.growing.length > 0) return;
  }
  one.phase = 'done';
};

/** Serves leaf after leaf until nobody is left who may be served. */
const fillInTurn = (draft: Draft, opened: number): void => {
  const { snapshot } = draft;
  let open = opened;
  for (const leaf of snapshot.leaves) leaf.next = firstTurn(draft, leaf);
  const race = raceOf(snapshot.roots, snapshot.total);
  for (;;) {
    const leaf = firstIn(race);
    const turn = leaf?.next;
    if (leaf === undefined || turn === undefined) break;
    const isServed = tryTurn(draft, turn);
    const { one } = turn;
    if (one !== undefined && (!isServed || headOf(one) === undefined)) {
      if (one.phase === 'open') open -= 1;
      one.phase = 'done';
    }
    if (open === 0 && !isGrowing(snapshot)) break;
    leaf.next = nextTurn(draft, leaf);
    rerun(race, leaf);
  }
};

/**
 * Gives what is free, or will be free without any eviction, to those who wait: queue by queue, best first. A gang gets
 * what it needs at once, then it grows pod by pod, in line with the others each time.
 *
 * A class that fails is done: within an action room only shrinks, so its other workloads would fail as well.
 * @cost O(classes + queues) + O(log queues + log nodes) per workload placed.
 * @source peer-scheduler reference §1.5
 */
export const allocate = (draft: Draft): void => {
  const { snapshot } = draft;
  const classes = openClasses(draft);
  const [only] = classes;
  // A blocked class takes nothing from anybody.
  if (classes.length === 1 && only !== undefined && !isGrowing(snapshot)) fillAlone(draft, only);
  const open = classes.filter(({ phase }) => phase === 'open').length;
  if (open > 0 || isGrowing(snapshot)) fillInTurn(draft, open);
  for (const leaf of snapshot.leaves) leaf.next = undefined;
};
