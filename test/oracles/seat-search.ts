import type { PodName } from '../../domain/allocation/index.ts';
import type { PodPlacement, SubGroup } from '../../domain/foundation/shapes.ts';
import { type BookedJob, type Books } from './books.ts';
import { brokenScopes } from './domains.ts';
import { brokenNeighbours, neighbourOf, neighboursIn } from './neighbours.ts';
import { admits, groupOf } from './predicates.ts';
import { type Plane, type Room, roomsOf, takesRoom, use } from './room.ts';
import { cardChoices, cardsOf, hasBesidesCards, shareOn } from './seats.ts';

/** What is to be seated, in which room, and after how many tries the search gives up. */
export interface Quest {
  readonly job: BookedJob;
  readonly pods: readonly PodName[];
  readonly plane: Plane;
  /** With which node the search begins; the first unless said. */
  readonly from?: number;
  readonly triesMax?: number;
}

/** Places for all pods that were asked for, or that there are none, or that nobody knows: the search was too long. */
export type Answer = readonly PodPlacement[] | 'none' | 'unknown';

interface Search {
  readonly books: Books;
  readonly quest: Quest;
  readonly rooms: readonly Room[];
  readonly found: PodPlacement[];
  tries: number;
}

/** Equal pods in a row stand in the order of their nodes: their other orders are the same answer. */
const firstRoom = ({ rooms, found }: Search, pod: PodName): number => {
  const before = found.at(-1);
  if (before === undefined || before.subGroup !== pod.subGroup) return 0;
  return rooms.findIndex(({ node }) => node.offer.id === before.nodeId);
};

const holds = ({ books, quest, found }: Search): boolean => {
  const { job, plane } = quest;
  const own = job.pods.filter((pod) => pod.stage === 'bound').map(({ placement }) => placement);
  if (brokenScopes(books, job, [...own, ...found]).length > 0) return false;
  const standing = neighboursIn(books, (pod) => takesRoom(pod, plane));
  const fresh = found.map((pod) => neighbourOf(books, job, pod));
  return brokenNeighbours([fresh], standing).length === 0;
};

const seatIn = (search: Search, at: number, group: SubGroup): boolean => {
  const pod = search.quest.pods[at];
  if (pod === undefined) return false;
  const { books, rooms, found } = search;
  const { request } = group;
  for (const room of rooms.slice(firstRoom(search, pod))) {
    const { node } = room;
    if (node.isLost || node.isCordoned || !admits(node, search.quest.job.submission, group))
      continue;
    if (!hasBesidesCards({ books, rooms }, room, request)) continue;
    const gpuMilli = cardsOf(request) === 0 ? 0 : (shareOn(node, request) ?? 0);
    for (const devices of cardChoices(room, request)) {
      use(room, books, { request, devices, gpuMilli, sign: 1 });
      found.push({ ...pod, nodeId: node.offer.id, devices: [...devices], gpuMilli });
      if (seatNext(search, at + 1)) return true;
      found.pop();
      use(room, books, { request, devices, gpuMilli, sign: -1 });
    }
  }
  return false;
};

const seatNext = (search: Search, at: number): boolean => {
  const { quest } = search;
  search.tries += 1;
  if (search.tries > (quest.triesMax ?? 20_000)) return false;
  const pod = quest.pods[at];
  if (pod === undefined) return holds(search);
  const group = groupOf(quest.job.submission, pod.subGroup);
  return group !== undefined && seatIn(search, at, group);
};

/** A claim of cards that belongs to a queue is for that queue's pods alone. */
const isForeign = (books: Books, { submission, queueId }: BookedJob, pod: PodName): boolean =>
  (groupOf(submission, pod.subGroup)?.request.claims ?? []).some((name) => {
    const owner = books.claims.get(name)?.queueId ?? '';
    return owner !== '' && owner !== queueId;
  });

/**
 * Looks through every way to seat pods, by the books alone.
 *
 * @cost exponential in the pods: clusters and gangs are small here.
 */
export const findSeats = (books: Books, quest: Quest): Answer => {
  const all = [...roomsOf(books, quest.plane).values()];
  const from = (quest.from ?? 0) % Math.max(1, all.length);
  const rooms = [...all.slice(from), ...all.slice(0, from)];
  if (quest.pods.some((pod) => isForeign(books, quest.job, pod))) return 'none';
  const search: Search = { books, quest, rooms, found: [], tries: 0 };
  if (seatNext(search, 0)) return search.found;
  return search.tries > (quest.triesMax ?? 20_000) ? 'unknown' : 'none';
};
