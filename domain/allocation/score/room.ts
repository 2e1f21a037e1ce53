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
  /** What is left of all of them, and how many are wholly free: see `sumUp`. */
  idleMilli: number;
  whole: number;
  /** Devices that are not to be had, although something is left of them, have 1 here. */
  readonly closed: Uint8Array;
  /** Whether any has. */
  hasClosed: boolean;
  /** What is lost as the room is; −1 where that is to be found out. */
  loss: number;
  /** The devices that the last score counted on: the first `pickedCount`. */
  readonly picked: Int32Array;
  pickedCount: number;
  /** Where the measure stands: the row of all free CPU, and that of each device's part of it. */
  row: number;
  shareRow: number;
}

/** A room to fill in, of a node with at most so many devices. */
export const emptyRoom = (devicesMax: number): Room => ({
  firstRow: 0,
  cpuMilli: 0,
  devices: 0,
  restMilli: new Int32Array(devicesMax),
  idleMilli: 0,
  whole: 0,
  closed: new Uint8Array(devicesMax),
  hasClosed: false,
  loss: -1,
  picked: new Int32Array(devicesMax),
  pickedCount: 0,
  row: 0,
  shareRow: 0,
});

/** Sums up what is left of the devices: whoever filled them in does so before he asks. */
export const sumUp = (room: Room): void => {
  let idleMilli = 0;
  let whole = 0;
  for (let at = 0; at < room.devices; at += 1) {
    const rest = room.restMilli[at] ?? 0;
    idleMilli += rest;
    if (rest === 1000) whole += 1;
  }
  room.idleMilli = idleMilli;
  room.whole = whole;
};
