import { mayFit, seatAsk } from '../gang/gang.ts';
import { compareRanked, headOf, olderFirst } from '../order/order.ts';
import { type Draft, type Reserved, serve } from '../plan/draft.ts';
import { markOf, undoTo, usableTried } from '../state/journal.ts';
import { bypassesOf } from '../state/passed-over.ts';
import type { QueueState, Snapshot, Turn, WaitingClass, Workload } from '../state/snapshot.ts';
import { moveUnit, wholeOf } from '../search/units.ts';
import { isAllowed } from './allocate.ts';

/** How long a workload may run at most; endless where neither it nor its queues say so. @unit ms */
const maxRunOf = (workload: Workload): number => {
  let most = workload.maxRunMs > 0 ? workload.maxRunMs : Number.MAX_SAFE_INTEGER;
  for (let at = workload.queue; at !== undefined; at = at.parent)
    most = Math.min(most, at.terms.maxRunMs ?? most);
  return most;
};

/** When a running workload is gone at the latest. @unit ms since epoch */
const endOf = (workload: Workload): number =>
  workload.startedAtMs < 0
    ? Number.MAX_SAFE_INTEGER
    : Math.min(Number.MAX_SAFE_INTEGER, workload.startedAtMs + maxRunOf(workload));

const running = (snapshot: Snapshot): readonly Workload[] => {
  const there: Workload[] = [];
  for (const workload of snapshot.workloads.values())
    if (workload.pool === snapshot && workload.bound.length > 0) there.push(workload);
  return there;
};

/** Those that end first come first; of the others, those that have run longest. */
const endsFirst = (a: Workload, b: Workload): number =>
  endOf(a) - endOf(b) || a.startedAtMs - b.startedAtMs || olderFirst(a, b);

const turnOf = (one: WaitingClass): Turn | undefined => {
  const workload = headOf(one);
  return workload === undefined ? undefined : { workload, shape: one.shape, one };
};

/** Who of a queue has been passed over too often, the first in its order. */
const starvingIn = (draft: Draft, leaf: QueueState): Turn | undefined => {
  let first: Turn | undefined;
  for (const one of leaf.waiting) {
    const turn = one.rank === 0 ? turnOf(one) : undefined;
    if (turn === undefined || bypassesOf(turn.workload) < draft.policy.bypassesMax) continue;
    const { workload } = turn;
    const isFirst =
      first === undefined ||
      compareRanked({ workload, rank: 0 }, { workload: first.workload, rank: 0 }) < 0;
    if (isFirst && isAllowed(turn)) first = turn;
  }
  return first;
};

/** The places that are free first for an ask, if those who run leave in the order of their ends. */
const soonest = (draft: Draft, turn: Turn): Reserved | undefined => {
  const { journal, snapshot, policy } = draft;
  const mark = markOf(journal);
  let reserved: Reserved | undefined;
  for (const workload of running(snapshot).toSorted(endsFirst)) {
    const unit = wholeOf(draft, workload);
    moveUnit(draft, unit, { seats: unit.seats, sign: -1 });
    if (!mayFit(snapshot, turn.shape, policy)) continue;
    const seating = seatAsk(draft, turn);
    if (seating === undefined) continue;
    const slots = new Set(seating.seats.map(({ node }) => node.slot));
    reserved = { holderId: turn.workload.id, slots, untilMs: endOf(workload) };
    break;
  }
  undoTo(journal, mark);
  return reserved;
};

/**
 * Serves whoever has been passed over too often before anybody else, or keeps the room that is free first for it.
 *
 * @shape notes in the draft the nodes that are closed to all who may still run when they are needed
 * @cost O(classes) where nobody starves; else O(running workloads)
 * @source scheduling §3.1 · invariants reference S17
 */
export const reserve = (draft: Draft): void => {
  if (draft.policy.bypassesMax < 0) return;
  for (const leaf of draft.snapshot.leaves) {
    const turn = starvingIn(draft, leaf);
    if (turn === undefined) continue;
    const seating = seatAsk(draft, turn);
    if (seating !== undefined) {
      serve(draft, turn, seating);
      continue;
    }
    const reserved = soonest(draft, turn);
    if (reserved === undefined) continue;
    draft.reserved.push(reserved);
    for (const slot of reserved.slots) usableTried(draft.journal, slot, false);
  }
};

/** Lets those onto reserved nodes who are gone before they are needed. */
export const backfill = (draft: Draft): void => {
  if (draft.reserved.length === 0) return;
  const untilAt = new Map<number, number>();
  for (const { slots, untilMs } of draft.reserved)
    for (const slot of slots)
      untilAt.set(slot, Math.min(untilMs, untilAt.get(slot) ?? Number.MAX_SAFE_INTEGER));
  for (const slot of untilAt.keys()) usableTried(draft.journal, slot, true);
  const { rankOf } = draft.snapshot.nodes;
  for (const leaf of draft.snapshot.leaves)
    for (const one of leaf.waiting) {
      for (let turn = turnOf(one); turn !== undefined; turn = turnOf(one)) {
        const endsMs = draft.nowMs + maxRunOf(turn.workload);
        const slots = [...untilAt.keys()].filter((slot) => endsMs <= (untilAt.get(slot) ?? 0));
        if (slots.length === 0 || !isAllowed(turn)) break;
        const within = { slots: slots.toSorted((a, b) => (rankOf[a] ?? 0) - (rankOf[b] ?? 0)) };
        const seating = seatAsk(draft, turn, within);
        if (seating === undefined) break;
        serve(draft, turn, seating);
      }
    }
};
