import { invariant } from '../../foundation/invariant.ts';
import type { Amounts } from '../../foundation/shapes.ts';
import { claimOf, divide, divisionUnit, type ShareQueue } from './share.ts';
import { resources } from '../state/snapshot.ts';

/**
 * The fair share of every queue of a pool: the total is divided among the top queues, each part among the children.
 *
 * @shape queues whose parent is missing are left out, with all below them.
 * @unit thousandths of a card, millicores, MiB; `usageFactorMilli` thousandths, 0 leaves past use out
 * @throws InvariantViolation when a figure is not a whole number.
 * @source peer-scheduler reference §1.2
 */
export const fairShares = (
  total: Amounts,
  queues: readonly ShareQueue[],
  usageFactorMilli = 0,
): ReadonlyMap<string, Amounts> => {
  const below = new Map<string, ShareQueue[]>();
  for (const queue of queues) {
    const siblings = below.get(queue.parentId);
    if (siblings === undefined) below.set(queue.parentId, [queue]);
    else siblings.push(queue);
  }
  const shares = new Map<string, Amounts>();
  const divideBelow = (parentId: string, amounts: Amounts): void => {
    const siblings = below.get(parentId) ?? [];
    const byResource = resources.map((resource) => {
      invariant(Number.isSafeInteger(amounts[resource]), `${resource} of ${parentId} is not whole`);
      const claims = siblings.map((queue) => claimOf(queue, resource));
      divide(claims, amounts[resource], { unit: divisionUnit[resource], usageFactorMilli });
      return claims;
    });
    for (const [at, queue] of siblings.entries()) {
      const [gpuMilli, cpuMilli, memoryMib] = byResource.map((claims) => claims[at]?.share ?? 0);
      const share = {
        gpuMilli: gpuMilli ?? 0,
        cpuMilli: cpuMilli ?? 0,
        memoryMib: memoryMib ?? 0,
      };
      shares.set(queue.id, share);
      divideBelow(queue.id, share);
    }
  };
  divideBelow('', total);
  return shares;
};
