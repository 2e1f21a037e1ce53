import { type BookedJob, type BookedPod, type Books } from './books.ts';
import { isLonely, type Neighbour, neighbourOf, neighboursIn } from './neighbours.ts';

const heldOf = ({ pods }: BookedJob): readonly BookedPod[] =>
  pods.filter(({ stage }) => stage === 'held');

const mustBeNear = ({ submission }: BookedJob): boolean =>
  submission.subGroups.some(({ affinity }) =>
    (affinity?.podAffinity ?? []).some(({ weight }) => weight === undefined),
  );

/** The pods of one job with those that are there, as they come one after the other; nothing where one of them may not. */
const joined = (
  books: Books,
  job: BookedJob,
  there: readonly Neighbour[],
): readonly Neighbour[] | undefined => {
  let all = there;
  for (const { placement } of heldOf(job)) {
    const pod = neighbourOf(books, job, placement);
    if (isLonely(pod, all)) return undefined;
    all = [...all, pod];
  }
  return all;
};

/** Jobs that places are held for near others, by id. */
const promisedIn = (books: Books): readonly (readonly [string, BookedJob])[] =>
  [...books.jobs]
    .filter(([, job]) => heldOf(job).length > 0 && mustBeNear(job))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));

/** Who of them can never begin: tried one by one, until nobody more can. */
const lonelyIn = (books: Books): ReadonlySet<string> => {
  const promised = promisedIn(books);
  const isPromised = new Set(promised.flatMap(([, job]) => heldOf(job)));
  let there = neighboursIn(books, (pod) => pod.stage !== 'leaving' && !isPromised.has(pod));
  const left = new Map(promised);
  for (let isAny = true; isAny;) {
    isAny = false;
    for (const [id, job] of left) {
      const next = joined(books, job, there);
      if (next === undefined) continue;
      there = next;
      left.delete(id);
      isAny = true;
    }
  }
  return new Set(left.keys());
};

/** The places that are held near others. */
export type Company = ReadonlyMap<string, readonly BookedPod[]>;

/** Whose held places have company now. */
export const companyIn = (books: Books): Company => {
  const promised = promisedIn(books);
  if (promised.length === 0) return new Map();
  const lonely = lonelyIn(books);
  return new Map(
    promised.filter(([id]) => !lonely.has(id)).map(([id, job]) => [id, heldOf(job)] as const),
  );
};

/** A place that was held near others is not held any more once these are gone; places of the very fact may wait for others. */
export const dropLonely = (books: Books, before: Company): void => {
  for (const id of lonelyIn(books)) {
    const job = books.jobs.get(id);
    const had = before.get(id);
    if (job === undefined || had === undefined) continue;
    if (!heldOf(job).every((pod) => had.includes(pod))) continue;
    books.jobs.set(id, { ...job, pods: job.pods.filter(({ stage }) => stage !== 'held') });
  }
};
