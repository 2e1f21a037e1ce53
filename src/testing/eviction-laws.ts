import type { Eviction, Plan, QueueFigures } from '../../domain/allocation/index.ts';
import { amountText } from '../../domain/foundation/amount-text.ts';
import type { BookedWorkload, Books } from './books.ts';
import { leastAskedBy, resources } from './sums.ts';

/** Every eviction names the placement that it serves, and takes off somebody who may be taken off, once. */
export const evictionsServe = (made: Plan, books: Books): string | undefined => {
  const served = new Set([...made.placements, ...made.nominations].map((one) => one.workloadId));
  const gone = new Set<string>();
  for (const { workloadId, preemptorId, action, pods } of made.evictions) {
    if (!served.has(preemptorId) && action !== 'stale-gang')
      return `${workloadId} goes for ${preemptorId}, which gets none of ${served.size} places`;
    // Pods that can be spared may go for different preemptors.
    for (const pod of pods ?? [{ subGroup: '', pod: 0 }]) {
      const name = `${workloadId}/${pod.subGroup}-${pod.pod}`;
      if (gone.has(name)) return `${workloadId} goes twice in one plan`;
      gone.add(name);
    }
    const victim = books.workloads.get(workloadId);
    if (victim?.stage !== 'bound')
      return `${workloadId} goes for ${preemptorId} and holds nothing (${victim?.stage ?? 'gone'})`;
    const mayGo = victim.preemptible || (pods !== undefined && victim.semiPreemptible);
    if (!mayGo && action !== 'stale-gang')
      return `${workloadId} goes for ${preemptorId} and is not preemptible`;
  }
  return undefined;
};

/**
 * Nobody within its share goes for somebody above theirs: a queue takes back only while it stays within its fair share,
 * and only from a queue that is above its quota; inside one queue only the higher priority evicts.
 */
export const sharesAreRespected = (made: Plan, books: Books): string | undefined => {
  for (const eviction of made.evictions) {
    const victim = books.workloads.get(eviction.workloadId);
    const preemptor = books.workloads.get(eviction.preemptorId);
    if (victim === undefined || preemptor === undefined) continue;
    const wrong = wrongFigures(eviction, books) ?? wrongBy(eviction, { victim, preemptor });
    if (wrong !== undefined) return `${victim.id} goes for ${preemptor.id}: ${wrong}`;
  }
  return undefined;
};

/** Shares and priorities have no say in who moves elsewhere, nor in what becomes of a gang that lost members. */
const wrongBy = (
  eviction: Eviction,
  { victim, preemptor }: { readonly victim: BookedWorkload; readonly preemptor: BookedWorkload },
): string | undefined => {
  if (eviction.action === 'preempt') return wrongPriority(victim, preemptor);
  if (eviction.action === 'reclaim' && eviction.movesTo === undefined)
    return wrongShare(eviction, victim, preemptor);
  return undefined;
};

const wrongPriority = (victim: BookedWorkload, preemptor: BookedWorkload): string | undefined => {
  if (victim.queueId !== preemptor.queueId)
    return `priority counts inside a queue, and these are ${victim.queueId} and ${preemptor.queueId}`;
  return victim.priority < preemptor.priority
    ? undefined
    : `its priority ${victim.priority} is not below ${preemptor.priority}`;
};

const wrongShare = (
  { victimQueue, preemptorQueue }: Eviction,
  victim: BookedWorkload,
  preemptor: BookedWorkload,
): string | undefined => {
  if (victim.queueId === preemptor.queueId)
    return `a queue takes nothing back from itself (${victim.queueId})`;
  const isAbove = resources.some((resource) => {
    const deserved = victimQueue.deserved[resource];
    return deserved >= 0 && victimQueue.allocated[resource] > deserved;
  });
  if (!isAbove)
    return `${victimQueue.queueId} is within its quota, with ${amountsText(victimQueue)}`;
  if (preemptorQueue.queueId !== preemptor.queueId) return undefined;
  const asked = leastAskedBy(preemptor);
  const above = resources.find(
    (resource) =>
      preemptorQueue.allocated[resource] + asked[resource] > preemptorQueue.fairShare[resource],
  );
  if (above === undefined) return undefined;
  const has = amountText(preemptorQueue.allocated[above] + asked[above], above);
  const share = amountText(preemptorQueue.fairShare[above], above);
  return `it would lift ${preemptorQueue.queueId} to ${has}, over its fair share of ${share}`;
};

/** The quota and the limit that an eviction quotes are those of the books. */
const wrongFigures = (
  { victimQueue, preemptorQueue }: Eviction,
  books: Books,
): string | undefined => {
  for (const figures of [victimQueue, preemptorQueue]) {
    const queue = books.queues.get(figures.queueId);
    if (queue === undefined) return `it quotes ${figures.queueId}, which is not there`;
    for (const resource of resources) {
      const { quota, limit } = queue.entitlements[resource];
      const [deserved, most] = [figures.deserved[resource], figures.limit[resource]];
      if (deserved !== quota || most !== limit)
        return `it quotes ${queue.id} with quota ${deserved} and limit ${most} of ${resource}; they are ${quota} and ${limit}`;
    }
  }
  return undefined;
};

const amountsText = ({ allocated, deserved }: QueueFigures): string =>
  resources
    .map((one) => `${amountText(allocated[one], one)} of ${amountText(deserved[one], one)}`)
    .join(', ');
