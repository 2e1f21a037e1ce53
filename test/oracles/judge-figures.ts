import type { Eviction, QueueFigures } from '../../domain/allocation/index.ts';
import { note } from './book-facts.ts';
import { type Books, copied, podsAt } from './books.ts';
import { evictionFact } from './decisions.ts';
import { resources } from './fair-share.ts';
import { firstAsked } from './gangs.ts';
import { fork } from './judge-reclaim.ts';
import { allocatedTo, below } from './sums.ts';
import type { Trial } from './trial.ts';

/** Every choice of some of these, or all. */
const someOf = <Item>(items: readonly Item[]): readonly (readonly Item[])[] => {
  const [first, ...others] = items;
  if (first === undefined) return [];
  const rest = someOf(others);
  return [[first], ...rest, ...rest.map((some) => [first, ...some])];
};

/** Who can spare pods loses them one by one, and in between others may go: what may have gone of it by then. */
const partsOf = (books: Books, { workloadId, pods }: Eviction): Eviction['pods'][] => {
  const job = books.jobs.get(workloadId);
  if (pods !== undefined) return pods.map((_, at) => pods.slice(0, at + 1));
  const bound = job === undefined ? [] : podsAt(job, 'bound');
  const isElastic = job !== undefined && firstAsked(job.submission).length < bound.length;
  const names = bound.map(({ subGroup, pod }) => ({ subGroup, pod }));
  return [undefined, ...(isElastic ? someOf(names) : [])];
};

/** All that may have gone of those who went before. */
const goneBefore = (
  books: Books,
  evictions: readonly Eviction[],
): readonly (readonly Eviction[])[] => {
  const [first, ...others] = evictions;
  if (first === undefined) return [[]];
  const { movesTo: _to, pods: _pods, ...goes } = first;
  const ways = partsOf(books, first).map((pods) => (pods === undefined ? goes : { ...goes, pods }));
  return goneBefore(books, others).flatMap((rest) => ways.map((way) => [way, ...rest]));
};

const without = (books: Books, evictions: readonly Eviction[]): Books => {
  const next = copied(books);
  for (const eviction of evictions) note(next, evictionFact(eviction));
  return next;
};

/** What one queue is quoted with that the books say otherwise. */
const wrongSide = (
  { books, shares }: Pick<Trial, 'books' | 'shares'>,
  quoted: QueueFigures,
): readonly string[] => {
  const queue = books.queues.get(quoted.queueId);
  if (queue === undefined) return [`${quoted.queueId} is not there`];
  const allocated = below(books, queue.id, allocatedTo);
  const share = shares.get(queue.id);
  return resources.flatMap((resource) => {
    const { quota, limit } = queue.entitlements[resource];
    const told = [
      quoted.allocated[resource],
      quoted.deserved[resource],
      quoted.limit[resource],
      quoted.fairShare[resource],
    ];
    const byBooks = [allocated[resource], quota, limit, share?.[resource]];
    return told.join() === byBooks.join()
      ? []
      : [`${queue.id} is quoted with ${told.join()} of ${resource}, it has ${byBooks.join()}`];
  });
};

/** The two queues that an eviction is about: where the paths of both sides part, or the one that both are in. */
const sidesOf = ({ books, preemptor }: Trial, { workloadId }: Eviction) => {
  const theirs = books.jobs.get(workloadId)?.queueId ?? '';
  return theirs === preemptor.queueId
    ? ([theirs, theirs] as const)
    : (fork(books, preemptor.queueId, theirs) ?? ([preemptor.queueId, theirs] as const));
};

/**
 * Every figure of both sides that a victim is quoted with and that was another just before it went, in words; and every
 * side that is another queue.
 */
export const wrongFigures = (trial: Trial): readonly string[] =>
  trial.decision.evictions.flatMap((eviction, at) => {
    const { preemptorQueue, victimQueue } = eviction;
    const [ours, theirs] = sidesOf(trial, eviction);
    const isRight = preemptorQueue.queueId === ours && victimQueue.queueId === theirs;
    const quoted = goneBefore(trial.books, trial.decision.evictions.slice(0, at)).map((gone) => {
      const books = without(trial.books, gone);
      const then = { books, shares: trial.shares };
      return [...wrongSide(then, victimQueue), ...wrongSide(then, preemptorQueue)];
    });
    return [
      ...(isRight
        ? []
        : [`${eviction.workloadId} is quoted with other queues than ${ours}, ${theirs}`]),
      ...(quoted.find((wrong) => wrong.length === 0) ?? quoted.at(-1) ?? []),
    ];
  });
