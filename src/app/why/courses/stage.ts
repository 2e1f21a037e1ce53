import type { PodsOfRoom, Rooms } from '../../../../domain/allocation/index.ts';
import type { Asker, Stream } from './newcomers.ts';

/** Equal waiters of one queue: where the first of them finds no room, none does. */
export interface Class {
  readonly queue: number;
  readonly priority: number;
  readonly parts: readonly PodsOfRoom[];
  readonly total: number;
  readonly largest: number;
  /** Those who wait from the beginning, as places among the waiters of the rooms. */
  readonly waiters: readonly number[];
}

/** How work comes to a queue, and to which class each of those who may come belongs. */
export interface Comers extends Stream {
  readonly classes: readonly number[];
}

/** What all courses of things begin with. */
export interface Stage {
  readonly rooms: Rooms;
  /** The place of whoever is asked about among the waiters. */
  readonly subject: number;
  readonly queueOf: ReadonlyMap<string, number>;
  readonly classes: readonly Class[];
  readonly comers: readonly Comers[];
}

interface Sorting {
  readonly queueOf: ReadonlyMap<string, number>;
  readonly placeOf: Map<string, number>;
  readonly classes: (Class & { readonly waiters: number[] })[];
}

/** The place of the class that an asker belongs to; a new one where it is the first of its kind. */
const classOf = (sorting: Sorting, { queueId, priority, parts }: Asker): number => {
  const { queueOf, placeOf, classes } = sorting;
  const asked = parts.map(({ pods, amount }) => `${pods}×${amount}`).join('+');
  const key = `${queueId} ${priority} ${asked}`;
  const known = placeOf.get(key);
  if (known !== undefined) return known;
  placeOf.set(key, classes.length);
  classes.push({
    queue: queueOf.get(queueId) ?? 0,
    priority,
    parts,
    total: parts.reduce((sum, { pods, amount }) => sum + pods * amount, 0),
    largest: parts.reduce((most, { amount }) => Math.max(most, amount), 0),
    waiters: [],
  });
  return classes.length - 1;
};

/** Sorts who waits and who may come into classes; `undefined` where nobody of that name waits. */
export const stageOf = (
  rooms: Rooms,
  workloadId: string,
  streams: readonly Stream[],
): Stage | undefined => {
  const subject = rooms.waiters.findIndex((one) => one.workloadId === workloadId);
  if (subject < 0) return undefined;
  const queueOf = new Map(rooms.queues.map(({ queueId }, at) => [queueId, at]));
  const sorting: Sorting = { queueOf, placeOf: new Map(), classes: [] };
  rooms.waiters.forEach((waiter, at) => {
    sorting.classes[classOf(sorting, waiter)]?.waiters.push(at);
  });
  const comers = streams
    .filter(({ queueId }) => queueOf.has(queueId))
    .map((stream) => ({ ...stream, classes: stream.likes.map((like) => classOf(sorting, like)) }));
  return { rooms, subject, queueOf, classes: sorting.classes, comers };
};
