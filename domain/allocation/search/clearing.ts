import { refusalAt, roomOf } from '../fit/fit.ts';
import { roomFor } from '../fit/seek.ts';
import type { Kind, NodeTable, Part, QueueState, Unit, Workload } from '../state/snapshot.ts';
import type { Holdings } from '../state/tenancy.ts';
import { couldHold, type Hunt, needOf, type Occupant, type Places } from './field.ts';
import { isMovable } from './movable.ts';

/** The nodes that could be cleared, in the order in which they are thought of, and by whose moving. */
export interface Clearing extends Places {
  readonly slots: readonly number[];
}

/** Usable nodes, those that lack least cards for one more pod first; ties by the order of ids. @cost O(nodes) */
const byLack = (table: NodeTable, kind: Kind): readonly number[] => {
  const need = needOf(kind);
  const slotsAt = new Map<number, number[]>();
  for (let rank = 0; rank < table.count; rank += 1) {
    const slot = table.slotAt[rank] ?? 0;
    if (table.usable[slot] !== 1 || 1000 * (table.deviceOk[slot] ?? 0) < need) continue;
    const lack = Math.max(0, need - (table.gpuFuture[slot] ?? 0));
    const there = slotsAt.get(lack);
    if (there === undefined) slotsAt.set(lack, [slot]);
    else there.push(slot);
  }
  return [...slotsAt.keys()].toSorted((a, b) => a - b).flatMap((lack) => slotsAt.get(lack) ?? []);
};

/** Where those who move may come from, and which gangs are known to move or not. */
interface Movers {
  readonly grounds: ReadonlySet<QueueState>;
  readonly gangs: Map<Workload, boolean>;
}

/** Whether an occupant could move; a gang is asked once, for it is the same for all its pods. */
const mayMove = (hunt: Hunt, part: Part, { occupant, gangs }: Asked): boolean => {
  const { victim } = occupant;
  if (victim.bound.length === 1) return isMovable(hunt, part, occupant);
  const known = gangs.get(victim) ?? isMovable(hunt, part, occupant);
  gangs.set(victim, known);
  return known;
};

interface Asked extends Pick<Movers, 'gangs'> {
  readonly occupant: Occupant;
}

const occupantsAt = (
  hunt: Hunt,
  where: { readonly part: Part; readonly slot: number },
  { grounds, gangs }: Movers,
): readonly Occupant[] => {
  const { draft, seeker, law } = hunt;
  const occupants: Occupant[] = [];
  for (const [victim, seats] of draft.snapshot.tenancy.bySlot.get(where.slot) ?? []) {
    if (victim.boundAt < 0 || victim.queue === undefined || victim === seeker.workload) continue;
    if (victim.decidedIn === draft.number || !grounds.has(victim.queue)) continue;
    if (!law.isCandidate(draft, seeker, victim)) continue;
    for (const seat of seats) {
      const occupant = { victim, seat };
      if (!draft.out.has(seat) && mayMove(hunt, where.part, { occupant, gangs }))
        occupants.push(occupant);
    }
  }
  return occupants;
};

/** What nobody will hold of wholly free devices, on nodes that take pods. @cost O(nodes) */
const wholesIn = (table: NodeTable): number => {
  let wholes = 0;
  for (let rank = 0; rank < table.count; rank += 1) {
    const slot = table.slotAt[rank] ?? 0;
    if (table.usable[slot] === 1) wholes += table.wholeFuture[slot] ?? 0;
  }
  return wholes;
};

const isLone = ({ victim }: Occupant): boolean => victim.build.isWhole && victim.bound.length === 1;

const heldBy = (occupants: readonly Occupant[]): Holdings => {
  let [alone, others] = [0, 0];
  for (const occupant of occupants) {
    const held = occupant.seat.devices.length;
    if (occupant.seat.gpuMilli === 1000 && isLone(occupant)) alone += held;
    else others += held;
  }
  return { alone, others };
};

const nothing: Holdings = { alone: 0, others: 0 };

/**
 * Whether so many devices of a node can come free, if whoever has whole ones needs as many elsewhere: never says no
 * wrongly for one pod.
 */
