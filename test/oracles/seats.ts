import type { PodRequest } from '../../domain/foundation/shapes.ts';
import type { BookedNode, Books } from './books.ts';
import type { Room } from './room.ts';

/** The memory of each device of a node that gives them out by number; `undefined` where it has none or nobody knows. */
export const deviceMemory = ({ offer }: BookedNode): number | undefined =>
  offer.mig?.strategy === 'mixed' || offer.gpuCount === 0 ? undefined : offer.gpuMemoryMib;

/** How many cards a pod asks for by number; memory without a number is of one. */
export const cardsOf = ({ gpuDevices, gpuMilli, gpuMemoryMib }: PodRequest): number =>
  gpuMemoryMib !== undefined ? Math.max(1, gpuDevices) : gpuMilli > 0 ? gpuDevices : 0;

/**
 * What a pod takes of each card that it gets on this node; `undefined` where the node gives none of that sort.
 *
 * @shape a share by memory is rounded up; slices that pass for cards are given whole.
 */
export const shareOn = (node: BookedNode, request: PodRequest): number | undefined => {
  const { gpuMemoryMib } = request;
  const isSliced = node.offer.mig?.strategy === 'single';
  if (gpuMemoryMib === undefined)
    return isSliced && request.gpuMilli < 1000 ? undefined : request.gpuMilli;
  const whole = deviceMemory(node);
  if (isSliced || whole === undefined || gpuMemoryMib > whole) return undefined;
  return Math.ceil((1000 * gpuMemoryMib) / whole);
};

const hasCounts = (room: Room, request: PodRequest): boolean =>
  Object.entries({ ...request.mig, ...request.resources }).every(
    ([name, count]) => (room.counts.get(name) ?? 0) >= count,
  );

const hasPorts = (room: Room, request: PodRequest): boolean =>
  (request.hostPorts ?? []).every(
    ({ port, protocol }) => !room.ports.includes(`${protocol}/${port}`),
  );

/** Where pods are to be seated: the rooms of all nodes, and the books that say what claims are. */
export interface Ground {
  readonly books: Books;
  readonly rooms: readonly Room[];
}

const isElsewhere = ({ rooms }: Ground, room: Room, claim: string): boolean =>
  rooms.some((other) => other !== room && (other.claims.get(claim) ?? 0) > 0);

const hasClaims = (ground: Ground, room: Room, request: PodRequest): boolean => {
  const asked = new Map<string, number>();
  for (const name of new Set(request.claims ?? [])) {
    const claim = ground.books.claims.get(name);
    if (claim === undefined || isElsewhere(ground, room, name)) return false;
    if ((room.claims.get(name) ?? 0) > 0) continue;
    asked.set(claim.deviceClass, (asked.get(claim.deviceClass) ?? 0) + claim.count);
  }
  return [...asked].every(([name, count]) => (room.counts.get(`class ${name}`) ?? 0) >= count);
};

/** Whether a node has what a pod asks for, cards left aside. */
export const hasBesidesCards = (ground: Ground, room: Room, request: PodRequest): boolean =>
  room.pods >= 1 &&
  room.cpuMilli >= request.cpuMilli &&
  room.memoryBytes >= request.memoryBytes &&
  hasCounts(room, request) &&
  hasPorts(room, request) &&
  hasClaims(ground, room, request);

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
  const gpuDevices = cardsOf(request);
  if (gpuDevices === 0) return [[]];
  const share = shareOn(room.node, request);
  if (share === undefined) return [];
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
