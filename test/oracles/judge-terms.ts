import type { Plan } from '../../domain/allocation/index.ts';
import { type BookedJob, type Books, isAt } from './books.ts';
import { afterAll } from './decisions.ts';
import { resources } from './fair-share.ts';
import { groupOf } from './predicates.ts';
import { allocatedTo, below, pathOf, poolTotal, sumOf } from './sums.ts';

/** What a workload holds of each device model and each countable resource. */
const namedOf = (books: Books, { submission, pods }: BookedJob): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  const add = (name: string, amount: number): void => {
    sums.set(name, (sums.get(name) ?? 0) + amount);
  };
  for (const { placement, stage } of pods) {
    if (stage === 'leaving') continue;
    const { gpuModel } = books.nodes.get(placement.nodeId)?.offer ?? {};
    if (gpuModel !== undefined && placement.devices.length > 0)
      add(`gpu:${gpuModel}`, placement.devices.length * placement.gpuMilli);
    const { resources: named } = groupOf(submission, placement.subGroup)?.request ?? {};
    for (const [name, amount] of Object.entries(named ?? {})) add(name, amount);
  }
  return sums;
};

/** What is held of a name in a queue and below it. */
export const namedBelow = (
  books: Books,
  at: { readonly queueId: string; readonly name: string },
  isCounted: (job: BookedJob) => boolean = () => true,
): number =>
  [...books.jobs.values()]
    .filter((job) => pathOf(books, job.queueId).includes(at.queueId) && isCounted(job))
    .reduce((sum, job) => sum + (namedOf(books, job).get(at.name) ?? 0), 0);

/** Whether somebody may ever be made to stop, or to shrink. */
export const mayGo = ({ submission }: BookedJob): boolean =>
  submission.isPreemptible || submission.isSemiPreemptible === true;

/** Every limit of a device model or a named resource that a plan passes, and every such quota of what stays, in words. */
export const wrongNamed = (books: Books, made: Plan): readonly string[] => {
  const next = afterAll(books, made);
  return [...made.placements, ...made.nominations].flatMap(({ workloadId }) => {
    const before = books.jobs.get(workloadId);
    const job = next.jobs.get(workloadId);
    // A place that was held counted when it was given.
    if (before === undefined || job === undefined || isAt(before, 'held')) return [];
    const had = namedOf(books, before);
    const gets = [...namedOf(next, job)].filter(([name, has]) => has > (had.get(name) ?? 0));
    return pathOf(books, job.queueId).flatMap((queueId) =>
      gets.flatMap(([name]) => {
        const { limit = -1, quota = -1 } = books.queues.get(queueId)?.terms?.others?.[name] ?? {};
        const has = namedBelow(next, { queueId, name });
        const stays = namedBelow(next, { queueId, name }, (one) => !mayGo(one));
        return [
          ...(limit >= 0 && has > limit ? [`${workloadId} lifts ${queueId} over ${name}`] : []),
          ...(!mayGo(job) && quota >= 0 && stays > quota
            ? [`${workloadId} lifts what stays in ${queueId} over ${name}`]
            : []),
        ];
      }),
    );
  });
};

/**
 * What is borrowed although those whose it is do not lend it, in words.
 *
 * @shape looks only at plans that give one place and make nobody go: what is kept shows undisturbed there.
 */
export const wrongLending = (books: Books, made: Plan): readonly string[] => {
  const [given, ...more] = made.placements;
  if (given === undefined || more.length + made.nominations.length + made.evictions.length > 0)
    return [];
  const before = books.jobs.get(given.workloadId);
  if (before === undefined || isAt(before, 'held')) return [];
  const next = afterAll(books, made);
  const taken = sumOf([allocatedTo(next, next.jobs.get(given.workloadId) ?? before)]);
  const had = allocatedTo(books, before);
  return pathOf(books, before.queueId).flatMap((queueId) => {
    const queue = books.queues.get(queueId);
    if (queue === undefined || queue.parentId !== '') return [];
    const siblings = [...books.queues.values()].filter(
      (one) => one.isOpen && one.parentId === '' && one.id !== queueId,
    );
    return resources.flatMap((resource) => {
      const has = below(next, queueId, allocatedTo)[resource];
      const { quota } = queue.entitlements[resource];
      if (taken[resource] <= had[resource] || quota < 0 || has <= quota) return [];
      const all = sumOf([...next.jobs.values()].map((job) => allocatedTo(next, job)))[resource];
      const free = poolTotal(books)[resource] - all;
      const kept = siblings.reduce((sum, { id, entitlements, terms }) => {
        const lendingMax = terms?.lendingMax?.[resource];
        const own = entitlements[resource].quota;
        if (lendingMax === undefined || own < 0) return sum;
        return sum + Math.max(0, own - lendingMax - below(next, id, allocatedTo)[resource]);
      }, 0);
      return kept > 0 && free < kept
        ? [`${given.workloadId} borrows ${resource} of which ${kept} is kept and ${free} free`]
        : [];
    });
  });
};
