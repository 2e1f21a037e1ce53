import type { Amounts } from '../../foundation/shapes.ts';
import type { Policy } from '../policy/policy.ts';
import { noteFigures } from '../state/figures.ts';
import { divide, divisionUnit } from './share.ts';
import type { Claim, Division } from '../state/division.ts';
import {
  type QueueState,
  type Resource,
  type Siblings,
  type Snapshot,
  unbounded,
} from '../state/snapshot.ts';
import { linkQueues } from '../state/tree.ts';

const allocatableOf = ({ quota, limit, share }: Claim): number => {
  const most = limit < 0 ? unbounded : limit;
  return quota < 0 ? most : Math.min(most, Math.max(quota, share));
};

const divisionOf = (queues: readonly QueueState[], resource: Resource): Division => {
  const claims = queues.map((queue) => queue.claims[resource]);
  const isUsed = claims.some(({ usageMilli }) => usageMilli > 0);
  return { claims, isUsed, isAskedAnew: true, total: -1, usageFactorMilli: 0 };
};

const siblingsOf = (queues: readonly QueueState[]): Siblings => ({
  queues,
  divisions: {
    gpuMilli: divisionOf(queues, 'gpuMilli'),
    cpuMilli: divisionOf(queues, 'cpuMilli'),
    memoryMib: divisionOf(queues, 'memoryMib'),
  },
});

const ask = (division: Division, claim: Claim, request: number): void => {
  claim.before = claim.share;
  if (claim.request === request) return;
  claim.request = request;
  division.isAskedAnew = true;
};

/** Lets each claim ask for what its queue asks for now. Resources stand one by one: naming them is faster than looking them up. */
const askAnew = ({ queues, divisions }: Siblings): void => {
  const { gpuMilli, cpuMilli, memoryMib } = divisions;
  for (const { claims, requested } of queues) {
    ask(gpuMilli, claims.gpuMilli, requested.gpuMilli);
    ask(cpuMilli, claims.cpuMilli, requested.cpuMilli);
    ask(memoryMib, claims.memoryMib, requested.memoryMib);
  }
};

/** Divides a resource unless it would come out as last; says whether it did. */
const divideAnew = (
  division: Division,
  unit: number,
  { total, policy }: { readonly total: number; readonly policy: Policy },
): boolean => {
  const { claims, isUsed } = division;
  // Without any past use the shares are the same whether it counts or not.
  const usageFactorMilli = isUsed ? policy.usage.factorMilli : 0;
  const isSame = division.total === total && division.usageFactorMilli === usageFactorMilli;
  if (isSame && !division.isAskedAnew) return false;
  division.isAskedAnew = false;
  division.total = total;
  division.usageFactorMilli = usageFactorMilli;
  divide(claims, total, { unit, usageFactorMilli });
  return true;
};

const isMoved = ({ share, before }: Claim): boolean => share !== before;

/** Lets queues take what follows from their shares; says whether a share is another than before. */
const allow = ({ queues }: Siblings): boolean => {
  let isOther = false;
  for (const { claims, allocatable } of queues) {
    const { gpuMilli, cpuMilli, memoryMib } = claims;
    allocatable.gpuMilli = allocatableOf(gpuMilli);
    allocatable.cpuMilli = allocatableOf(cpuMilli);
    allocatable.memoryMib = allocatableOf(memoryMib);
    isOther ||= isMoved(gpuMilli) || isMoved(cpuMilli) || isMoved(memoryMib);
  }
  return isOther;
};

const divideAmong = (siblings: Siblings, total: Amounts, policy: Policy): boolean => {
  const { gpuMilli, cpuMilli, memoryMib } = siblings.divisions;
  askAnew(siblings);
  const isGpu = divideAnew(gpuMilli, divisionUnit.gpuMilli, { total: total.gpuMilli, policy });
  const isCpu = divideAnew(cpuMilli, divisionUnit.cpuMilli, { total: total.cpuMilli, policy });
  const memory = { total: total.memoryMib, policy };
  const isMemory = divideAnew(memoryMib, divisionUnit.memoryMib, memory);
  let isOther = (isGpu || isCpu || isMemory) && allow(siblings);
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
