import { type Levels, levelOf } from './levels.ts';
import { idleOf, type Room, wholeOf } from './room.ts';
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
  room.whole = wholeOf(room);
  if (measure.byShare === 0) return;
  const idleMilli = idleOf(room) - ask.gpuDevices * ask.gpuMilli;
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
  const rest = lossIn(measure, room);
  room.pickedCount = 0;
  if (ask.gpuDevices === 0) return levelOf(measure.levels, before - rest);
  if (ask.gpuMilli === 1000) return wholesIn(measure, room, { ask, saved: before - rest });
  return sharesIn(measure, room, { ask, saved: before - rest });
};

/** A pod that looks for its devices, and what is saved as long as it takes none. */
interface Search {
  readonly ask: Ask;
  readonly saved: number;
}

const wholesIn = (measure: Measure, room: Room, { ask, saved }: Search): number => {
  const { gpuDevices } = ask;
  for (let at = 0; at < room.devices && room.pickedCount < gpuDevices; at += 1)
    if (room.restMilli[at] === 1000 && room.closed[at] === 0) pick(room, at);
  if (room.pickedCount < gpuDevices) return -1;
  const freed = gpuDevices * cellOf(measure, room, 1000);
  return levelOf(measure.levels, saved + freed - creditLost(measure, room, gpuDevices));
};

/** The credit that goes when so many wholly free devices go. */
const creditLost = (measure: Measure, room: Room, devices: number): number =>
  creditFor(measure, room, room.whole) - creditFor(measure, room, room.whole - devices);

const pick = (room: Room, at: number): void => {
  room.picked[room.pickedCount] = at;
  room.pickedCount += 1;
};

const sharesIn = (measure: Measure, room: Room, { ask, saved }: Search): number => {
  let total = saved;
  let level = -1;
  while (room.pickedCount < ask.gpuDevices) {
    const at = bestShare(measure, room, { ask, saved: total });
    if (at < 0) return -1;
    total += gain(measure, room, { restMilli: room.restMilli[at] ?? 0, gpuMilli: ask.gpuMilli });
    if (room.restMilli[at] === 1000) room.whole -= 1;
    level = levelOf(measure.levels, total);
    pick(room, at);
  }
  return level;
};

/** What is saved by taking a share of a device. */
const gain = (
  measure: Measure,
  room: Room,
  share: { readonly restMilli: number; readonly gpuMilli: number },
): number => {
  const { restMilli, gpuMilli } = share;
  const freed = cellOf(measure, room, restMilli) - cellOf(measure, room, restMilli - gpuMilli);
  return restMilli === 1000 ? freed - creditLost(measure, room, 1) : freed;
};

const bestShare = (measure: Measure, room: Room, { ask, saved }: Search): number => {
  const { restMilli, devices } = room;
  let best = -1;
  let bestLevel = -1;
  let last = -1;
  for (let at = 0; at < devices; at += 1) {
    const rest = restMilli[at] ?? 0;
    if (rest < ask.gpuMilli || rest === last || room.closed[at] === 1 || isPicked(room, at))
      continue;
    last = rest;
    const level = levelOf(
      measure.levels,
      saved + gain(measure, room, { restMilli: rest, gpuMilli: ask.gpuMilli }),
    );
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
