import type { Draft } from '../plan/draft.ts';
import type { Field, Hunt, Occupant } from './field.ts';

/** By node: the most cards that are free on any other node that takes pods. @unit thousandths of a card @cost O(nodes) */
const roomElsewhere = ({ snapshot }: Draft): ((slot: number) => number) => {
  const { nodes } = snapshot;
  let [roomiest, most, next] = [-1, 0, 0];
  for (let rank = 0; rank < nodes.count; rank += 1) {
    const slot = nodes.slotAt[rank] ?? 0;
    const free = nodes.usable[slot] === 1 ? (nodes.gpuFuture[slot] ?? 0) : 0;
    if (free > most) [roomiest, most, next] = [slot, free, most];
    else next = Math.max(next, free);
  }
  return (slot) => (slot === roomiest ? next : most);
};

/** Whether all that a workload leaves by moving is room on this one node, for which plain cards are asked. */
const isLone = ({ victim, seat }: Occupant): boolean =>
  victim.build.isWhole && victim.bound.length === 1 && seat.kind.extras === undefined;

/**
 * The field without those who can move nowhere, because no other node has as many cards free as they hold.
 *
 * Where one pod is to be seated, what is left of the node that is cleared for it has room for none of those who had to
 * leave, else they need not have left.
 * @shape left as it is for gangs, and on nodes with somebody who leaves room on other nodes as well
 */
export const movable = ({ draft, seeker }: Hunt, field: Field): Field => {
  if (seeker.shape.pods !== 1) return field;
  const elsewhere = roomElsewhere(draft);
  const bySlot = field.bySlot.map((there, slot) => {
    if (there === undefined || !there.every(isLone)) return there;
    const most = elsewhere(slot);
    const left = there.filter(({ seat: { kind } }) => kind.gpuDevices * kind.gpuMilli <= most);
    return left.length === 0 ? undefined : left;
  });
  return { ...field, bySlot };
};
