import type { PodPlacement } from '../../foundation/shapes.ts';
import { rollOf } from './roll.ts';
import { countSeats, type SeatList } from './seating.ts';
import type { Seat, Snapshot, Workload } from './snapshot.ts';

/** Where pods of an attempt are to run. */
export interface Assignment {
  readonly attempt: number;
  readonly pods: readonly PodPlacement[];
  /** When the pods got their devices. @unit ms since epoch */
  readonly atMs?: number;
}

/** Names a pod of a workload. */
export interface PodName {
  readonly subGroup: string;
  readonly pod: number;
}

const seatOf = (workload: Workload, place: PodPlacement): Seat | undefined => {
  const { parts } = workload.build;
  const part = parts.length === 1 ? 0 : parts.findIndex((one) => one.name === place.subGroup);
  const kind = parts[part]?.kind;
  const node = workload.pool.nodes.byId.get(place.nodeId);
  if (kind === undefined || node === undefined) return undefined;
  const { pod, devices, gpuMilli } = place;
  return { node, kind, part, pod, devices, gpuMilli };
};

/** The seats of placements; those on nodes that are gone are left out. */
export const seatsOf = (workload: Workload, pods: readonly PodPlacement[]): Seat[] => {
  const seats: Seat[] = [];
  for (const place of pods) {
    const seat = seatOf(workload, place);
    if (seat !== undefined) seats.push(seat);
  }
  return seats;
};

/** Whether a held place cannot be used any more. */
export const isVoid = (snapshot: Snapshot, seat: Seat): boolean => {
  const { nodes } = snapshot;
  const { slot } = seat.node;
  if (slot < 0 || nodes.usable[slot] !== 1) return true;
  const start = nodes.deviceStart[slot] ?? 0;
  return seat.devices.some((device) => nodes.broken[start + device] === 1);
};

/** Whether a seat is that of one of the pods. */
export const isAmong = (
  workload: Workload,
  pods: readonly PodName[],
): ((seat: Seat) => boolean) => {
  const names = new Set(pods.map(({ subGroup, pod }) => `${pod}/${subGroup}`));
  return ({ part, pod }) => names.has(`${pod}/${workload.build.parts[part]?.name ?? ''}`);
};

/** Puts pods into a list, besides those that stand there. */
export const seatInto = (workload: Workload, into: SeatList | 'promised', seats: Seat[]): void => {
  const isPromised = into === 'promised';
  const list = isPromised ? 'held' : into;
  // Whom a pod must be near may come to be there by a later fact of the same plan.
  if (list === 'held') workload.pool.company.delete(workload);
  // A workload of which only a part is somewhere is counted pod by pod.
  if (seats.length > 0 && seats.length < workload.build.pods) rollOf(workload);
  if (workload[list].length === 0) workload[list] = seats;
  else workload[list].push(...seats);
  countSeats(workload, seats, { list, sign: 1, isPromised });
};

/** Takes all pods out of a list. */
export const dropAll = (workload: Workload, list: SeatList): void => {
  const seats = workload[list];
  if (seats.length === 0) return;
  workload[list] = [];
  countSeats(workload, seats, { list, sign: -1 });
};

/** Lets go of the places that are held for these pods; others of the workload keep theirs. */
export const fulfil = (workload: Workload, seats: readonly Seat[]): void => {
  const { held } = workload;
  const isSeated = ({ part, pod }: Seat): boolean =>
    seats.some((seat) => seat.part === part && seat.pod === pod);
  const kept = held.filter((seat) => !isSeated(seat));
  if (kept.length === held.length) return;
  workload.held = kept;
  countSeats(workload, held.filter(isSeated), { list: 'held', sign: -1 });
};
