import type { Layout } from '../score/layout.ts';
import { lossOf } from '../score/measure.ts';
import { scoreIn } from '../score/placing.ts';
import type { Room } from '../score/room.ts';
import type { NodeTable } from '../state/snapshot.ts';

/** A pod that looks for devices on a node. @unit millicores, thousandths of each device */
export interface Wanted {
  readonly table: NodeTable;
  readonly gpuDevices: number;
  readonly gpuMilli: number;
  readonly cpuMilli: number;
}

/** Fills in what is free on a node for the time when all who leave have left; says whether some are still to leave. */
const enterNode = ({ room, firstRow }: Layout, table: NodeTable, slot: number): boolean => {
  const { usedFuture, usedNow, broken } = table;
  const start = table.deviceStart[slot] ?? 0;
  const devices = table.deviceCount[slot] ?? 0;
  room.firstRow = firstRow[slot] ?? 0;
  room.cpuMilli = table.cpuFuture[slot] ?? 0;
  room.devices = devices;
  room.idleMilli = table.gpuFuture[slot] ?? 0;
  room.whole = table.wholeFuture[slot] ?? 0;
  let isLeft = false;
  for (let at = 0; at < devices; at += 1) {
    const used = usedFuture[start + at] ?? 0;
    room.restMilli[at] = broken[start + at] === 1 ? 0 : 1000 - used;
    if ((usedNow[start + at] ?? 0) > used) isLeft = true;
  }
  return isLeft;
};

/** What a node loses as it is: looked up anew only after it changed. */
const lossAt = (layout: Layout, table: NodeTable, slot: number): number => {
  const change = table.lastChange[slot] ?? 0;
  const known = layout.losses[slot] ?? 0;
  if (layout.lossesAt[slot] === change) return known;
  const loss = lossOf(layout.measure, layout.room);
  layout.lossesAt[slot] = change;
  layout.losses[slot] = loss;
  return loss;
};

const openDevices = (room: Room): void => {
  if (!room.hasClosed) return;
  room.closed.fill(0);
  room.hasClosed = false;
};

/**
 * Closes devices that the pod may not take although they have room: those that are not free yet where it starts now, and
 * untouched ones where a share would bring a second pod that has no room.
 */
const closeDevices = (room: Room, { table, gpuMilli }: Wanted, at: NodeTime): void => {
  const { slot, isNow } = at;
  const start = table.deviceStart[slot] ?? 0;
  const isLastNow = gpuMilli < 1000 && isNow && (table.podsNow[slot] ?? 0) < 2;
  const isLastLater = gpuMilli < 1000 && (table.podsFuture[slot] ?? 0) < 2;
  for (let device = 0; device < room.devices; device += 1) {
    const usedNow = table.usedNow[start + device] ?? 0;
    const isBusy = isNow && usedNow + gpuMilli > 1000;
    const isOpened = isLastLater || (isLastNow && usedNow === 0);
    room.closed[device] = isBusy || (isOpened && room.restMilli[device] === 1000) ? 1 : 0;
  }
  room.hasClosed = true;
};

const isLastPod = (table: NodeTable, gpuMilli: number, { slot, isNow }: NodeTime): boolean =>
  gpuMilli < 1000 &&
  ((table.podsFuture[slot] ?? 0) < 2 || (isNow && (table.podsNow[slot] ?? 0) < 2));

/** A node, now or once all who leave have left. */
interface NodeTime {
  readonly slot: number;
  readonly isNow: boolean;
}

/** How few fragments a pod leaves on a node, more is better; −1 where its devices have no room for it. @shape below 2²¹ */
export const fragmentScore = (layout: Layout, wanted: Wanted, at: NodeTime): number => {
  const { room, measure } = layout;
  const { table, gpuMilli } = wanted;
  const isLeft = enterNode(layout, table, at.slot);
  room.loss = lossAt(layout, table, at.slot);
  if ((isLeft && at.isNow) || isLastPod(table, gpuMilli, at)) closeDevices(room, wanted, at);
  else openDevices(room);
  return scoreIn(measure, room, wanted);
};

/** The devices on which it leaves the fewest, ascending. */
export const fragmentDevices = (
  layout: Layout,
  wanted: Wanted,
  at: NodeTime,
): readonly number[] => {
  fragmentScore(layout, wanted, at);
  return ascending(layout.room);
};

/** The picked devices by number: so few that each finds its place by going past those before it. */
const ascending = ({ picked, pickedCount }: Room): readonly number[] => {
  const devices: number[] = [];
  for (let next = 0; next < pickedCount; next += 1) {
    const device = picked[next] ?? 0;
    let at = next;
    for (; at > 0 && (devices[at - 1] ?? 0) > device; at -= 1) devices[at] = devices[at - 1] ?? 0;
    devices[at] = device;
  }
  return devices;
};
