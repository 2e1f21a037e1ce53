import { roomOf } from '../fit/fit.ts';
import type { Extras, Term } from '../state/extras.ts';
import { domainAt } from '../state/label-domains.ts';
import type { NodeTable, Part } from '../state/snapshot.ts';
import type { Confines } from './seat-pod.ts';

/** The domains in which pods must come together that must be near each other, while none of them is anywhere. */
const meetingsOf = ({ neighbours }: Extras): readonly Term[] => {
  if (neighbours?.isNearItself !== true) return [];
  const isBegun = neighbours.near.some(({ matchingFuture }) => matchingFuture > 0);
  return isBegun ? [] : neighbours.near.filter(({ domains }) => domains.wide > 0);
};

const isTiedToOneNode = ({ claims, neighbours }: Extras): boolean =>
  claims.some(({ future }) => future.pods === 0) ||
  (neighbours?.isNearItself === true &&
    neighbours.near.some(
      ({ matchingFuture, domains }) => matchingFuture === 0 && domains.wide === 0,
    ));

/** The room of each domain of a term in these nodes. */
const roomsOf = (rooms: ReadonlyMap<number, number>, { domains }: Term): Float64Array => {
  const sums = new Float64Array(domains.sizes.length);
  for (const [slot, room] of rooms) {
    const at = domainAt(domains, slot);
    if (at >= 0) sums[at] = (sums[at] ?? 0) + room;
  }
  return sums;
};

/**
 * The nodes to which pods are confined that must all end up together, because they share a claim or must be near each
 * other: those where there is room for all of them. The first pod decides for the others, and it does not look ahead.
 *
 * @cost O(1) for other pods, O(nodes) for these
 */
export const gathered = (
  table: NodeTable,
  { kind, pods }: Part,
  within: Confines | undefined,
): Confines | undefined => {
  if (pods === 1 || kind.extras === undefined) return within;
  const isTied = isTiedToOneNode(kind.extras);
  const meetings = meetingsOf(kind.extras);
  if (!isTied && meetings.length === 0) return within;
  const slots = within?.slots ?? [...table.slotAt.subarray(0, table.count)];
  const rooms = new Map(slots.map((slot) => [slot, roomOf(table, kind, slot)]));
  const sums = meetings.map((term) => ({ term, rooms: roomsOf(rooms, term) }));
  const isRoomy = (slot: number): boolean =>
    (!isTied || (rooms.get(slot) ?? 0) >= pods) &&
    sums.every(({ term, rooms: each }) => (each[domainAt(term.domains, slot)] ?? 0) >= pods);
  return { slots: slots.filter(isRoomy), rankOf: within?.rankOf };
};
