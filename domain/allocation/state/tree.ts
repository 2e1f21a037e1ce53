import { compareIds } from '../../foundation/ids.ts';
import type { QueueTerms } from '../../foundation/queue-terms.ts';
import type { Amounts, Entitlements } from '../../foundation/shapes.ts';
import { addTo, noteFigures } from './figures.ts';
import { addNamed, countNamed } from './named.ts';
import { claimOf, type ShareQueue } from '../share/share.ts';
import { type QueueState, resources, type Snapshot, type Tally } from './snapshot.ts';

const none = (): Tally => ({ gpuMilli: 0, cpuMilli: 0, memoryMib: 0 });
const nothing = { quota: 0, limit: -1, weight: 0 };
const unopened: Entitlements = {
  gpuMilli: nothing,
  cpuMilli: nothing,
  memoryMib: nothing,
  priority: 0,
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
    claims: claimsOf(asClaimed),
    allocatable: none(),
    classes: new Map(),
    classOfShape: new Map(),
    waiting: [],
    evictable: [],
    evictableGpuMilli: 0,
    evictableAt: new Map(),
    terms: {},
    named: new Map(),
    placedAges: [],
    placedCount: 0,
    usageMilli: none(),
    next: undefined,
    growing: [],
  };
  snapshot.queues.set(id, fresh);
  return fresh;
};

const claimsOf = (queue: ShareQueue): QueueState['claims'] => ({
  gpuMilli: claimOf(queue, 'gpuMilli'),
  cpuMilli: claimOf(queue, 'cpuMilli'),
  memoryMib: claimOf(queue, 'memoryMib'),
});

/** How much a queue has used over time, of the capacity. @unit thousandths */
export const setUsage = (snapshot: Snapshot, id: string, usageMilli: Amounts): void => {
  const queue = queueOf(snapshot, id);
  queue.usageMilli = usageMilli;
  renewClaims(snapshot, queue);
};

const renewClaims = (snapshot: Snapshot, queue: QueueState): void => {
  queue.claims = claimsOf(queue);
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
  readonly terms?: QueueTerms;
}

/** A queue takes workloads from now on. */
export const openQueue = (snapshot: Snapshot, opening: QueueOpening): void => {
  const queue = queueOf(snapshot, opening.id);
  unhook(queue);
  queue.isOpen = true;
  queue.parentId = opening.parentId;
  queue.openedAt = opening.openedAt;
  queue.entitlements = opening.entitlements;
  setTerms(snapshot, queue, opening.terms ?? {});
  snapshot.isLinked = false;
  renewClaims(snapshot, queue);
};

const setTerms = (snapshot: Snapshot, queue: QueueState, terms: QueueTerms): void => {
  queue.terms = terms;
  snapshot.tenancy.termsVersion += 1;
  snapshot.hasLending ||= terms.lendingMax !== undefined;
  if (terms.others === undefined || snapshot.hasNamed) return;
  snapshot.hasNamed = true;
  countNamed(snapshot);
};

/** What the queue is promised was set anew; its terms stay. */
export const entitleQueue = (snapshot: Snapshot, id: string, entitlements: Entitlements): void => {
  const queue = queueOf(snapshot, id);
  queue.entitlements = entitlements;
  renewClaims(snapshot, queue);
};

/** What the queue asks besides shares was set anew, all of it. */
export const setQueueTerms = (snapshot: Snapshot, id: string, terms: QueueTerms): void => {
  setTerms(snapshot, queueOf(snapshot, id), terms);
  noteFigures(snapshot);
};

/** The queue takes nothing more; what its workloads have stays with those above until they leave. */
export const closeQueue = (snapshot: Snapshot, id: string): void => {
  const queue = queueOf(snapshot, id);
  if (!queue.isOpen) return;
  const { parent } = queue;
  if (parent !== undefined) countAbove(queue, parent, -1);
  queue.isOpen = false;
  if (parent !== undefined) countAbove(queue, parent, 1);
  snapshot.isLinked = false;
  snapshot.isShared = false;
  noteFigures(snapshot);
};

/** Counts what a queue has and wants in those above it; above a closed queue only what is had counts as wanted. */
const countAbove = (queue: QueueState, parent: QueueState, sign: 1 | -1): void => {
  for (const [name, tally] of queue.named) addNamed(parent, { name, ...tally }, sign);
  let isClosed = !queue.isOpen;
  for (let above: QueueState | undefined = parent; above !== undefined; above = above.parent) {
    addTo(above.allocated, queue.allocated, sign);
    addTo(above.nonPreemptible, queue.nonPreemptible, sign);
    addTo(above.requested, isClosed ? queue.allocated : queue.requested, sign);
    isClosed ||= !above.isOpen;
  }
};

/** Takes the figures of a queue out of its ancestors, before the tree changes. */
const unhook = (queue: QueueState): void => {
  if (queue.parent !== undefined) countAbove(queue, queue.parent, -1);
  queue.parent = undefined;
};

const hook = (queue: QueueState, parent: QueueState): void => {
  queue.parent = parent;
  countAbove(queue, parent, 1);
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
  snapshot.tenancy.termsVersion += 1;
  const all = [...snapshot.queues.values()].toSorted((a, b) => compareIds(a.id, b.id));
  for (const queue of all) {
    if (queue.parent !== undefined || queue.parentId === '') continue;
    const parent = snapshot.queues.get(queue.parentId);
    if (parent !== undefined && !isUnder(parent, queue)) hook(queue, parent);
  }
  for (const queue of all)
    queue.children = queue.isOpen
      ? all.filter((child) => child.isOpen && child.parent === queue)
      : [];
  const roots = all.filter((queue) => queue.isOpen && queue.parentId === '');
  for (const queue of all) {
    queue.isServed = false;
    queue.siblingsBelow = undefined;
    // Nobody divides anything among queues that are closed or lost: what they got last is theirs no more.
    for (const resource of resources) queue.claims[resource].share = 0;
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
