import {
  closeQueue,
  entitleQueue,
  openQueue,
  setQueueTerms,
} from '../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { retell } from './usage.ts';
import { type Capacity, poolOf } from './view.ts';

/** What moves a queue. */
export const queueTypes = [
  'QueueOpened',
  'QueueEntitled',
  'QueueClosed',
] as const satisfies readonly BerthRecorded['type'][];

/** See `queueTypes`. */
export type QueueFact = Extract<BerthRecorded, { readonly type: (typeof queueTypes)[number] }>;

/** A queue opens, gets another entitlement, or closes. */
export const applyQueue = (view: Capacity, event: QueueFact): void => {
  const { id } = event.subject;
  if (event.type === 'QueueOpened') {
    const pool = poolOf(view, event.data.nodePoolId);
    retell(view, pool);
    view.poolOfQueue.set(id, pool);
    const { parentId, entitlements } = event.data;
    const { terms = {} } = entitlements;
    openQueue(pool, { id, parentId, openedAt: event.revision, entitlements, terms });
    view.changed.add(pool.nodePoolId);
    return;
  }
  const pool = view.poolOfQueue.get(id);
  if (pool === undefined) return;
  if (event.type === 'QueueEntitled') {
    const { entitlements } = event.data;
    entitleQueue(pool, id, entitlements);
    setQueueTerms(pool, id, entitlements.terms ?? {});
  } else {
    closeQueue(pool, id);
    view.poolOfQueue.delete(id);
  }
  view.changed.add(pool.nodePoolId);
};
