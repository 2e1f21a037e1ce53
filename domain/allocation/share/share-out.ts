import type { Amounts } from '../../foundation/shapes.ts';
import type { Policy } from '../policy/policy.ts';
import { noteFigures } from '../state/figures.ts';
import { divide, divisionUnit } from './share.ts';
import {
  type Claim,
  type QueueState,
  type Resource,
  resources,
  type Siblings,
  type Snapshot,
  unbounded,
} from '../state/snapshot.ts';
import { linkQueues } from '../state/tree.ts';

const allocatableOf = ({ quota, limit, share }: Claim): number => {
  const most = limit < 0 ? unbounded : limit;
  return quota < 0 ? most : Math.min(most, Math.max(quota, share));
};

const siblingsOf = (queues: readonly QueueState[]): Siblings => ({
  queues,
  claims: {
    gpuMilli: queues.map((queue) => queue.claims.gpuMilli),
    cpuMilli: queues.map((queue) => queue.claims.cpuMilli),
    memoryMib: queues.map((queue) => queue.claims.memoryMib),
  },
});

/** Past use counts where somebody has any; without any the shares are the same either way. */
const factorFor = (claims: readonly Claim[], policy: Policy): number =>
  claims.some(({ usageMilli }) => usageMilli > 0) ? policy.usage.factorMilli : 0;

const divideResource = (
  siblings: Siblings,
  resource: Resource,
  by: { readonly total: number; readonly policy: Policy },
): boolean => {
  const claims = siblings.claims[resource];
  for (const queue of siblings.queues) {
    const claim = queue.claims[resource];
    claim.request = queue.requested[resource];
    claim.before = claim.share;
  }
  const usageFactorMilli = factorFor(claims, by.policy);
  divide(claims, by.total, { unit: divisionUnit[resource], usageFactorMilli });
  let isOther = false;
  for (const queue of siblings.queues) {
    const claim = queue.claims[resource];
    queue.allocatable[resource] = allocatableOf(claim);
    isOther ||= claim.share !== claim.before;
  }
  return isOther;
};

const divideAmong = (siblings: Siblings, total: Amounts, policy: Policy): boolean => {
  let isOther = false;
  for (const resource of resources)
    if (divideResource(siblings, resource, { total: total[resource], policy })) isOther = true;
  for (const queue of siblings.queues) {
    if (queue.children.length === 0) continue;
    queue.siblingsBelow ??= siblingsOf(queue.children);
    if (divideAmong(queue.siblingsBelow, fairShareOf(queue), policy)) isOther = true;
  }
  return isOther;
};

/** The fair share of a queue as last divided. */
export const fairShareOf = (queue: QueueState): Amounts => ({
  gpuMilli: queue.claims.gpuMilli.share,
  cpuMilli: queue.claims.cpuMilli.share,
  memoryMib: queue.claims.memoryMib.share,
});

/** Divides the pool anew if somebody asks for more or less, or nodes came or went, since it was divided. */
export const shareOut = (snapshot: Snapshot, policy: Policy): void => {
  linkQueues(snapshot);
  const { factorMilli } = policy.usage;
  if (snapshot.isShared && snapshot.sharedBy === factorMilli) return;
  snapshot.sharedBy = factorMilli;
  snapshot.siblingsOnTop ??= siblingsOf(snapshot.roots);
  if (divideAmong(snapshot.siblingsOnTop, snapshot.total, policy)) noteFigures(snapshot);
  snapshot.isShared = true;
};
