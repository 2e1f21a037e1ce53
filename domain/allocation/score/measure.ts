import { type Levels, levelOf } from './levels.ts';
import type { Room } from './room.ts';
import { cellSpan, creditOf, stepOf, type Yardstick } from './yardstick.ts';

/** What a pod asks of a node, as far as fragments go. @unit millicores, thousandths of each device */
export interface Ask {
  readonly gpuDevices: number;
  readonly gpuMilli: number;
  readonly cpuMilli: number;
}

/**
 * How the loss by fragments is measured, and how what a pod changes of it becomes a score.
 *
 * A node's loss is the sum over its devices of two cells, weighed: one in the row of all its free CPU, one in the row of
 * the CPU that is left for each idle device if they share alike.
 */
export interface Measure {
  readonly yardstick: Yardstick;
  readonly levels: Levels;
  readonly byNode: number;
  readonly byShare: number;
}

const rowFor = ({ yardstick }: Measure, room: Room, cpuMilli: number): number =>
  room.firstRow + stepOf(yardstick, cpuMilli);

/** The CPU that each idle device has if they share alike; all of it where less than one device is idle. */
const shareOf = (cpuMilli: number, idleMilli: number): number =>
  idleMilli <= 1000 ? cpuMilli : Math.floor((cpuMilli * 1000) / idleMilli);

/** Finds the rows that the room is in once a pod has taken its CPU and its part of the devices. */
const enter = (measure: Measure, room: Room, ask: Ask): void => {
  const cpuMilli = room.cpuMilli - ask.cpuMilli;
  room.row = rowFor(measure, room, cpuMilli);
  if (measure.byShare === 0) return;
  const idleMilli = room.idleMilli - ask.gpuDevices * ask.gpuMilli;
  room.shareRow = rowFor(measure, room, shareOf(cpuMilli, idleMilli));
};

/** What a rest counts in the rows that were entered. */
const cellOf = (measure: Measure, room: Room, restMilli: number): number => {
  const { byNode, byShare } = measure;
  const { cells } = measure.yardstick;
  const near = byNode * (cells[room.row * cellSpan + restMilli] ?? 0);
  return byShare === 0 ? near : near + byShare * (cells[room.shareRow * cellSpan + restMilli] ?? 0);
};

const creditFor = ({ yardstick, byNode, byShare }: Measure, room: Room, whole: number): number =>
  (byNode + byShare) * creditOf(yardstick, room.row, whole);

const lossIn = (measure: Measure, room: Room): number => {
  const { devices, restMilli } = room;
  let loss = 0;
  for (let at = 0; at < devices; at += 1) loss += cellOf(measure, room, restMilli[at] ?? 0);
  return loss - creditFor(measure, room, room.whole);
};

const nothing: Ask = { gpuDevices: 0, gpuMilli: 0, cpuMilli: 0 };

/** What is idle on a node and lost to the pods that usually come. @unit as the yardstick's, times the two weights */
export const lossOf = (measure: Measure, room: Room): number => {
  enter(measure, room, nothing);
  return lossIn(measure, room);
};

/**
 * How good the room is for a pod that fits: what the placement saves, on the devices that save most, as a level.
 *
 * Whole devices are taken by number, shares where the level is highest, the smallest number first; `room.picked` tells.
 * @shape −1 where the devices have no room
 * @cost O(devices)
 */
export const scoreIn = (measure: Measure, room: Room, ask: Ask): number => {
  const before = room.loss >= 0 ? room.loss : lossOf(measure, room);
  enter(measure, room, ask);
  const saved = before - lossIn(measure, room);
  room.pickedCount = 0;
  if (ask.gpuDevices === 0) return levelOf(measure.levels, saved);
  const search = { ask, saved, whole: room.whole };
  return ask.gpuMilli === 1000 ? wholesIn(measure, room, search) : sharesIn(measure, room, search);
};

/** A pod that looks for its devices, what is saved as long as it takes none, and how many are wholly free then. */
interface Search {
  readonly ask: Ask;
  readonly saved: number;
  readonly whole: number;
}

const wholesIn = (measure: Measure, room: Room, { ask, saved, whole }: Search): number => {
  const { gpuDevices } = ask;
  for (let at = 0; at < room.devices && room.pickedCount < gpuDevices; at += 1)
    if (room.restMilli[at] === 1000 && room.closed[at] === 0) pick(room, at);
  if (room.pickedCount < gpuDevices) return -1;
  const freed = gpuDevices * cellOf(measure, room, 1000);
  const lost = creditFor(measure, room, whole) - creditFor(measure, room, whole - gpuDevices);
  return levelOf(measure.levels, saved + freed - lost);
};

const pick = (room: Room, at: number): void => {
  room.picked[room.pickedCount] = at;
  room.pickedCount += 1;
};

const sharesIn = (measure: Measure, room: Room, search: Search): number => {
  const { ask } = search;
  let { saved, whole } = search;
  let level = -1;
  while (room.pickedCount < ask.gpuDevices) {
    const at = bestShare(measure, room, { ask, saved, whole });
    if (at < 0) return -1;
    const rest = room.restMilli[at] ?? 0;
    saved += gain(measure, room, { rest, gpuMilli: ask.gpuMilli, whole });
    if (rest === 1000) whole -= 1;
    level = levelOf(measure.levels, saved);
    pick(room, at);
  }
  return level;
};

/** What is saved by taking a share of a device that has so much left. */
const gain = (
  measure: Measure,
  room: Room,
  share: { readonly rest: number; readonly gpuMilli: number; readonly whole: number },
): number => {
  const { rest, gpuMilli, whole } = share;
  const freed = cellOf(measure, room, rest) - cellOf(measure, room, rest - gpuMilli);
  if (rest !== 1000) return freed;
  return freed - creditFor(measure, room, whole) + creditFor(measure, room, whole - 1);
};

const bestShare = (measure: Measure, room: Room, { ask, saved, whole }: Search): number => {
  const { restMilli, devices } = room;
  const { gpuMilli } = ask;
  let best = -1;
  let bestLevel = -1;
  let last = -1;
  for (let at = 0; at < devices; at += 1) {
    const rest = restMilli[at] ?? 0;
    if (rest < gpuMilli || rest === last || room.closed[at] === 1 || isPicked(room, at)) continue;
    last = rest;
    const level = levelOf(measure.levels, saved + gain(measure, room, { rest, gpuMilli, whole }));
    if (level <= bestLevel) continue;
    bestLevel = level;
    best = at;
  }
  return best;
};

const isPicked = ({ picked, pickedCount }: Room, at: number): boolean => {
  for (let place = 0; place < pickedCount; place += 1) if (picked[place] === at) return true;
  return false;
};
