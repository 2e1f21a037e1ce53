import type { Submission } from '../../domain/allocation/index.ts';
import type { Amounts, PodPlacement, SubGroup } from '../../domain/foundation/shapes.ts';
import type { BookedJob, Books } from './books.ts';
import { startingPods } from './gangs.ts';
import { groupOf } from './predicates.ts';
import { type Resource, resources, slowFairShares } from './fair-share.ts';

const bytesPerMib = 2 ** 20;

/** Nothing of anything. */
export const nothing: Amounts = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };

/** Two amounts together; `sign` −1 takes the second away. */
export const plus = (a: Amounts, b: Amounts, sign: 1 | -1 = 1): Amounts => ({
  gpuMilli: a.gpuMilli + sign * b.gpuMilli,
  cpuMilli: a.cpuMilli + sign * b.cpuMilli,
  memoryMib: a.memoryMib + sign * b.memoryMib,
});

/** Some amounts together. */
export const sumOf = (amounts: readonly Amounts[]): Amounts =>
  amounts.reduce((sum, one) => plus(sum, one), nothing);

/** What one pod of a sub-group asks of its queue. */
export const askedByPod = ({ request }: SubGroup): Amounts => ({
  gpuMilli: request.gpuDevices * request.gpuMilli,
  cpuMilli: request.cpuMilli,
  memoryMib: Math.ceil(request.memoryBytes / bytesPerMib),
});

/** What pods that have places, or are to get them, count for their queue. */
export const heldBy = (submission: Submission, pods: readonly PodPlacement[]): Amounts =>
  sumOf(
    pods.map(({ subGroup, devices, gpuMilli }) => {
      const group = groupOf(submission, subGroup);
      const asked = group === undefined ? nothing : askedByPod(group);
      return { ...asked, gpuMilli: devices.length * gpuMilli };
    }),
  );

/** A queue and all above it, the queue first. */
export const pathOf = ({ queues }: Books, queueId: string): readonly string[] => {
  const path: string[] = [];
  for (
    let at = queues.get(queueId);
    at !== undefined && !path.includes(at.id);
    at = queues.get(at.parentId)
  )
    path.push(at.id);
  return path;
};

const isAllocated = ({ stage }: BookedJob['pods'][number]): boolean => stage !== 'leaving';

/** What a workload holds, held places included, leavers not. */
export const allocatedTo = ({ submission, pods }: BookedJob): Amounts =>
  heldBy(
    submission,
    pods.filter(isAllocated).map(({ placement }) => placement),
  );

/** What a workload asks for altogether as long as it is to run: what goes for good asks for nothing. */
export const requestedBy = ({ submission, isAsking }: BookedJob): Amounts =>
  isAsking
    ? sumOf(
        submission.subGroups.flatMap((group) =>
          Array.from({ length: group.pods }, () => askedByPod(group)),
        ),
      )
    : nothing;

const least = (a: Amounts, b: Amounts): Amounts => ({
  gpuMilli: Math.min(a.gpuMilli, b.gpuMilli),
  cpuMilli: Math.min(a.cpuMilli, b.cpuMilli),
  memoryMib: Math.min(a.memoryMib, b.memoryMib),
});

/** What of a workload nobody may take away: all of it, or its minimum as far as it has that, or nothing. */
export const stayingOf = (job: BookedJob): Amounts => {
  const { submission } = job;
  if (submission.isPreemptible) return nothing;
  const allocated = allocatedTo(job);
  if (submission.isSemiPreemptible !== true) return allocated;
  const core = startingPods(submission).map(({ subGroup }) => {
    const group = groupOf(submission, subGroup);
    return group === undefined ? nothing : askedByPod(group);
  });
  return least(allocated, sumOf(core));
};

/** Adds up what the workloads of a queue and of all queues below it have, as counted by `of`. */
export const below = (books: Books, queueId: string, of: (job: BookedJob) => Amounts): Amounts =>
  sumOf(
    [...books.jobs.values()]
      .filter((job) => pathOf(books, job.queueId).includes(queueId))
      .map((job) => of(job)),
  );

/** What a queue asks for: of those in a queue below it that is closed only what they have counts. */
const requestedIn = (books: Books, queueId: string): Amounts =>
  below(books, queueId, (job) => {
    const path = pathOf(books, job.queueId);
    const under = path.slice(0, path.indexOf(queueId));
    const isCutOff = under.some((id) => books.queues.get(id)?.isOpen === false);
    return isCutOff ? allocatedTo(job) : requestedBy(job);
  });

/** What the working parts of the nodes that answer have together. */
export const poolTotal = ({ nodes }: Books): Amounts =>
  sumOf(
    [...nodes.values()]
      .filter(({ isLost }) => !isLost)
      .map(({ offer, broken }) => ({
        gpuMilli:
          1000 * (offer.gpuCount - [...broken].filter((device) => device < offer.gpuCount).length),
        cpuMilli: offer.cpuMilli,
        memoryMib: Math.floor(offer.memoryBytes / bytesPerMib),
      })),
  );

/** Whether a queue and all above it are open. */
export const isServed = (books: Books, queueId: string): boolean => {
  const path = pathOf(books, queueId);
  const top = books.queues.get(path.at(-1) ?? '');
  return top?.parentId === '' && path.every((id) => books.queues.get(id)?.isOpen === true);
};

/** The fair share of every queue that is open up to the top, by the slow division. */
export const sharesOf = (books: Books, usageFactorMilli = 0): ReadonlyMap<string, Amounts> =>
  slowFairShares(
    poolTotal(books),
    [...books.queues.values()]
      .filter(({ id }) => isServed(books, id))
      .map((queue) => ({ ...queue, requested: requestedIn(books, queue.id) })),
    usageFactorMilli,
  );

/** What of three amounts is true of at least one. */
export const some = (test: (resource: Resource) => boolean): boolean => resources.some(test);
/** What of three amounts is true of each. */
export const each = (test: (resource: Resource) => boolean): boolean => resources.every(test);
