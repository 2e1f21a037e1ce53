import type { Verdict } from '../../foundation/verdict.ts';
import { overLimit, overQuota } from '../fit/bounds.ts';
import { isForeign } from '../fit/claims.ts';
import { notLent } from '../fit/lending.ts';
import { closedModels, type NamedExcess, overNamed } from '../fit/named-bounds.ts';
import { isRefused, offerOf } from '../fit/offer.ts';
import { domainTreeOf } from '../gang/domains.ts';
import { haveRoom } from '../gang/gang.ts';
import type { Draft } from '../plan/draft.ts';
import type { Build, WaitingClass, Workload } from '../state/snapshot.ts';
import type { TopologyConstraint } from '../../foundation/shapes.ts';
import { insufficient } from './insufficient.ts';
import { canSit, holderBefore, keeperIn } from './kept-room.ts';
import { isKeptApart, refusedByNeighbours, withoutNeighbours } from './neighbourhood.ts';

/** What stands between a class and its devices, and how it is told with its numbers. */
export interface Obstacle {
  readonly tag: Verdict['_tag'];
  readonly tell: () => Verdict;
}

/** Says whether its obstacle is there. */
type Judge = (draft: Draft, one: WaitingClass) => Obstacle | undefined;

const obstacle = (verdict: Verdict): Obstacle => ({ tag: verdict._tag, tell: () => verdict });

const queueNotFound: Judge = (_draft, { queue }) =>
  queue.isServed ? undefined : obstacle({ _tag: 'QueueNotFound', queueId: queue.id });

const noMatchingNode: Judge = ({ snapshot }, { queue, shape }) => {
  if (isForeign(queue, shape)) {
    const nodes = snapshot.nodes.count;
    const refusals = [{ reason: 'claims', nodes }];
    const none = { refusedBySelector: 0, refusedByTaint: 0 };
    return obstacle({ _tag: 'NoMatchingNode', nodes, ...none, refusals });
  }
  for (const { kind } of shape.parts) {
    const offer = offerOf(snapshot.nodes, kind);
    if (!isRefused(offer)) continue;
    const { nodes, refusedBySelector, refusedByTaint, refusals } = offer;
    return obstacle({
      _tag: 'NoMatchingNode',
      nodes,
      refusedBySelector,
      refusedByTaint,
      ...(refusals.length === 0 ? {} : { refusals: [...refusals] }),
    });
  }
  return undefined;
};

const largerThanAnyNode: Judge = ({ snapshot }, { shape }) => {
  for (const { name, kind } of shape.parts) {
    const offer = offerOf(snapshot.nodes, kind);
    if (offer.fitsEmpty > 0) continue;
    const { largestGpuMilli, largestCpuMilli, largestMemoryBytes } = offer;
    return obstacle({
      _tag: 'LargerThanAnyNode',
      subGroup: name,
      askedGpuMilli: kind.askedGpuMilli,
      largestGpuMilli,
      askedCpuMilli: kind.cpuMilli,
      largestCpuMilli,
      askedMemoryBytes: kind.memoryBytes,
      largestMemoryBytes,
    });
  }
  return undefined;
};

const isOverLimit: Judge = (_draft, { queue: leaf, shape }) => {
  const excess = overLimit(leaf, shape.amounts);
  if (excess === undefined) return undefined;
  const { queue, resource } = excess;
  return obstacle({
    _tag: 'OverLimit',
    queueId: queue.id,
    resource,
    limit: queue.claims[resource].limit,
    allocated: queue.allocated[resource],
    asked: shape.amounts[resource],
  });
};

const namedObstacle = ({ queue, name, limit, allocated, asked }: NamedExcess): Obstacle =>
  obstacle({ _tag: 'OverNamedLimit', queueId: queue.id, name, limit, allocated, asked });

const firstOf = ({ entries, head }: WaitingClass): Workload | undefined => entries[head];

const isOverNamed: Judge = ({ snapshot, policy }, one) => {
  if (!snapshot.hasNamed) return undefined;
  const { queue, shape, isPreemptible } = one;
  const excess = overNamed(snapshot, one);
  if (excess !== undefined) return namedObstacle(excess);
  // Closed models stand in the way only of what would have room on them; who may shrink is not held to their quotas.
  const mayGo = isPreemptible || firstOf(one)?.isSemiPreemptible === true;
  const [closed] = closedModels(snapshot, { queue, shape, isPreemptible: mayGo }).values();
  if (closed === undefined || !haveRoom(snapshot, withoutNeighbours(shape), policy))
    return undefined;
  return namedObstacle(closed);
};

