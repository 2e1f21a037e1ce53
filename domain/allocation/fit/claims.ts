import { cardsOfClaim } from '../state/claim-uses.ts';
import type { Kind, QueueState, Shape } from '../state/snapshot.ts';

/**
 * The first claim that pods of the kind may not use in that queue: one of cards that belongs to another queue.
 *
 * @source peer-scheduler reference §1.9 (the queue label of shared claims of cards)
 */
export const foreignClaim = ({ extras }: Kind, queueId: string): string | undefined =>
  extras?.claims.find((use) => {
    const owner = use.claim?.queueId ?? '';
    return cardsOfClaim(use) > 0 && owner !== '' && owner !== queueId;
  })?.name;

/** Whether an ask names a claim of another queue: no node will do for it in this one. */
export const isForeign = ({ id }: QueueState, { parts }: Shape): boolean =>
  parts.some(({ kind }) => kind.extras !== undefined && foreignClaim(kind, id) !== undefined);
