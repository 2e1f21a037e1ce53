import { askedBy } from './asked.ts';
import type { BookedJob, Books } from './books.ts';
import { differing, unless } from './figures.ts';
import { firstAsked } from './gangs.ts';
import { mayGo, namedBelow } from './judge-terms.ts';
import { groupOf } from './predicates.ts';
import type { Plight, Waiter } from './plight.ts';
import { allocatedTo, below, pathOf, poolTotal, stayingOf, sumOf } from './sums.ts';

const isOnTheWay = ({ books, job }: Waiter, queueId: string): readonly string[] =>
  unless(pathOf(books, job.queueId).includes(queueId), `${queueId} is not on the way up`);

/** The limit, what is held of it, and what is asked for are those of the books, and add up to too much. */
export const wrongOverLimit = (plight: Plight<'OverLimit'>): readonly string[] => {
  const { books, job, verdict } = plight;
  const { queueId, resource, limit, allocated, asked } = verdict;
  const byBooks = {
    limit: books.queues.get(queueId)?.entitlements[resource].limit ?? -1,
    allocated: below(books, queueId, allocatedTo)[resource],
    asked: askedBy(books, job)[resource],
  };
  return [
    ...isOnTheWay(plight, queueId),
    ...differing({ limit, allocated, asked }, byBooks),
    ...unless(limit >= 0 && allocated + asked > limit, 'so much is within the limit'),
  ];
};

/** The same for a quota and what cannot be taken away. */
export const wrongOverQuota = (plight: Plight<'NonPreemptibleOverQuota'>): readonly string[] => {
  const { books, job, verdict } = plight;
  const { queueId, resource, quota, allocatedNonPreemptible: staying, asked } = verdict;
  const byBooks = {
    quota: books.queues.get(queueId)?.entitlements[resource].quota ?? -1,
    staying: below(books, queueId, stayingOf)[resource],
    asked: askedBy(books, job)[resource],
  };
  return [
    ...isOnTheWay(plight, queueId),
    ...differing({ quota, staying, asked }, byBooks),
    ...unless(!job.submission.isPreemptible, 'it may be preempted'),
    ...unless(quota >= 0 && staying + asked > quota, 'so much is within the quota'),
  ];
};

const namedAsked = (books: Books, job: BookedJob, name: string): number =>
  name.startsWith('gpu:')
    ? askedBy(books, job).gpuMilli
    : firstAsked(job.submission).reduce((sum, { subGroup }) => {
        const { resources = {} } = groupOf(job.submission, subGroup)?.request ?? {};
        return sum + (resources[name] ?? 0);
      }, 0);

/** A quota by name: those of device models bind what can never go, those of other resources also what goes down to its minimum alone. */
const isHeldToQuota = (job: BookedJob, name: string): boolean =>
  name.startsWith('gpu:') ? !mayGo(job) : !job.submission.isPreemptible;

/** The same for a bound by name: the limit, or the quota of what cannot be taken away. */
export const wrongOverNamed = (plight: Plight<'OverNamedLimit'>): readonly string[] => {
  const { books, job, verdict } = plight;
  const { queueId, name, limit, allocated, asked } = verdict;
  const bounds = books.queues.get(queueId)?.terms?.others?.[name];
  const at = { queueId, name };
  const stays = namedBelow(books, at, (one) => !mayGo(one));
  const isLimit = bounds?.limit === limit && namedBelow(books, at) === allocated;
  const isQuota = bounds?.quota === limit && stays === allocated && isHeldToQuota(job, name);
  return [
    ...isOnTheWay(plight, queueId),
    ...unless(isLimit || isQuota, `${limit} with ${allocated} is no bound of ${queueId}`),
    ...differing({ asked }, { asked: namedAsked(books, job, name) }),
    ...unless(limit >= 0 && allocated + asked > limit, 'so much is within the bound'),
  ];
};

/** What siblings keep of what is free is what the books say. */
export const wrongWithheld = (plight: Plight<'WithheldFromLending'>): readonly string[] => {
  const { books, job, verdict } = plight;
  const { queueId, resource, free, withheld, asked } = verdict;
  const queue = books.queues.get(queueId);
  const siblings = [...books.queues.values()].filter(
    ({ id, parentId, isOpen }) => id !== queueId && parentId === queue?.parentId && isOpen,
  );
  const kept = siblings.reduce((sum, { id, entitlements, terms }) => {
    const lendingMax = terms?.lendingMax?.[resource];
    const { quota } = entitlements[resource];
    if (lendingMax === undefined || quota < 0) return sum;
    return sum + Math.max(0, quota - lendingMax - below(books, id, allocatedTo)[resource]);
  }, 0);
  const all = sumOf([...books.jobs.values()].map((one) => allocatedTo(books, one)));
  const isTop = queue?.parentId === '';
  return [
    ...isOnTheWay(plight, queueId),
    ...differing({ withheld, asked }, { withheld: kept, asked: askedBy(books, job)[resource] }),
    ...(isTop
      ? differing({ free }, { free: Math.max(0, poolTotal(books)[resource] - all[resource]) })
      : []),
    ...unless(asked + withheld > free, 'so much is not kept'),
  ];
};
