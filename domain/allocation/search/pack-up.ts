import { overLimit } from '../fit/bounds.ts';
import { type Seating, seatAsk } from '../gang/gang.ts';
import type { Confines } from '../gang/seat-pod.ts';
import type { Draft } from '../plan/draft.ts';
import { keepsCompany } from '../state/company.ts';
import { otherGpuFree } from '../state/counts.ts';
import { chargeTried, markOf, undoTo } from '../state/journal.ts';
import { amountsIn } from '../state/seating.ts';
import type { QueueState, Seat, Unit } from '../state/snapshot.ts';
import { clearable, mightSettle } from './clearing.ts';
import { type Hunt, needOf, type Places } from './field.ts';
import { type Option, optionAt } from './options.ts';
import { type Catch, fits, lackingPart } from './quarry.ts';
import { asServed, reseat } from './reseat.ts';
import { markOut, moveUnit, sizeFirst } from './units.ts';

/** Cards that nobody will hold, on nodes that take pods. @unit thousandths of a card @cost O(nodes); O(1) for the same figures */
const freeMilli = ({ draft, memory }: Hunt): number => {
  const { nodes } = draft.snapshot;
  if (memory?.free?.version === nodes.version) return memory.free.gpuMilli;
  let gpuMilli = 0;
  for (let rank = 0; rank < nodes.count; rank += 1) {
    const slot = nodes.slotAt[rank] ?? 0;
    if (nodes.usable[slot] === 1)
      gpuMilli += (nodes.gpuFuture[slot] ?? 0) + otherGpuFree(nodes, slot);
  }
  if (memory !== undefined) memory.free = { version: nodes.version, gpuMilli };
  return gpuMilli;
};

/** Cards that an ask wants by number; slices and claims are looked at node by node. @unit thousandths of a card */
const askedMilli = ({ seeker }: Hunt): number =>
  seeker.shape.parts.reduce((sum, { kind, pods }) => sum + pods * needOf(kind), 0);

/** Few move, and of equally many those that came last: they have least to lose by a new start. */
const leastMoved = (a: Option, b: Option): number =>
  a.gangs - b.gangs || b.oldest - a.oldest || a.lossMilli - b.lossMilli || a.rank - b.rank;

const isFew = ({ policy }: Draft, gangs: number): boolean =>
  policy.bounds.consolidationVictimsMax < 0 || gangs <= policy.bounds.consolidationVictimsMax;

/** The nodes that victims leave, by the order of ties. */
const clearedBy = ({ draft }: Hunt, victims: readonly Unit[]): Confines => {
  const { rankOf } = draft.snapshot.nodes;
  const slots = new Set(victims.flatMap(({ seats }) => seats.map(({ node }) => node.slot)));
  return { slots: [...slots].toSorted((a, b) => (rankOf[a] ?? 0) - (rankOf[b] ?? 0)) };
};

const isSame = (a: Seat, b: Seat): boolean =>
  a.node === b.node &&
  a.devices.length === b.devices.length &&
  a.devices.every((device, at) => device === b.devices[at]);

/** Whether a unit has another place, and not just the one that it had. */
const isMoved = ({ seats: had }: Unit, seating: Seating | undefined): boolean =>
  seating !== undefined &&
  (seating.seats.length !== had.length ||
    seating.seats.some((seat) => !had.some((one) => isSame(one, seat))));

/** Whether the seeker and then all victims find a place; the state is as before. */
const allFit = (hunt: Hunt, victims: readonly Unit[], within?: Confines): boolean => {
  const { draft, seeker } = hunt;
  const mark = markOf(draft.journal);
  const seating = seatAsk(draft, seeker, within);
  let isFine = seating !== undefined;
  if (seating !== undefined) {
    const { seats } = seating;
    const amounts = amountsIn(seats);
    chargeTried(draft.journal, seeker.queue, { amounts, isPreemptible: true, seats, sign: 1 });
    isFine = asServed(victims).every((unit) => isMoved(unit, reseat(draft, unit, 'all')));
    isFine &&= seats.every(keepsCompany);
  }
  undoTo(draft.journal, mark);
  return isFine;
};

/** Clears nodes from one on until the seeker fits; answers who would have to move. */
const cleared = (
  hunt: Hunt,
  options: readonly Option[],
  field: Places,
): readonly Unit[] | undefined => {
  const { draft } = hunt;
  const taken: Unit[] = [];
  for (const stale of options) {
    const part = lackingPart(hunt);
    if (part === undefined) return undefined;
    const option = taken.length === 0 ? stale : optionAt(hunt, { part, slot: stale.slot, field });
    for (const unit of option?.victims ?? []) {
      if (unit.workload.decidedIn === draft.number) continue;
      moveUnit(draft, unit, { seats: unit.seats, sign: -1 });
      markOut(draft, unit, true);
      taken.push(unit);
    }
    if (!isFew(draft, taken.length)) break;
    if (fits(hunt)) return taken;
  }
  for (const unit of taken) markOut(draft, unit, false);
  return undefined;
};

