import type { PodRequest } from '../../domain/foundation/shapes.ts';
import type { Books } from './books.ts';
import type { Room } from './room.ts';

/**
 * What a pod takes of each card that it gets on this node; `undefined` where that cannot be said.
 *
 * @shape a share by memory is rounded up to a hundredth of the card, as the peer rounds it.
 */
export const shareOn = (room: Room, request: PodRequest): number | undefined => {
  const { gpuMemoryMib } = request;
  if (gpuMemoryMib === undefined) return request.gpuMilli;
  const { gpuMemoryMib: whole } = room.node.offer;
  if (whole === undefined || gpuMemoryMib > whole) return undefined;
  return Math.ceil((100 * gpuMemoryMib) / whole) * 10;
};

const hasCounts = (room: Room, request: PodRequest): boolean =>
  Object.entries({ ...request.mig, ...request.resources }).every(
    ([name, count]) => (room.counts.get(name) ?? 0) >= count,
  );

const hasPorts = (room: Room, request: PodRequest): boolean =>
  (request.hostPorts ?? []).every(
    ({ port, protocol }) => !room.ports.includes(`${protocol}/${port}`),
  );

const hasClaims = (room: Room, books: Books, request: PodRequest): boolean => {
  const asked = new Map<string, number>();
  for (const name of request.claims ?? []) {
    const claim = books.claims.get(name);
    if (claim === undefined) return false;
    if ((room.claims.get(name) ?? 0) > 0) continue;
    asked.set(claim.deviceClass, (asked.get(claim.deviceClass) ?? 0) + claim.count);
  }
  return [...asked].every(([name, count]) => (room.counts.get(`class ${name}`) ?? 0) >= count);
};

/** Whether a node has what a pod asks for, cards left aside. */
export const hasBesidesCards = (room: Room, books: Books, request: PodRequest): boolean =>
  room.pods >= 1 &&
  room.cpuMilli >= request.cpuMilli &&
  room.memoryBytes >= request.memoryBytes &&
  hasCounts(room, request) &&
  hasPorts(room, request) &&
  hasClaims(room, books, request);

const choices = (devices: readonly number[], count: number): readonly (readonly number[])[] => {
  if (count === 0) return [[]];
  return devices.flatMap((first, at) =>
    choices(devices.slice(at + 1), count - 1).map((rest) => [first, ...rest]),
  );
};

/**
 * All different ways to give a pod its cards on a node: cards with equally much left are one way.
 *
 * @cost exponential in the cards of a node; nodes are small here.
 */
export const cardChoices = (room: Room, request: PodRequest): readonly (readonly number[])[] => {
  const share = shareOn(room, request);
  if (share === undefined) return [];
  const { gpuDevices } = request;
  const fit = [...room.cards.keys()].filter(
    (device) => !room.node.broken.has(device) && (room.cards[device] ?? 0) >= share,
  );
  const different = new Map<string, readonly number[]>();
  for (const devices of choices(fit, gpuDevices)) {
    const key = devices
      .map((device) => room.cards[device] ?? 0)
      .toSorted((a, b) => a - b)
      .join();
    if (!different.has(key)) different.set(key, devices);
  }
  return [...different.values()];
};
