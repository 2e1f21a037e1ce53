import type { Entitlements } from '../foundation/shapes.ts';
import { queueIdOf, type QueuePlace } from '../queue/index.ts';

/** One queue as this process sees it: what its owner was granted last, and whether it is open. */
export interface KnownQueue {
  readonly id: string;
  readonly place: QueuePlace;
  /** What the owner was granted last; `undefined` for a queue that came by another way. */
  granted: Entitlements | undefined;
  phase: 'Awaited' | 'Asked' | 'Open' | 'Closed';
  isOwnerDeleted: boolean;
  readonly openChildren: Set<string>;
}

/** What is known of owners and their queues. */
export interface QueuesState {
  readonly departmentOf: Map<string, string>;
  readonly queues: Map<string, KnownQueue>;
  /** Queues by owner, and by parent. */
  readonly owned: Map<string, KnownQueue[]>;
  readonly children: Map<string, KnownQueue[]>;
}

/** The queue of that place, which is known from the first word of it. */
export const known = (state: QueuesState, place: QueuePlace): KnownQueue => {
  const id = queueIdOf(place);
  const before = state.queues.get(id);
  if (before !== undefined) return before;
  const queue: KnownQueue = {
    id,
    place,
    granted: undefined,
    phase: 'Awaited',
    isOwnerDeleted: false,
    openChildren: new Set(),
  };
  state.queues.set(id, queue);
  listIn(state.owned, `${place.ownerKind}/${place.ownerId}`).push(queue);
  if (place.parentId !== '') listIn(state.children, place.parentId).push(queue);
  return queue;
};

const listIn = (lists: Map<string, KnownQueue[]>, key: string): KnownQueue[] => {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
};
