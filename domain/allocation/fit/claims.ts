import { cardsOfClaim } from '../state/claim-uses.ts';
import type { Kind } from '../state/snapshot.ts';

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
