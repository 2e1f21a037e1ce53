import { mayFit, seatAsk } from '../gang/gang.ts';
import { roomFor } from '../fit/seek.ts';
import { roomOf } from '../fit/room.ts';
import type { Draft, Reserved } from '../plan/draft.ts';
import { markOf, undoTo } from '../state/journal.ts';
import type { Kind, Snapshot, Turn, Workload } from '../state/snapshot.ts';
import { endOf, endsFirst } from './ends.ts';
import { soonestWay } from './openings.ts';
import { isExact } from './quarry.ts';
import { moveUnit, wholeOf } from './units.ts';

const running = (snapshot: Snapshot): readonly Workload[] => {
  const there = new Set<Workload>();
  for (const tenants of snapshot.tenancy.bySlot.values())
    for (const workload of tenants.keys()) there.add(workload);
  return [...there];
};

const takeOff = (draft: Draft, workload: Workload): void => {
  const unit = wholeOf(draft, workload);
  moveUnit(draft, unit, { seats: unit.seats, sign: -1 });
};

const reservedFor = (draft: Draft, turn: Turn, last: Workload): Reserved | undefined => {
  const seating = seatAsk(draft, turn);
  if (seating === undefined) return undefined;
  const slots = new Set(seating.seats.map(({ node }) => node.slot));
  return { holderId: turn.workload.id, slots, untilMs: endOf(last) };
};

/** Takes all who run off, the soonest first, until the ask finds its place. @cost O(running workloads) */
export const soonestByWalk = (draft: Draft, turn: Turn): Reserved | undefined => {
  const { journal, snapshot, policy } = draft;
  const mark = markOf(journal);
  let reserved: Reserved | undefined;
  for (const workload of running(snapshot).toSorted(endsFirst)) {
    takeOff(draft, workload);
    if (mayFit(snapshot, turn.shape, policy)) reserved = reservedFor(draft, turn, workload);
    if (reserved !== undefined) break;
  }
  undoTo(journal, mark);
  return reserved;
};

/** Nodes that have room as they are. @cost O(nodes) */
const roomyIn = ({ nodes }: Snapshot, kind: Kind): readonly number[] =>
  [...nodes.slotAt.subarray(0, nodes.count)].filter((slot) => roomOf(nodes, kind, slot) > 0);

/**
 * The same for equal pods that may go anywhere: each node alone says after whom it has room.
 *
 * @cost O(changed nodes · pods of a node + pods asked for · log nodes)
 */
export const soonestByNodes = (draft: Draft, turn: Turn): Reserved | undefined => {
  const { journal, snapshot, policy } = draft;
  const [part] = turn.shape.parts;
  if (part === undefined) return undefined;
  const { kind, pods } = part;
  const room = roomFor(snapshot.nodes, kind, { enough: pods, policy });
  const way = soonestWay(draft, kind, pods - room);
  if (way === undefined) return undefined;
  const slots = room > 0 ? [...roomyIn(snapshot, kind), ...way.slots] : way.slots;
  const going = new Set<Workload>();
  for (const slot of slots)
    for (const workload of snapshot.tenancy.bySlot.get(slot)?.keys() ?? [])
      if (endsFirst(workload, way.last) <= 0) going.add(workload);
  const mark = markOf(journal);
  for (const workload of going) takeOff(draft, workload);
  const reserved = reservedFor(draft, turn, way.last);
  undoTo(journal, mark);
  return reserved;
};

/** Whether nodes can be looked at one by one: equal pods, nothing said about where, and nobody gone in this plan yet. */
const isPlain = ({ snapshot, evictions }: Draft, { workload, shape }: Turn): boolean =>
  evictions.length === 0 &&
  !snapshot.hasNamed &&
  !workload.build.isBoundToPlaces &&
  isExact(shape) &&
  shape.parts.every(({ kind }) => kind.extras === undefined);

/** The places that are free first for an ask, if those who run leave in the order of their ends. */
export const soonest = (draft: Draft, turn: Turn): Reserved | undefined =>
  isPlain(draft, turn) ? soonestByNodes(draft, turn) : soonestByWalk(draft, turn);