const canFree = (
  free: { readonly here: number; readonly elsewhere: number },
  { alone, others }: Holdings,
  devices: number,
): boolean => free.here + Math.min(alone, free.elsewhere) + others >= devices;

/**
 * The nodes that could be cleared for one more pod of a part by those who have somewhere else to go, those first that
 * lack least; nobody else is asked to move.
 *
 * @cost O(nodes + pods of the nodes looked at)
 */
export const clearable = (hunt: Hunt, part: Part, grounds: readonly QueueState[]): Clearing => {
  const { snapshot } = hunt.draft;
  const { nodes } = snapshot;
  const { kind } = part;
  const bySlot: (readonly Occupant[])[] = [];
  const slots: number[] = [];
  const movers: Movers = { grounds: new Set(grounds), gangs: new Map() };
  const isCounted = hunt.seeker.shape.pods === 1 && kind.gpuMilli === 1000;
  const wholes = isCounted ? wholesIn(nodes) : 0;
  const nodesMax = hunt.draft.policy.bounds.consolidationNodesMax;
  for (const slot of byLack(nodes, kind)) {
    if (slots.length === nodesMax) break;
    if (refusalAt(nodes, kind, slot) !== 'none') continue;
    const here = nodes.wholeFuture[slot] ?? 0;
    const free = { here, elsewhere: wholes - here };
    // Those who may not move at all are told apart only where all together would do.
    const held = snapshot.tenancy.holdings.get(slot) ?? nothing;
    if (isCounted && !canFree(free, held, kind.gpuDevices)) continue;
    const occupants = occupantsAt(hunt, { part, slot }, movers);
    if (occupants.length === 0 || !couldHold(nodes, kind, { slot, occupants })) continue;
    if (isCounted && !canFree(free, heldBy(occupants), kind.gpuDevices)) continue;
    bySlot[slot] = occupants;
    slots.push(slot);
  }
  return { bySlot, slots };
};

/** How many pods of a kind might come to sit on a node once victims have left it and the seeker's pod sits there. */
const roomLeft = (
  table: NodeTable,
  kind: Kind,
  of: { readonly slot: number; readonly victims: readonly Unit[]; readonly taken: Kind },
): number => {
  const { slot, victims, taken } = of;
  let gpuMilli = (table.gpuFuture[slot] ?? 0) - needOf(taken);
  let cpuMilli = (table.cpuFuture[slot] ?? 0) - taken.cpuMilli;
  let memoryBytes = (table.memoryFuture[slot] ?? 0) - taken.memoryBytes;
  for (const { seats } of victims)
    for (const seat of seats) {
      gpuMilli += seat.devices.length * seat.gpuMilli;
      cpuMilli += seat.kind.cpuMilli;
      memoryBytes += seat.kind.memoryBytes;
    }
  const fit = (free: number, need: number): number =>
    need === 0 ? Number.MAX_SAFE_INTEGER : Math.floor(free / need);
  return Math.max(
    0,
    Math.min(
      fit(gpuMilli, needOf(kind)),
      fit(cpuMilli, kind.cpuMilli),
      fit(memoryBytes, kind.memoryBytes),
    ),
  );
};

/**
 * Whether there might be other places for all victims who leave one node for one pod, kind by kind: never says no
 * wrongly.
 */
export const mightSettle = (
  { draft: { snapshot, policy }, seeker }: Hunt,
  part: Part,
  { slot, victims }: { readonly slot: number; readonly victims: readonly Unit[] },
): boolean => {
  const { nodes } = snapshot;
  if (seeker.shape.pods !== 1) return true;
  const pods = new Map<Kind, number>();
  for (const { seats, workload } of victims) {
    const [seat] = seats;
    if (seat === undefined || seats.length > 1 || !workload.build.isWhole) return true;
    if (seat.kind.extras !== undefined) return true;
    pods.set(seat.kind, (pods.get(seat.kind) ?? 0) + 1);
  }
  for (const [kind, count] of pods) {
    const here = roomOf(nodes, kind, slot);
    const lacking = count - roomLeft(nodes, kind, { slot, victims, taken: part.kind });
    if (lacking > 0 && roomFor(nodes, kind, { enough: here + lacking, policy }) - here < lacking)
      return false;
  }
  return true;
};
