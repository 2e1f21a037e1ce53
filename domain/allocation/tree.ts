import { compareIds } from '../foundation/ids.ts';
import type { Amounts, Entitlements } from '../foundation/shapes.ts';
import { claimOf, divide, divisionUnit } from './share.ts';
import {
  type Claim,
  type QueueState,
  type Resource,
  resources,
  type Siblings,
  type Snapshot,
  type Tally,
  unbounded,
} from './snapshot.ts';

const none = (): Tally => ({ gpuMilli: 0, cpuMilli: 0, memoryMib: 0 });
const nothing = { quota: 0, limit: -1, weight: 0 };
const unopened: Entitlements = {
  gpuMilli: nothing,
  cpuMilli: nothing,
  memoryMib: nothing,
  priority: 0,
};

/** Adds amounts (`sign` 1) or takes them back (−1). */
export const addTo = (tally: Tally, amounts: Amounts, sign: 1 | -1): void => {
  tally.gpuMilli += sign * amounts.gpuMilli;
  tally.cpuMilli += sign * amounts.cpuMilli;
  tally.memoryMib += sign * amounts.memoryMib;
};

const noteFigures = (snapshot: Snapshot): void => {
  snapshot.figuresGiven += 1;
  snapshot.figuresVersion = snapshot.figuresGiven;
};

/** The queue of that id; one that was never opened exists too, but serves nobody. */
export const queueOf = (snapshot: Snapshot, id: string): QueueState => {
  const known = snapshot.queues.get(id);
  if (known !== undefined) return known;
  const requested = none();
  const asClaimed = { id, parentId: '', openedAt: 0, entitlements: unopened, requested };
  const fresh: QueueState = {
    ...asClaimed,
    isOpen: false,
    parent: undefined,
    children: [],
    siblingsBelow: undefined,
    isServed: false,
    depth: 0,
    allocated: none(),
    nonPreemptible: none(),
    claims: {
      gpuMilli: claimOf(asClaimed, 'gpuMilli'),
      cpuMilli: claimOf(asClaimed, 'cpuMilli'),
      memoryMib: claimOf(asClaimed, 'memoryMib'),
    },
    allocatable: none(),
    classes: new Map(),
    waiting: [],
    evictable: [],
    evictableGpuMilli: 0,
    evictableAt: new Map(),
    next: undefined,
  };
  snapshot.queues.set(id, fresh);
  return fresh;
};

const renewClaims = (snapshot: Snapshot, queue: QueueState): void => {
  queue.claims = {
    gpuMilli: claimOf(queue, 'gpuMilli'),
    cpuMilli: claimOf(queue, 'cpuMilli'),
    memoryMib: claimOf(queue, 'memoryMib'),
  };
  snapshot.isShared = false;
  snapshot.siblingsOnTop = undefined;
  if (queue.parent !== undefined) queue.parent.siblingsBelow = undefined;
  noteFigures(snapshot);
};

/** What a queue is when it opens. @shape `openedAt` is the revision of that fact: smaller is older */
export interface QueueOpening {
  readonly id: string;
  readonly parentId: string;
  readonly openedAt: number;
  readonly entitlements: Entitlements;
}

/** A queue takes workloads from now on. */
export const openQueue = (snapshot: Snapshot, opening: QueueOpening): void => {
  const queue = queueOf(snapshot, opening.id);
  unhook(queue);
  queue.isOpen = true;
  queue.parentId = opening.parentId;
  queue.openedAt = opening.openedAt;
  queue.entitlements = opening.entitlements;
  snapshot.isLinked = false;
  renewClaims(snapshot, queue);
};

/** What the queue is promised was set anew. */
export const entitleQueue = (snapshot: Snapshot, id: string, entitlements: Entitlements): void => {
  const queue = queueOf(snapshot, id);
  queue.entitlements = entitlements;
  renewClaims(snapshot, queue);
};

/** The queue takes nothing more. */
export const closeQueue = (snapshot: Snapshot, id: string): void => {
  const queue = queueOf(snapshot, id);
  queue.isOpen = false;
  snapshot.isLinked = false;
  noteFigures(snapshot);
};

/** Takes the figures of a queue out of its ancestors, before the tree changes. */
const unhook = (queue: QueueState): void => {
  for (let above = queue.parent; above !== undefined; above = above.parent) {
    addTo(above.allocated, queue.allocated, -1);
    addTo(above.nonPreemptible, queue.nonPreemptible, -1);
    addTo(above.requested, queue.requested, -1);
  }
  queue.parent = undefined;
};

const hook = (queue: QueueState, parent: QueueState): void => {
  queue.parent = parent;
  for (let above: QueueState | undefined = parent; above !== undefined; above = above.parent) {
    addTo(above.allocated, queue.allocated, 1);
    addTo(above.nonPreemptible, queue.nonPreemptible, 1);
    addTo(above.requested, queue.requested, 1);
  }
};

/** Whether a queue is the other one or stands somewhere below it. */
export const isUnder = (queue: QueueState, ancestor: QueueState): boolean => {
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent)
    if (at === ancestor) return true;
  return false;
};

/**
 * Puts the tree together anew if a queue opened or closed since.
 *
 * @shape a queue with a missing or closed ancestor is not served, nor one with children.
 * @cost O(queues log queues) then, else nothing.
 */
