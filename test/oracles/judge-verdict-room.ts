import { askedBy } from './asked.ts';
import type { Books } from './books.ts';
import { resources } from './fair-share.ts';
import { differing, unless } from './figures.ts';
import { firstAsked } from './gangs.ts';
import { isPlain } from './judge-victims.ts';
import type { Plight, Waiter } from './plight.ts';
import { roomsOf } from './room.ts';
import { allocatedTo, below, pathOf, sharesOf, sliceSize, stayingOf } from './sums.ts';

/** What is free of cards, slices and claimed devices on nodes that take pods, once all who leave have left. */
const freeMilli = (books: Books): number =>
  [...roomsOf(books, 'future').values()]
    .filter(({ node }) => !node.isLost && !node.isCordoned)
    .reduce((sum, { cards, counts, node }) => {
      const isByClaim = (name: string): boolean => name.startsWith('class ');
      const others = [...counts].reduce(
        (all, [name, count]) => all + Math.max(0, count) * (isByClaim(name) ? 1 : sliceSize(name)),
        0,
      );
      const free = cards.filter((_, device) => !node.broken.has(device));
      return sum + 1000 * others + free.reduce((all, milli) => all + Math.max(0, milli), 0);
    }, 0);

type Tried = Plight<'InsufficientCapacity'>['verdict']['actions'][number];

/** What a queue would have, and the most that it may have, of each resource: by one of these an action was refused. */
const boundsOf = (
  { books, policy, job }: Waiter,
  obstacle: 'AboveFairShare' | 'AboveQuota',
): readonly (readonly [number, number])[] => {
  const asked = askedBy(books, job);
  if (obstacle === 'AboveFairShare') {
    const share = sharesOf(books, policy.usage.factorMilli).get(job.queueId);
    const has = below(books, job.queueId, allocatedTo);
    return resources.map((one) => [has[one] + asked[one], share?.[one] ?? 0]);
  }
  return pathOf(books, job.queueId).flatMap((id) => {
    const stays = below(books, id, stayingOf);
    const terms = books.queues.get(id)?.entitlements;
    return resources.map((one) => [stays[one] + asked[one], terms?.[one].quota ?? -1] as const);
  });
};

const wrongTried = (
  waiter: Waiter,
  { action, obstacle, figure, bound }: Tried,
): readonly string[] => {
  const { books, job } = waiter;
  if (obstacle === 'NotPreemptible')
    return unless(!job.submission.isPreemptible, 'it may be preempted');
  if (obstacle === 'NoVictims' || obstacle === 'VictimsTooFew')
    return differing({ bound }, { bound: askedBy(books, job).gpuMilli });
  if (obstacle === 'TooFewPodsFit') return [];
  const isTold = boundsOf(waiter, obstacle).some(
    ([has, may]) => has === figure && may === bound && has > may,
  );
  return unless(isTold, `${action} is told ${obstacle} with ${figure} of ${bound}`);
};

/** What is asked for and what is free are those of the books, and so are the figures of each action that was tried. */
export const wrongInsufficient = (plight: Plight<'InsufficientCapacity'>): readonly string[] => {
  const { books, job, verdict } = plight;
  const { podsAsked, askedGpuMilli, freeGpuMilli, actions } = verdict;
  const { gang: _of, ...submission } = job.submission;
  return [
    ...differing(
      { podsAsked, askedGpuMilli, freeGpuMilli },
      {
        podsAsked: firstAsked(job.submission).length,
        askedGpuMilli: askedBy(books, job).gpuMilli,
        freeGpuMilli: freeMilli(books),
      },
    ),
    // Else what is in the way is something else: a domain, or for whom room is kept.
    ...unless(
      !isPlain(books, { ...job, submission }, podsAsked) || verdict.podsFit < podsAsked,
      `there is room for ${verdict.podsFit} of ${podsAsked} pods`,
    ),
    ...actions.flatMap((tried) => wrongTried(plight, tried)),
  ];
};
