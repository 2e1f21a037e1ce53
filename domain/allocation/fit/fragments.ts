import type { Layout } from '../score/layout.ts';
import { lossOf, scoreIn } from '../score/measure.ts';
import type { NodeTable } from '../state/snapshot.ts';

/** A pod that looks for devices on a node. @unit millicores, thousandths of each device */
export interface Wanted {
  readonly table: NodeTable;
  readonly gpuDevices: number;
  readonly gpuMilli: number;
  readonly cpuMilli: number;
}

/** Fills in what is free on a node, for the time when all who leave have left. */
const enterNode = (layout: Layout, table: NodeTable, slot: number): void => {
  const { room } = layout;
  const start = table.deviceStart[slot] ?? 0;
  const devices = table.deviceCount[slot] ?? 0;
  room.firstRow = layout.firstRow[slot] ?? 0;
  room.cpuMilli = table.cpuFuture[slot] ?? 0;
  room.devices = devices;
  for (let at = 0; at < devices; at += 1)
    room.restMilli[at] =
      table.broken[start + at] === 1 ? 0 : 1000 - (table.usedFuture[start + at] ?? 0);
  const change = table.lastChange[slot] ?? 0;
  if (layout.lossesAt[slot] !== change) {
    layout.lossesAt[slot] = change;
    layout.losses[slot] = lossOf(layout.measure, room);
  }
  room.loss = layout.losses[slot] ?? -1;
};

/**
 * Closes devices that the pod may not take although they have room: those that are not free yet where it starts now, and
 * untouched ones where a share would bring a second pod that has no room.
 */
const closeDevices = ({ room }: Layout, wanted: Wanted, at: NodeTime): void => {
  const { table, gpuMilli } = wanted;
  const { slot, isNow } = at;
  const start = table.deviceStart[slot] ?? 0;
  const pods = (isNow ? table.podsNow[slot] : table.podsFuture[slot]) ?? 0;
  const isLastPod = gpuMilli < 1000 && pods < 2;
  for (let device = 0; device < room.devices; device += 1) {
    const usedNow = table.usedNow[start + device] ?? 0;
    const isBusy = isNow && usedNow + gpuMilli > 1000;
    const isUntouched = room.restMilli[device] === 1000 && (!isNow || usedNow === 0);
    room.closed[device] = isBusy || (isLastPod && isUntouched) ? 1 : 0;
  }
};

/** A node, now or once all who leave have left. */
interface NodeTime {
  readonly slot: number;
  readonly isNow: boolean;
}

/** How few fragments a pod leaves on a node, more is better; −1 where its devices have no room for it. @shape below 2²¹ */
export const fragmentScore = (layout: Layout, wanted: Wanted, at: NodeTime): number => {
  enterNode(layout, wanted.table, at.slot);
  if (wanted.gpuDevices > 0) closeDevices(layout, wanted, at);
  return scoreIn(layout.measure, layout.room, wanted);
};

/** The devices on which it leaves the fewest, ascending. */
export const fragmentDevices = (
  layout: Layout,
  wanted: Wanted,
  at: NodeTime,
): readonly number[] => {
  fragmentScore(layout, wanted, at);
  const { picked, pickedCount } = layout.room;
  return [...picked.subarray(0, pickedCount)].toSorted((a, b) => a - b);
};