const isOverQuota: Judge = (_draft, { queue: leaf, shape, isPreemptible }) => {
  const excess = isPreemptible ? undefined : overQuota(leaf, shape.amounts);
  if (excess === undefined) return undefined;
  const { queue, resource } = excess;
  return obstacle({
    _tag: 'NonPreemptibleOverQuota',
    queueId: queue.id,
    resource,
    quota: queue.claims[resource].quota,
    allocatedNonPreemptible: queue.nonPreemptible[resource],
    asked: shape.amounts[resource],
  });
};

const isWithheld: Judge = ({ snapshot, policy }, { queue: leaf, shape }) => {
  if (!snapshot.hasLending || !haveRoom(snapshot, shape, policy)) return undefined;
  const found = notLent(snapshot, leaf, shape.amounts);
  if (found === undefined) return undefined;
  const { queue, resource, free, withheld } = found;
  const asked = shape.amounts[resource];
  return obstacle({
    _tag: 'WithheldFromLending',
    queueId: queue.id,
    resource,
    free,
    withheld,
    asked,
  });
};

/** The constraint that all its pods stand under, or one that some of them do. */
const required = ({ topology, sets, groups }: Build): TopologyConstraint | undefined =>
  [{ topology }, ...groups, ...sets].find((one) => one.topology?.required !== undefined)?.topology;

/** Other pods are in its way, or too far off: it would have a place without them. What changes with them is told late. */
const isApart: Judge = (draft, one) => {
  const workload = firstOf(one);
  const asker = workload && { workload, shape: one.shape };
  if (asker === undefined || !isKeptApart(draft, asker)) return undefined;
  return { tag: 'NoMatchingNode', tell: () => refusedByNeighbours(draft, asker) };
};

const noDomainFits: Judge = (draft, one) => {
  const workload = firstOf(one);
  const build = workload?.build;
  const constraint = build?.isBoundToPlaces === true ? required(build) : undefined;
  if (workload === undefined || constraint?.required === undefined) return undefined;
  const { snapshot, policy } = draft;
  // Pods that have no room anywhere wait for capacity, not for a domain; those whom others keep out were told so.
  const shape = withoutNeighbours(one.shape);
  if (!haveRoom(snapshot, shape, policy) || canSit(draft, { workload, shape })) return undefined;
  const tree = domainTreeOf(snapshot, constraint.topology);
  const level = constraint.required;
  return obstacle({
    _tag: 'NoDomainFits',
    topology: constraint.topology,
    level,
    domains: tree?.byLevel[tree.levels.indexOf(level)]?.length ?? 0,
    podsAsked: one.shape.pods,
  });
};

/** What is told where nothing else is in the way. */
export const noRoom = (draft: Draft, one: WaitingClass): Obstacle => ({
  tag: 'InsufficientCapacity',
  tell: () => insufficient(draft, one),
});

/** What keeps room for others from somebody of a class. */
const keptFrom = (
  draft: Draft,
  { shape }: WaitingClass,
  workload: Workload,
): Obstacle | undefined => {
  const holderId = holderBefore(draft, { workload, shape });
  return holderId === undefined
    ? undefined
    : obstacle({ _tag: 'ReservedForAnother', holderId, podsAsked: shape.pods });
};

/** Whoever keeps room hears of its own what it hears; here the others of its class are asked for. */
const isReserved: Judge = (draft, one) => {
  if (draft.reserved.length === 0) return undefined;
  const holder = keeperIn(draft, one);
  const other = one.entries.find((entry) => entry?.waitingClass === one && entry !== holder);
  const workload = other ?? firstOf(one);
  return workload && keptFrom(draft, one, workload);
};

/** What is told to whoever keeps room, where the others of its class are told that room is kept. */
export const obstacleOfKeeper = (draft: Draft, one: WaitingClass, keeper: Workload): Obstacle =>
  keptFrom(draft, one, keeper) ?? noRoom(draft, one);

/** In the order of precedence: the first that finds something is told. */
const judges: readonly Judge[] = [
  queueNotFound,
  noMatchingNode,
  largerThanAnyNode,
  isOverLimit,
  isOverNamed,
  isOverQuota,
  isWithheld,
  isApart,
  noDomainFits,
  isReserved,
];

/** What is told to those whom no action tried, for too many of their queue come before them. */
export const beyondDepth = ({ policy }: Draft, { queue }: WaitingClass): Obstacle =>
  obstacle({
    _tag: 'BeyondQueueDepth',
    queueId: queue.id,
    depth: policy.bounds.queueDepthMax,
    waiting: queue.waiting.reduce((sum, { waiting }) => sum + waiting, 0),
  });

/** The first obstacle of a class. @source scheduling §3.5 */
export const obstacleOf = (draft: Draft, one: WaitingClass): Obstacle => {
  for (const judge of judges) {
    const found = judge(draft, one);
    if (found !== undefined) return found;
  }
  return noRoom(draft, one);
};
