import type { PodPlacement, PodRequest } from '../../domain/foundation/shapes.ts';
import type { BookedJob, BookedNode, BookedPod, Books } from './books.ts';
import { groupOf } from './predicates.ts';

/** What is left on a node. @unit millicores, bytes, thousandths of each card */
export interface Room {
  readonly node: BookedNode;
  cpuMilli: number;
  memoryBytes: number;
  pods: number;
  readonly cards: number[];
  /** Countable resources, slices and claimed devices, by name. */
  readonly counts: Map<string, number>;
  readonly ports: string[];
  /** Claims that pods on this node use, by how many. */
  readonly claims: Map<string, number>;
}

/** Which pods take room: physically now, or once everybody who leaves has left and everybody who may come is there. */
export type Plane = 'now' | 'future';

/** Whether a pod takes room in a plane. */
export const takesRoom = ({ stage }: BookedPod, plane: Plane): boolean =>
  stage === 'bound' || stage === (plane === 'now' ? 'leaving' : 'held');

/** The room of a node on which nothing runs. */
export const emptyRoom = (node: BookedNode): Room => {
  const { offer, broken } = node;
  const isSliced = offer.mig?.strategy === 'mixed';
  return {
    node,
    cpuMilli: offer.cpuMilli,
    memoryBytes: offer.memoryBytes,
    pods: offer.podsMax,
    cards: Array.from({ length: isSliced ? 0 : offer.gpuCount }, (_, device) =>
      broken.has(device) ? 0 : 1000,
    ),
    counts: new Map([
      ...Object.entries(offer.resources ?? {}),
      ...(isSliced ? Object.entries(offer.mig?.instances ?? {}) : []),
      ...Object.entries(offer.deviceClasses ?? {}).map(
        ([name, count]) => [`class ${name}`, count] as const,
      ),
    ]),
    ports: [],
    claims: new Map(),
  };
};

const add = (counts: Map<string, number>, name: string, by: number): void => {
  counts.set(name, (counts.get(name) ?? 0) + by);
};

const useClaim = (room: Room, books: Books, use: { name: string; sign: 1 | -1 }): void => {
  const before = room.claims.get(use.name) ?? 0;
  room.claims.set(use.name, before + use.sign);
  const claim = books.claims.get(use.name);
  if (claim !== undefined && (use.sign === 1 ? before === 0 : before === 1))
    add(room.counts, `class ${claim.deviceClass}`, -use.sign * claim.count);
};

/** A pod on a node. */
export interface Use {
  readonly request: PodRequest;
  readonly devices: readonly number[];
  readonly gpuMilli: number;
}

/** Takes a pod's room (`sign` 1) or gives it back (−1). */
export const use = (room: Room, books: Books, what: Use & { readonly sign: 1 | -1 }): void => {
  const { request, sign, devices, gpuMilli } = what;
  room.cpuMilli -= sign * request.cpuMilli;
  room.memoryBytes -= sign * request.memoryBytes;
  room.pods -= sign;
  for (const device of devices) room.cards[device] = (room.cards[device] ?? 0) - sign * gpuMilli;
  for (const [name, count] of Object.entries({ ...request.mig, ...request.resources }))
    add(room.counts, name, -sign * count);
  for (const { port, protocol } of request.hostPorts ?? []) {
    const word = `${protocol}/${port}`;
    if (sign === 1) room.ports.push(word);
    else room.ports.splice(room.ports.lastIndexOf(word), 1);
  }
  for (const name of request.claims ?? []) useClaim(room, books, { name, sign });
};

/** What a placed pod uses. */
export const useOf = (job: BookedJob, placement: PodPlacement): Use | undefined => {
  const request = groupOf(job.submission, placement.subGroup)?.request;
  return request && { request, devices: placement.devices, gpuMilli: placement.gpuMilli };
};

/** The room on every node. */
export const roomsOf = (books: Books, plane: Plane): ReadonlyMap<string, Room> => {
  const rooms = new Map([...books.nodes].map(([id, node]) => [id, emptyRoom(node)]));
  for (const job of books.jobs.values())
    for (const pod of job.pods) {
      const room = rooms.get(pod.placement.nodeId);
      const what = useOf(job, pod.placement);
      if (room !== undefined && what !== undefined && takesRoom(pod, plane))
        use(room, books, { ...what, sign: 1 });
    }
  return rooms;
};

/** What of a node is given away more than once; empty when all is well. */
export const overuse = ({ node, ...room }: Room): readonly string[] => {
  const wrong: string[] = [];
  const { id } = node.offer;
  if (room.cpuMilli < 0) wrong.push(`${id} lacks ${-room.cpuMilli} millicores`);
  if (room.memoryBytes < 0) wrong.push(`${id} lacks ${-room.memoryBytes} bytes`);
  if (room.pods < 0) wrong.push(`${id} has ${-room.pods} pods too many`);
  for (const [device, milli] of room.cards.entries())
    if (milli < 0 && !node.broken.has(device))
      wrong.push(`card ${device} of ${id} is given ${-milli} of 1000 too often`);
  if (room.cards.length > node.offer.gpuCount) wrong.push(`${id} has no such card`);
  for (const [name, count] of room.counts)
    if (count < 0) wrong.push(`${id} lacks ${-count} of ${name}`);
  if (new Set(room.ports).size < room.ports.length) wrong.push(`a port of ${id} is taken twice`);
  return wrong;
};