/** Who moves, and on which nodes the seeker must keep to itself so that they can. */
interface Move {
  readonly victims: readonly Unit[];
  readonly within: Confines | undefined;
}

/** Where the seeker has to go when these victims have left, so that all of them find another place. */
const moveOf = (hunt: Hunt, victims: readonly Unit[]): Move | undefined => {
  if (allFit(hunt, victims)) return { victims, within: undefined };
  const within = clearedBy(hunt, victims);
  // One pod that fits on one node only was there already.
  if (hunt.seeker.shape.pods === 1 && within.slots.length === 1) return undefined;
  return allFit(hunt, victims, within) ? { victims, within } : undefined;
};

/** Leaves out whoever need not move, the largest first. */
const fewest = (hunt: Hunt, found: Move): Move => {
  const { draft } = hunt;
  let move = found;
  for (const unit of found.victims.toSorted((a, b) => sizeFirst(b, a))) {
    if (move.victims.length === 1) break;
    moveUnit(draft, unit, { seats: unit.seats, sign: 1 });
    const rest = moveOf(
      hunt,
      move.victims.filter((other) => other !== unit),
    );
    if (rest === undefined) moveUnit(draft, unit, { seats: unit.seats, sign: -1 });
    else move = rest;
  }
  return move;
};

const attemptFrom = (hunt: Hunt, options: readonly Option[], field: Places): Move | undefined => {
  const { draft } = hunt;
  const mark = markOf(draft.journal);
  const victims = cleared(hunt, options, field);
  const found = victims && moveOf(hunt, victims);
  const move = found && fewest(hunt, found);
  for (const unit of victims ?? []) markOut(draft, unit, false);
  undoTo(draft.journal, mark);
  return move;
};

/** Whom to move, node by node, the best first: from each on, nodes are cleared until the seeker fits. */
const found = (hunt: Hunt, grounds: readonly QueueState[]): Catch | undefined => {
  const { draft } = hunt;
  const part = lackingPart(hunt);
  if (part === undefined) return undefined;
  const field = clearable(hunt, part, grounds);
  const options = field.slots
    .map((slot) => optionAt(hunt, { part, slot, field }))
    .filter((option) => option !== undefined)
    .filter(({ gangs }) => isFew(draft, gangs))
    .filter((option) => mightSettle(hunt, part, option))
    .toSorted(leastMoved);
  for (let first = 0; first < options.length; first += 1) {
    const move = attemptFrom(hunt, options.slice(first), field);
    if (move !== undefined) return { ...move, dearer: options.length - 1 - first };
  }
  return undefined;
};

/** Whether who may move, and where to, is the same for all who ask for the same: nothing depends on the queue or on own pods. */
const isForEveryone = ({ draft, law, seeker }: Hunt): boolean =>
  law.isForAll &&
  !draft.snapshot.hasNamed &&
  !seeker.workload.build.isBoundToPlaces &&
  seeker.workload.bound.length === 0;

/** Looks, unless it was in vain for an equal ask at these very figures. */
const foundOnce = (hunt: Hunt, grounds: readonly QueueState[]): Catch | undefined => {
  const { draft, memory, seeker } = hunt;
  if (memory === undefined || !isForEveryone(hunt)) return found(hunt, grounds);
  const { version } = draft.snapshot.nodes;
  const before = memory.stuck.get(seeker.shape);
  if (before?.version === version) {
    draft.isTimed ||= before.isTimed;
    return undefined;
  }
  const wasTimed = draft.isTimed;
  draft.isTimed = false;
  const caught = found(hunt, grounds);
  if (caught === undefined) memory.stuck.set(seeker.shape, { version, isTimed: draft.isTimed });
  draft.isTimed ||= wasTimed;
  return caught;
};

/**
 * Looks for pods whose moving together makes room for the seeker, while each of them has another place to go.
 *
 * Bounded: at most 12 nodes are thought of as places to clear.
 */
export const packUp = (hunt: Hunt, grounds: readonly QueueState[]): Catch | undefined => {
  const { seeker } = hunt;
  if (grounds.length === 0 || overLimit(seeker.queue, seeker.shape.amounts) !== undefined)
    return undefined;
  if (freeMilli(hunt) < askedMilli(hunt) || fits(hunt)) return undefined;
  return foundOnce(hunt, grounds);
};
