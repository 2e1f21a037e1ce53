/**
 * What is free on one node, for a moment: the one who asks fills it in, again and again, for node after node.
 *
 * @unit millicores, thousandths of a device
 */
export interface Room {
  /** The first row of the node's device model in the yardstick. */
  firstRow: number;
  cpuMilli: number;
  /** How many devices there are; broken ones have nothing left. */
  devices: number;
  /** What is left of each device, by its number. */
  readonly restMilli: Int32Array;
  /** Devices that are not to be had, although something is left of them, have 1 here. */
  readonly closed: Uint8Array;
  /** What is lost as the room is; −1 where that is to be found out. */
  loss: number;
  /** The devices that the last score counted on: the first `pickedCount`. */
  readonly picked: Int32Array;
  pickedCount: number;
  /** Where the measure stands: the row of all free CPU, that of each device's part of it, and the devices wholly free. */
  row: number;
  shareRow: number;
  whole: number;
}

/** A room to fill in, of a node with at most so many devices. */
export const emptyRoom = (devicesMax: number): Room => ({
  firstRow: 0,
  cpuMilli: 0,
  devices: 0,
  restMilli: new Int32Array(devicesMax),
  closed: new Uint8Array(devicesMax),
  loss: -1,
  picked: new Int32Array(devicesMax),
  pickedCount: 0,
  row: 0,
  shareRow: 0,
  whole: 0,
});

/** What all devices together have left. */
export const idleOf = ({ devices, restMilli }: Room): number => {
  let idle = 0;
  for (let at = 0; at < devices; at += 1) idle += restMilli[at] ?? 0;
  return idle;
};

/** How many devices are wholly free. */
export const wholeOf = ({ devices, restMilli }: Room): number => {
  let whole = 0;
  for (let at = 0; at < devices; at += 1) if (restMilli[at] === 1000) whole += 1;
  return whole;
};
