import { levelOf } from './levels.ts';
import { type Ask, cellOf, creditFor, enter, lossIn, lossOf, type Measure } from './measure.ts';
import type { Room } from './room.ts';

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
