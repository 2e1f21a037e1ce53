import { shareOfMemory } from '../state/card-count.ts';
import { fragmentDevices } from './fragments.ts';
import type { Policy } from '../policy/policy.ts';
import type { Kind, NodeTable } from '../state/snapshot.ts';
import { traits } from '../state/table.ts';

/**
 * What a pod of a kind takes of each device of a node; more than 1000 where it fits on none of them.
 *
 * Memory is a share of the node's own memory per device, rounded up; where nobody knows that, nothing is granted.
 * @unit thousandths of a card
 * @source scheduling §2 (the node's own memory per device) · peer-scheduler reference §1.9 (rounded up)
 */
export const shareOn = (table: NodeTable, kind: Kind, slot: number): number => {
  const memoryMib = kind.extras?.gpuMemoryMib ?? 0;
  return memoryMib === 0 ? kind.gpuMilli : shareOfMemory(memoryMib, table.deviceMemory[slot] ?? 0);
};

/** So much of each of some devices. @unit thousandths of a card */
export interface Share {
  readonly gpuDevices: number;
  readonly gpuMilli: number;
}

/** On what devices of a node a share has room: bits, for once all who leave have left and for now; all of them shared or not. */
export const shareFits = { later: 1, laterShared: 2, now: 4, nowShared: 8 } as const;

/** On what devices a node has room for a share: bits of `shareFits`. */
export const shareFit = (table: NodeTable, slot: number, share: Share): number => {
  const start = table.deviceStart[slot] ?? 0;
  const end = start + (table.deviceCount[slot] ?? 0);
  const most = 1000 - share.gpuMilli;
  let later = 0;
  let present = 0;
  let sharedLater = 0;
  let sharedPresent = 0;
  for (let at = start; at < end; at += 1) {
    const usedFuture = table.usedFuture[at] ?? 0;
    if (usedFuture > most || table.broken[at] === 1) continue;
    const usedNow = table.usedNow[at] ?? 0;
    later += 1;
    if (usedFuture > 0) sharedLater += 1;
    if (usedNow > most) continue;
    present += 1;
    if (usedNow > 0 || usedFuture > 0) sharedPresent += 1;
  }
  const devices = share.gpuDevices;
  return (
    (later >= devices ? shareFits.later : 0) |
    (sharedLater >= devices ? shareFits.laterShared : 0) |
    (present >= devices ? shareFits.now : 0) |
    (sharedPresent >= devices ? shareFits.nowShared : 0)
  );
};

/** Whether devices of the node are given out in shares at all. */
export const isSharing = (table: NodeTable, slot: number): boolean =>
  ((table.traits[slot] ?? 0) & traits.slicesAsDevices) === 0;

/** How many pods that take a share of so many devices a node has room for, at most. */
export const shareSlots = (table: NodeTable, slot: number, share: Share): number => {
  if (share.gpuMilli > 1000 || !isSharing(table, slot)) return 0;
  const start = table.deviceStart[slot] ?? 0;
  const end = start + (table.deviceCount[slot] ?? 0);
  let shares = 0;
  for (let at = start; at < end; at += 1)
    if (table.broken[at] !== 1)
      shares += Math.floor((1000 - (table.usedFuture[at] ?? 0)) / share.gpuMilli);
  return Math.floor(shares / share.gpuDevices);
};

/**
 * The devices that a pod gets on a node that has room, ascending.
 *
 * Whole ones by number. Shares where policy says: where they leave the fewest fragments, packed on the most used that
 * has room, or spread to the least used.
 * @source peer-scheduler reference §1.7 (gpupack, gpuspread)
 */
export const pickDevices = (
  table: NodeTable,
  kind: Kind,
  place: { readonly slot: number; readonly isNow: boolean; readonly policy: Policy },
): readonly number[] => {
  const { gpuDevices, cpuMilli } = kind;
  if (gpuDevices === 0) return [];
  const gpuMilli = shareOn(table, kind, place.slot);
  const { layout } = table;
  if (layout !== undefined)
    return fragmentDevices(layout, { table, gpuDevices, gpuMilli, cpuMilli }, place);
  const start = table.deviceStart[place.slot] ?? 0;
  const count = table.deviceCount[place.slot] ?? 0;
  const used = (device: number): number =>
    place.isNow
      ? Math.max(table.usedNow[start + device] ?? 0, table.usedFuture[start + device] ?? 0)
      : (table.usedFuture[start + device] ?? 0);
  const roomy: number[] = [];
  for (let device = 0; device < count; device += 1)
    if (table.broken[start + device] !== 1 && used(device) + gpuMilli <= 1000) {
      roomy.push(device);
      if (gpuMilli === 1000 && roomy.length === kind.gpuDevices) return roomy;
    }
  const sign = place.policy.gpuPlacement === 'spread' ? 1 : -1;
  return roomy
    .toSorted((a, b) => sign * (used(a) - used(b)) || a - b)
    .slice(0, kind.gpuDevices)
    .toSorted((a, b) => a - b);
};
