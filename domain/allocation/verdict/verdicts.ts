import type { AttemptedAction, Verdict } from '../../foundation/verdict.ts';
import { compareIds } from '../../foundation/ids.ts';
import type { Draft } from '../plan/draft.ts';
import { isRefused, offerOf } from '../fit/offer.ts';
import type { ChangedVerdict } from '../plan/plan.ts';
import { roomFor } from '../fit/seek.ts';
import type { Offer, Outcome, Part, WaitingClass, Workload } from '../state/snapshot.ts';
import { verdictTags } from '../state/stages.ts';
import { type Excess, overLimit, overQuota } from '../fit/bounds.ts';

/** The index of the first obstacle of a class; −1 while its queue would let it in. */
const obstacleOf = (draft: Draft, one: WaitingClass): number => {
  const { queue, shape } = one;
  const table = draft.snapshot.nodes;
  if (!queue.isServed) return 0;
  let isTooLarge = false;
  for (const part of shape.parts) {
    const offer = offerOf(table, part.kind);
    if (isRefused(offer)) return 2;
    isTooLarge ||= offer.fitsEmpty === 0;
  }
  if (isTooLarge) return 3;
  if (overLimit(queue, shape.amounts) !== undefined) return 4;
  if (!one.isPreemptible && overQuota(queue, shape.amounts) !== undefined) return 5;
  return 6;
};

const largerThanAny = (part: Part, offer: Offer): Verdict => ({
  _tag: 'LargerThanAnyNode',
  subGroup: part.name,
  askedGpuMilli: part.kind.gpuDevices * part.kind.gpuMilli,
  largestGpuMilli: offer.largestGpuMilli,
  askedCpuMilli: part.kind.cpuMilli,
  largestCpuMilli: offer.largestCpuMilli,
  askedMemoryBytes: part.kind.memoryBytes,
  largestMemoryBytes: offer.largestMemoryBytes,
});

const overLimitOf = (one: WaitingClass, { queue, resource }: Excess): Verdict => ({
  _tag: 'OverLimit',
  queueId: queue.id,
  resource,
  limit: queue.claims[resource].limit,
  allocated: queue.allocated[resource],
  asked: one.shape.amounts[resource],
});

const overQuotaOf = (one: WaitingClass, { queue, resource }: Excess): Verdict => ({
  _tag: 'NonPreemptibleOverQuota',
  queueId: queue.id,
  resource,
  quota: queue.claims[resource].quota,
  allocatedNonPreemptible: queue.nonPreemptible[resource],
  asked: one.shape.amounts[resource],
});

const attempted = (
  action: 'consolidate' | 'reclaim' | 'preempt',
  outcome: Outcome,
): readonly AttemptedAction[] =>
  outcome.obstacle === 'none'
    ? []
    : [{ action, obstacle: outcome.obstacle, figure: outcome.figure, bound: outcome.bound }];

const insufficient = (draft: Draft, one: WaitingClass): Verdict => {
  const { shape } = one;
  const table = draft.snapshot.nodes;
  const { policy } = draft;
  let podsFit = 0;
  for (const part of shape.parts)
    podsFit += roomFor(table, part.kind, { enough: part.pods, policy });
  let freeGpuMilli = 0;
  for (let rank = 0; rank < table.count; rank += 1) {
    const slot = table.slotAt[rank] ?? 0;
    if (table.usable[slot] === 1) freeGpuMilli += table.gpuFuture[slot] ?? 0;
  }
  return {
    _tag: 'InsufficientCapacity',
    podsAsked: shape.pods,
    podsFit,
    askedGpuMilli: shape.amounts.gpuMilli,
    freeGpuMilli,
    actions: [
      { action: 'allocate', obstacle: 'TooFewPodsFit', figure: podsFit, bound: shape.pods },
      ...attempted('consolidate', one.consolidate),
      ...attempted('reclaim', one.reclaim),
      ...attempted('preempt', one.preempt),
    ],
  };
};

/** The first obstacle of a class with its numbers. */
const verdictOf = (draft: Draft, one: WaitingClass): Verdict => {
  const { queue, shape } = one;
  if (!queue.isServed) return { _tag: 'QueueNotFound', queueId: queue.id };
  const table = draft.snapshot.nodes;
  for (const part of shape.parts) {
    const offer = offerOf(table, part.kind);
    const { nodes, refusedBySelector, refusedByTaint } = offer;
    if (isRefused(offer))
      return { _tag: 'NoMatchingNode', nodes, refusedBySelector, refusedByTaint };
  }
  for (const part of shape.parts) {
    const offer = offerOf(table, part.kind);
    if (offer.fitsEmpty === 0) return largerThanAny(part, offer);
  }
  const limited = overLimit(queue, shape.amounts);
  if (limited !== undefined) return overLimitOf(one, limited);
  const excess = one.isPreemptible ? undefined : overQuota(queue, shape.amounts);
  if (excess !== undefined) return overQuotaOf(one, excess);
  return insufficient(draft, one);
};

const tellClass = (draft: Draft, one: WaitingClass, told: ChangedVerdict[]): void => {
  const obstacle = obstacleOf(draft, one);
  // As a rule all of them know already.
  if (one.byTag[obstacle + 1]?.size === one.waiting) return;
  let verdict: Verdict | undefined;
  for (const [code, workloads] of one.byTag.entries()) {
    if (code === obstacle + 1 || workloads.size === 0) continue;
    for (const workload of workloads) {
      if (workload.decidedIn === draft.number || workload.bound.length > 0) continue;
      verdict ??= verdictOf(draft, one);
      told.push({ workloadId: workload.id, verdict });
    }
  }
};

const awaiting: number = verdictTags.indexOf('AwaitingRelease');

const tellNominated = (draft: Draft, told: ChangedVerdict[]): void => {
  const waiting: Workload[] = [...draft.nominated];
  for (const workload of draft.snapshot.nominated)
    if (workload.decidedIn !== draft.number) waiting.push(workload);
  for (const workload of waiting) {
    if (workload.tag === awaiting) continue;
    if (workload.bound.length > 0 || workload.exit !== 'none') continue;
    const { pods, devices } = workload.shape;
    told.push({
      workloadId: workload.id,
      verdict: { _tag: 'AwaitingRelease', pods, devices },
    });
  }
};

/**
 * Tells those who still wait why, where the first obstacle has another tag than the one they know.
 *
 * @cost O(classes) + O(verdicts told)
 */
export const tellVerdicts = (draft: Draft): readonly ChangedVerdict[] => {
  const told: ChangedVerdict[] = [];
  for (const queue of draft.snapshot.queues.values())
    for (const one of queue.waiting) tellClass(draft, one, told);
  tellNominated(draft, told);
  return told.toSorted((a, b) => compareIds(a.workloadId, b.workloadId));
};
