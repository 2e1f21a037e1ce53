import { seatAsk } from '../gang/gang.ts';
import { compareRanked, headOf } from '../order/order.ts';
import { type Draft, serve } from '../plan/draft.ts';
import { usableTried } from '../state/journal.ts';
import { bypassesOf } from '../state/passed-over.ts';
import type { QueueState, Turn, WaitingClass } from '../state/snapshot.ts';
import { maxRunOf } from '../search/ends.ts';
import { soonest } from '../search/soonest.ts';
import { isAllowed } from './allocate.ts';

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

/**
 * Serves whoever has been passed over too often before anybody else, or keeps the room that is free first for it.
 *
 * @shape notes in the draft the nodes that are closed to all who may still run when they are needed
 * @cost O(classes) where nobody starves; else as the search for the soonest room
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
