import type { Plan } from '../../domain/allocation/index.ts';
import type { BookedJob, Books } from './books.ts';
import { afterAll } from './decisions.ts';
import { resources } from './fair-share.ts';
import { allocatedTo, below, isServed, nothing, pathOf, plus, stayingOf } from './sums.ts';

/** Those to whom a plan gives something that they did not have. */
const newlyGiven = (books: Books, made: Plan): readonly BookedJob[] =>
  [...made.placements, ...made.nominations].flatMap(({ workloadId }) => {
    const job = books.jobs.get(workloadId);
    // A place that was held counted when it was given; a limit may have been lowered since.
    return job === undefined || job.pods.some(({ stage }) => stage === 'held') ? [] : [job];
  });

/** Every limit, and every quota of non-preemptible work, that a plan passes, in words. */
export const wrongQueues = (books: Books, made: Plan): readonly string[] => {
  const next = afterAll(books, made);
  return newlyGiven(books, made).flatMap(({ submission, queueId }) => {
    const { id, isPreemptible } = submission;
    const job = next.jobs.get(id);
    if (job === undefined || !isServed(books, queueId)) return [`${id} is not served`];
    const before = books.jobs.get(id);
    const had = before === undefined ? nothing : allocatedTo(books, before);
    const gets = plus(allocatedTo(next, job), had, -1);
    return pathOf(books, queueId).flatMap((above) => {
      const terms = books.queues.get(above)?.entitlements;
      const has = below(next, above, allocatedTo);
      const stays = below(next, above, stayingOf);
      const stayed = below(books, above, stayingOf);
      return resources.flatMap((resource) => {
        const { limit = -1, quota = -1 } = terms?.[resource] ?? {};
        if (gets[resource] <= 0) return [];
        const wrong: string[] = [];
        if (limit >= 0 && has[resource] > limit)
          wrong.push(`${id} lifts ${above} to ${has[resource]} ${resource} over ${limit}`);
        const isMore = !isPreemptible && stays[resource] > stayed[resource];
        if (isMore && quota >= 0 && stays[resource] > quota)
          wrong.push(`${id} lifts what stays in ${above} to ${stays[resource]} over ${quota}`);
        return wrong;
      });
    });
  });
};
