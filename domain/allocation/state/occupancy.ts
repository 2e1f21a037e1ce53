import { invariant } from '../../foundation/invariant.ts';
import { hasClaims, takeClaims } from './claim-uses.ts';
import { hasCountsNow, takeCounts } from './counts.ts';
import type { Extras } from './extras.ts';
import { isWelcome, moveNeighbour } from './neighbours.ts';
import type { NodeTable, Seat } from './snapshot.ts';

/** What is physically there. */
export const now = 1;
/** What will be there once everybody who leaves has left. */
export const future = 2;
/** Both. */
export const both = 3;

/** Which figures a pod moves, and whether it comes (1) or goes (−1). */
export interface Move {
  readonly planes: number;
  readonly sign: 1 | -1;
  /** Whether a later fact of the same plan says that the place will be free: two that change places have no right order. */
  readonly isPromised?: boolean;
}

/** Makes a slot the one that changed last. */
const moveToFront = (table: NodeTable, slot: number): void => {
  const { older, newer, newest } = table;
  if ((table.lastChange[slot] ?? 0) > 0) {
    const before = older[slot] ?? -1;
    const after = newer[slot] ?? -1;
    if (after >= 0) older[after] = before;
    if (before >= 0) newer[before] = after;
  }
  older[slot] = newest;
  newer[slot] = -1;
  if (newest >= 0) newer[newest] = slot;
  table.newest = slot;
};

/** Notes that a node's figures are others than before. @cost O(1) */
export const touch = (table: NodeTable, slot: number): void => {
  if (!table.isSupposing) {
    if (table.newest !== slot) moveToFront(table, slot);
    table.changed += 1;
    table.lastChange[slot] = table.changed;
  }
  table.versionsGiven += 1;
  table.version = table.versionsGiven;
  table.figures[slot] = table.versionsGiven;
};

/** Notes that what concerns no node alone is otherwise than before: whatever was found is to be found anew. */
export const touchAll = (table: NodeTable): void => {
  table.setVersion += 1;
  table.offerVersion += 1;
  table.versionsGiven += 1;
  table.version = table.versionsGiven;
};

/**
 * Takes what a pod needs from its node (`sign` 1) or gives it back (−1), physically, for the future, or both.
 *
 * @throws InvariantViolation when a device would hold more than itself.
 */
export const occupy = (table: NodeTable, seat: Seat, move: Move): void => {
  const { planes, sign } = move;
  const { slot } = seat.node;
  if (slot < 0) return;
  const { kind } = seat;
  if ((planes & now) !== 0) {
    table.cpuNow[slot] = (table.cpuNow[slot] ?? 0) - sign * kind.cpuMilli;
    table.memoryNow[slot] = (table.memoryNow[slot] ?? 0) - sign * kind.memoryBytes;
    table.podsNow[slot] = (table.podsNow[slot] ?? 0) - sign;
  }
  if ((planes & future) !== 0) {
    table.cpuFuture[slot] = (table.cpuFuture[slot] ?? 0) - sign * kind.cpuMilli;
    table.memoryFuture[slot] = (table.memoryFuture[slot] ?? 0) - sign * kind.memoryBytes;
    table.podsFuture[slot] = (table.podsFuture[slot] ?? 0) - sign;
  }
  if (seat.devices.length > 0) {
    const { gpuMilli } = seat;
    occupyDevices(table, seat, {
      now: (planes & now) === 0 ? 0 : sign * gpuMilli,
      future: (planes & future) === 0 ? 0 : sign * gpuMilli,
      isPromised: move.isPromised === true,
    });
  }
  if (kind.extras !== undefined) occupyExtras(kind.extras, slot, { planes, sign });
  touch(table, slot);
};

const occupyExtras = (extras: Extras, slot: number, { planes, sign }: Move): void => {
  const by = {
    now: (planes & now) === 0 ? 0 : sign,
    future: (planes & future) === 0 ? 0 : sign,
  };
  takeCounts(extras.counts, slot, by);
  takeClaims(extras.claims, slot, by);
  if (extras.neighbours !== undefined) moveNeighbour(extras.neighbours, slot, by);
};

const occupyDevices = (
  table: NodeTable,
  seat: Seat,
  by: { readonly now: number; readonly future: number; readonly isPromised: boolean },
): void => {
  const { slot } = seat.node;
  const start = table.deviceStart[slot] ?? 0;
  let wholeNow = table.wholeNow[slot] ?? 0;
  let wholeFuture = table.wholeFuture[slot] ?? 0;
  let gpuFuture = table.gpuFuture[slot] ?? 0;
  for (const device of seat.devices) {
    const at = start + device;
    const wasNow = table.usedNow[at] ?? 0;
    const wasFuture = table.usedFuture[at] ?? 0;
    const isNow = wasNow + by.now;
    const isFuture = wasFuture + by.future;
    const isTooMuch = isNow > 1000 || (isFuture > 1000 && by.future > 0 && !by.isPromised);
    if (isTooMuch || isNow < 0 || isFuture < 0)
      invariant(false, `device ${seat.node.id}/${device} would hold ${isNow}, later ${isFuture}`);
    table.usedNow[at] = isNow;
    table.usedFuture[at] = isFuture;
    if (table.broken[at] === 1) continue;
    gpuFuture -= by.future;
    wholeFuture += (isFuture === 0 ? 1 : 0) - (wasFuture === 0 ? 1 : 0);
    wholeNow += (isNow === 0 && isFuture === 0 ? 1 : 0) - (wasNow === 0 && wasFuture === 0 ? 1 : 0);
  }
  table.wholeNow[slot] = wholeNow;
  table.wholeFuture[slot] = wholeFuture;
  table.gpuFuture[slot] = gpuFuture;
};

/** Whether a held place is wholly free in fact, so that its pod can start. */
export const isFreeNow = (table: NodeTable, seat: Seat): boolean => {
  const { slot } = seat.node;
  const { kind } = seat;
  if (slot < 0 || table.usable[slot] !== 1) return false;
  if ((table.podsNow[slot] ?? 0) < 1 || (table.cpuNow[slot] ?? 0) < kind.cpuMilli) return false;
  if ((table.memoryNow[slot] ?? 0) < kind.memoryBytes) return false;
  if (kind.extras !== undefined && !areExtrasFreeNow(kind.extras, slot)) return false;
  const start = table.deviceStart[slot] ?? 0;
  const most = 1000 - seat.gpuMilli;
  return seat.devices.every(
    (device) => table.broken[start + device] !== 1 && (table.usedNow[start + device] ?? 0) <= most,
  );
};

const areExtrasFreeNow = ({ counts, claims, neighbours }: Extras, slot: number): boolean =>
  hasCountsNow(counts, slot) &&
  hasClaims(claims, slot, 'now') &&
  (neighbours === undefined || isWelcome(neighbours, slot, 'now'));
