import type { Entitlement } from '../../domain/foundation/shapes.ts';
import type { BookedJob, BookedQueue, Books } from './books.ts';
import type { Resource } from './fair-share.ts';
import type { Fact } from './facts.ts';
import type { Plight, Remedy } from './plight.ts';

/** All others who wait and have nothing are not there: nobody else takes what is given to one. */
const alone = ({ jobs }: Books, job: BookedJob): readonly Fact[] =>
  [...jobs]
    .filter(([id, { pods, exit }]) => {
      const isWaiting = pods.length === 0 && exit === 'none';
      return id !== job.submission.id && isWaiting;
    })
    .map(([id]) => ({ type: 'forgotten', id }));

/** Queues that are opened again as they are but for a change. */
export const openedAgain = (
  { queues }: Books,
  ids: readonly string[],
  change: (queue: BookedQueue) => BookedQueue,
): readonly Fact[] =>
  ids.flatMap((id): readonly Fact[] => {
    const queue = queues.get(id);
    if (queue === undefined) return [];
    const { isOpen: _open, usageMilli: _usage, ...opening } = change(queue);
    return [{ type: 'opened', opening }];
  });

const bounded =
  (resource: Resource, bound: Partial<Entitlement>) =>
  (queue: BookedQueue): BookedQueue => ({
    ...queue,
    entitlements: {
      ...queue.entitlements,
      [resource]: { ...queue.entitlements[resource], ...bound },
    },
  });

/** Whoever goes for it would make more room below the bound: nobody does. */
const oneLess = (bound: string, facts: readonly Fact[]): Remedy => ({
  name: `a ${bound} of one less`,
  facts,
  rules: { actions: ['allocate'] },
  isShort: true,
});

/** A bound is lifted; set to the very figure that the verdict says is needed; and set to one less. */
export const boundMoved = (
  { books, job, verdict }: Plight<'OverLimit' | 'NonPreemptibleOverQuota'>,
  bound: 'limit' | 'quota',
  needed: number,
): readonly Remedy[] => {
  const { queueId, resource } = verdict;
  const at = (value: number): readonly Fact[] =>
    openedAgain(books, [queueId], bounded(resource, { [bound]: value }));
  const others = alone(books, job);
  return [
    { name: `no ${bound}`, facts: at(-1) },
    { name: `a ${bound} of just so much`, facts: [...others, ...at(needed)] },
    oneLess(bound, [...others, ...at(needed - 1)]),
  ];
};

/** The same for a bound by name; it does not say whether it is a limit or a quota, so that both are raised. */
export const namedMoved = ({
  books,
  job,
  verdict,
}: Plight<'OverNamedLimit'>): readonly Remedy[] => {
  const { queueId, name, allocated, asked } = verdict;
  const at = (value: number): readonly Fact[] => {
    const raised = (bound: number): number => (bound < 0 ? bound : Math.max(bound, value));
    return openedAgain(books, [queueId], ({ terms = {}, ...queue }) => {
      const { limit = -1, quota = -1 } = terms.others?.[name] ?? {};
      const bounds = { limit: raised(limit), quota: raised(quota) };
      return { ...queue, terms: { ...terms, others: { ...terms.others, [name]: bounds } } };
    });
  };
  const others = alone(books, job);
  const needed = allocated + asked;
  return [
    { name: 'a bound of just so much', facts: [...others, ...at(needed)] },
    // A bound on a model closes only some of the nodes: what becomes of it depends on the others.
    ...(name.startsWith('gpu:') ? [] : [oneLess('bound', [...others, ...at(needed - 1)])]),
  ];
};

/** The siblings that the queue would have to borrow from lend all that they have of it. */
export const lent = ({ books, verdict }: Plight<'WithheldFromLending'>): readonly Fact[] => {
  const { queueId, resource } = verdict;
  const parentId = books.queues.get(queueId)?.parentId;
  const siblings = [...books.queues.values()].filter((one) => one.parentId === parentId);
  return openedAgain(
    books,
    siblings.map(({ id }) => id).filter((id) => id !== queueId),
    ({ terms = {}, ...queue }) => {
      const { [resource]: _of, ...lendingMax } = terms.lendingMax ?? {};
      return { ...queue, terms: { ...terms, lendingMax } };
    },
  );
};
