import type { Levels } from './levels.ts';
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
export const enter = (measure: Measure, room: Room, ask: Ask): void => {
  const cpuMilli = room.cpuMilli - ask.cpuMilli;
  room.row = rowFor(measure, room, cpuMilli);
  if (measure.byShare === 0) return;
  const idleMilli = room.idleMilli - ask.gpuDevices * ask.gpuMilli;
  room.shareRow = rowFor(measure, room, shareOf(cpuMilli, idleMilli));
};

/** What a rest counts in the rows that were entered. */
export const cellOf = (measure: Measure, room: Room, restMilli: number): number => {
  const { byNode, byShare } = measure;
  const { cells } = measure.yardstick;
  const near = byNode * (cells[room.row * cellSpan + restMilli] ?? 0);
  return byShare === 0 ? near : near + byShare * (cells[room.shareRow * cellSpan + restMilli] ?? 0);
};

/** What is taken off for so many wholly free devices in the row that was entered. */
export const creditFor = (
  { yardstick, byNode, byShare }: Measure,
  room: Room,
  whole: number,
): number => (byNode + byShare) * creditOf(yardstick, room.row, whole);

/** What is lost in the rows that were entered, with every device as it is. */
export const lossIn = (measure: Measure, room: Room): number => {
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
