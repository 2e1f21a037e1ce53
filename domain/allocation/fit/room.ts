import type { Kind, NodeTable } from '../state/snapshot.ts';
import { type Share, shareOn, shareSlots } from './devices.ts';
import { extrasRoom, lackAt, type Refusal, shortfallAt } from './extras.ts';
import { accepted, matchOf, mismatchAt } from './match.ts';

export type { Refusal } from './extras.ts';

const shareFor = (table: NodeTable, kind: Kind, slot: number): Share =>
  kind.extras === undefined
    ? kind
    : { gpuDevices: kind.gpuDevices, gpuMilli: shareOn(table, kind, slot) };

/**
 * At most how many pods of a kind the node could take in the future; exact for whole devices and CPU pods.
 *
 * Pods that must be near others are counted as if those were there.
 */
export const roomOf = (table: NodeTable, kind: Kind, slot: number): number => {
  if (table.usable[slot] !== 1 || matchOf(table, kind, slot) < accepted) return 0;
  let room = table.podsFuture[slot] ?? 0;
  if (kind.cpuMilli > 0)
    room = Math.min(room, Math.floor((table.cpuFuture[slot] ?? 0) / kind.cpuMilli));
  if (kind.memoryBytes > 0)
    room = Math.min(room, Math.floor((table.memoryFuture[slot] ?? 0) / kind.memoryBytes));
  if (kind.gpuMilli === 1000)
    room = Math.min(room, Math.floor((table.wholeFuture[slot] ?? 0) / kind.gpuDevices));
  else if (kind.gpuDevices > 0)
    room = Math.min(room, shareSlots(table, slot, shareFor(table, kind, slot)));
  if (kind.extras !== undefined) room = Math.min(room, extrasRoom(table, kind.extras, slot));
  return Math.max(0, room);
};

/**
 * Why the kind could not go to the node even if it were empty, as far as more than amounts of devices, CPU and memory
 * stand against it. @cost O(1) once known for the labels and taints of the node
 */
export const refusalAt = (table: NodeTable, kind: Kind, slot: number): Refusal => {
  const mismatch = mismatchAt(table, kind, slot);
  return mismatch === 'none' ? lackAt(table, kind, slot) : mismatch;
};

/**
 * Why the kind cannot go to the node once all who leave have left, as far as more than devices, CPU, memory and pods
 * stand against it: `none` where those alone decide.
 */
export const obstacleAt = (table: NodeTable, kind: Kind, slot: number): Refusal => {
  const refusal = refusalAt(table, kind, slot);
  if (refusal !== 'none' || kind.extras === undefined) return refusal;
  return shortfallAt(table, kind.extras, slot);
};
