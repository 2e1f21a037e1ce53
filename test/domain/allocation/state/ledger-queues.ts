import { linkQueues, type Snapshot } from '../../../../domain/allocation/index.ts';
import type { QueueState } from '../../../../domain/allocation/state/snapshot.ts';
import type { Amounts } from '../../../../domain/foundation/shapes.ts';
import type { BookedJob, Books } from '../../../oracles/books.ts';
import { groupOf } from '../../../oracles/predicates.ts';
import { allocatedTo, requestedBy, stayingOf, sumOf } from '../../../oracles/sums.ts';

type Tallies = Readonly<Record<string, readonly [allocated: number, nonPreemptible: number]>>;

const talliesOf = (tallies: Iterable<readonly [string, readonly [number, number]]>): Tallies =>
  Object.fromEntries(
    [...tallies]
      .filter(([, amounts]) => amounts.some((amount) => amount !== 0))
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

const queueIn = (queue: QueueState, hasNamed: boolean): unknown => ({
  id: queue.id,
  parent: queue.parent?.id ?? '',
  children: queue.children.map(({ id }) => id),
  isServed: queue.isServed,
  openedAt: queue.isOpen ? queue.openedAt : 0,
  allocated: { ...queue.allocated },
  nonPreemptible: { ...queue.nonPreemptible },
  requested: { ...queue.requested },
  named: hasNamed
    ? talliesOf(
        [...queue.named].map(([name, one]) => [name, [one.allocated, one.nonPreemptible]] as const),
      )
    : {},
});

/** Each queue as the kernel has it, and what all of them have. */
export const queuesIn = (snapshot: Snapshot): unknown => {
  linkQueues(snapshot);
  return {
    allocated: { ...snapshot.allocated },
    leaves: snapshot.leaves.map(({ id }) => id).toSorted(),
    roots: snapshot.roots.map(({ id }) => id),
    queues: [...snapshot.queues.values()]
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map((queue) => queueIn(queue, snapshot.hasNamed)),
  };
};

/** A queue and all above it, the queue first, be it that nobody ever opened it. */
const pathOf = (books: Books, id: string): readonly string[] => {
  const parentId = books.queues.get(id)?.parentId ?? '';
  return parentId === '' ? [id] : [id, ...pathOf(books, parentId)];
};

const isOpen = ({ queues }: Books, id: string): boolean => queues.get(id)?.isOpen === true;

const namedOf = (books: Books, { submission, pods }: BookedJob): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  const add = (name: string, amount: number): void => {
    sums.set(name, (sums.get(name) ?? 0) + amount);
  };
  for (const { placement, stage } of pods) {
    if (stage === 'leaving') continue;
    const { devices, gpuMilli, nodeId, subGroup } = placement;
    const { gpuModel } = books.nodes.get(nodeId)?.offer ?? {};
    if (gpuModel !== undefined && devices.length > 0)
      add(`gpu:${gpuModel}`, devices.length * gpuMilli);
    const request = groupOf(submission, subGroup)?.request;
    for (const [name, amount] of Object.entries({ ...request?.mig, ...request?.resources }))
      add(name, amount);
    for (const { port, protocol } of request?.hostPorts ?? []) add(`port:${port}/${protocol}`, 1);
  }
  return sums;
};

const mayGo = ({ submission }: BookedJob): boolean =>
  submission.isPreemptible || submission.isSemiPreemptible === true;

const namedBelow = (books: Books, jobs: readonly BookedJob[]): Tallies => {
  const sums = new Map<string, [number, number]>();
  for (const job of jobs)
    for (const [name, amount] of namedOf(books, job)) {
      const [all, staying] = sums.get(name) ?? [0, 0];
      sums.set(name, [all + amount, staying + (mayGo(job) ? 0 : amount)]);
    }
  return talliesOf(sums);
};

const queueFrom = (books: Books, id: string, hasNamed: boolean): unknown => {
  const queue = books.queues.get(id);
  const own = [...books.jobs.values()].filter(
    ({ queueId }) => queueId !== '' && pathOf(books, queueId).includes(id),
  );
  const path = pathOf(books, id);
  const isReached = path.every((one) => isOpen(books, one)) && queue !== undefined;
  const children = [...books.queues.values()]
    .filter((one) => one.parentId === id && one.isOpen && queue?.isOpen === true)
    .map((one) => one.id)
    .toSorted();
  const wantedBy = (job: BookedJob): Amounts => {
    const under = pathOf(books, job.queueId);
    // Above a queue that takes nobody, only what its workloads have counts.
    return under.slice(0, under.indexOf(id)).every((one) => isOpen(books, one))
      ? requestedBy(books, job)
      : allocatedTo(books, job);
  };
  return {
    id,
    parent: queue?.parentId ?? '',
    children,
    isServed: isReached && children.length === 0,
    openedAt: queue?.isOpen === true ? queue.openedAt : 0,
    allocated: sumOf(own.map((job) => allocatedTo(books, job))),
    nonPreemptible: sumOf(own.map((job) => stayingOf(books, job))),
    requested: sumOf(own.map(wantedBy)),
    named: hasNamed ? namedBelow(books, own) : {},
  };
};

/** The same as the facts have it. */
export const queuesFrom = (books: Books, { queues, hasNamed }: Snapshot): unknown => {
  const all = [...books.queues.values()].filter((queue) => queue.isOpen);
  const isReached = (id: string): boolean => pathOf(books, id).every((one) => isOpen(books, one));
  return {
    allocated: sumOf(
      [...books.jobs.values()]
        .filter(({ queueId }) => queueId !== '')
        .map((job) => allocatedTo(books, job)),
    ),
    leaves: all
      .map(({ id }) => id)
      .filter((id) => isReached(id) && !all.some(({ parentId }) => parentId === id))
      .toSorted(),
    roots: all
      .filter(({ parentId }) => parentId === '')
      .map(({ id }) => id)
      .toSorted(),
    queues: [...queues.keys()].toSorted().map((id) => queueFrom(books, id, hasNamed)),
  };
};