export const linkQueues = (snapshot: Snapshot): void => {
  if (snapshot.isLinked) return;
  const all = [...snapshot.queues.values()].toSorted((a, b) => compareIds(a.id, b.id));
  for (const queue of all) {
    if (!queue.isOpen) unhook(queue);
    if (queue.parent !== undefined || queue.parentId === '' || !queue.isOpen) continue;
    const parent = snapshot.queues.get(queue.parentId);
    if (parent !== undefined && !isUnder(parent, queue)) hook(queue, parent);
  }
  for (const queue of all)
    queue.children = all.filter((child) => child.isOpen && child.parent === queue);
  const roots = all.filter((queue) => queue.isOpen && queue.parentId === '');
  for (const queue of all) {
    queue.isServed = false;
    queue.siblingsBelow = undefined;
  }
  snapshot.siblingsOnTop = undefined;
  const leaves: QueueState[] = [];
  const visit = (queue: QueueState, depth: number): void => {
    queue.depth = depth;
    queue.isServed = queue.children.length === 0;
    if (queue.isServed) leaves.push(queue);
    for (const child of queue.children) visit(child, depth + 1);
  };
  for (const root of roots) visit(root, 0);
  snapshot.roots = roots;
  snapshot.leaves = leaves;
  snapshot.isLinked = true;
  snapshot.isShared = false;
  noteFigures(snapshot);
};

/** Which figures of a queue a workload counts in. */
export interface Charge {
  readonly amounts: Amounts;
  readonly isPreemptible: boolean;
}

/** Counts a workload as having its devices (`sign` 1) or no more (−1), in its queue and all above. */
export const chargeAllocated = (
  snapshot: Snapshot,
  queue: QueueState,
  charge: Charge & { readonly sign: 1 | -1 },
): void => {
  addTo(snapshot.allocated, charge.amounts, charge.sign);
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent) {
    addTo(at.allocated, charge.amounts, charge.sign);
    if (!charge.isPreemptible) addTo(at.nonPreemptible, charge.amounts, charge.sign);
  }
  noteFigures(snapshot);
};

/** Counts a workload among those that have or want devices (`sign` 1), or no more (−1). */
export const chargeRequested = (
  snapshot: Snapshot,
  queue: QueueState,
  charge: { readonly amounts: Amounts; readonly sign: 1 | -1 },
): void => {
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent)
    addTo(at.requested, charge.amounts, charge.sign);
  snapshot.isShared = false;
};

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

const divideResource = (siblings: Siblings, resource: Resource, total: number): boolean => {
  const claims = siblings.claims[resource];
  for (const queue of siblings.queues) {
    const claim = queue.claims[resource];
    claim.request = queue.requested[resource];
    claim.before = claim.share;
  }
  divide(claims, total, { unit: divisionUnit[resource], usageFactorMilli: 0 });
  let isOther = false;
  for (const queue of siblings.queues) {
    const claim = queue.claims[resource];
    queue.allocatable[resource] = allocatableOf(claim);
    isOther ||= claim.share !== claim.before;
  }
  return isOther;
};

const divideAmong = (siblings: Siblings, total: Amounts): boolean => {
  let isOther = false;
  for (const resource of resources)
    if (divideResource(siblings, resource, total[resource])) isOther = true;
  for (const queue of siblings.queues) {
    if (queue.children.length === 0) continue;
    queue.siblingsBelow ??= siblingsOf(queue.children);
    if (divideAmong(queue.siblingsBelow, fairShareOf(queue))) isOther = true;
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
export const shareOut = (snapshot: Snapshot): void => {
  linkQueues(snapshot);
  if (snapshot.isShared) return;
  snapshot.siblingsOnTop ??= siblingsOf(snapshot.roots);
  if (divideAmong(snapshot.siblingsOnTop, snapshot.total)) noteFigures(snapshot);
  snapshot.isShared = true;
};

/** A bound that a workload would break, at the first queue on the way up. */
export interface Excess {
  readonly queue: QueueState;
  readonly resource: Resource;
}

/** The first limit on the way up that the workload would break. */
export const overLimit = (queue: QueueState, amounts: Amounts): Excess | undefined => {
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent) {
    const { gpuMilli, cpuMilli, memoryMib } = at.claims;
    if (isOver(gpuMilli.limit, at.allocated.gpuMilli, amounts.gpuMilli))
      return { queue: at, resource: 'gpuMilli' };
    if (isOver(cpuMilli.limit, at.allocated.cpuMilli, amounts.cpuMilli))
      return { queue: at, resource: 'cpuMilli' };
    if (isOver(memoryMib.limit, at.allocated.memoryMib, amounts.memoryMib))
      return { queue: at, resource: 'memoryMib' };
  }
  return undefined;
};

/** The first quota on the way up that a non-preemptible workload would break. */
export const overQuota = (queue: QueueState, amounts: Amounts): Excess | undefined => {
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent) {
    const { gpuMilli, cpuMilli, memoryMib } = at.claims;
    if (isOver(gpuMilli.quota, at.nonPreemptible.gpuMilli, amounts.gpuMilli))
      return { queue: at, resource: 'gpuMilli' };
    if (isOver(cpuMilli.quota, at.nonPreemptible.cpuMilli, amounts.cpuMilli))
      return { queue: at, resource: 'cpuMilli' };
    if (isOver(memoryMib.quota, at.nonPreemptible.memoryMib, amounts.memoryMib))
      return { queue: at, resource: 'memoryMib' };
  }
  return undefined;
};

const isOver = (bound: number, allocated: number, asked: number): boolean =>
  bound >= 0 && asked > 0 && allocated + asked > bound;
