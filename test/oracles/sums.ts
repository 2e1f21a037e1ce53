import type { Submission } from '../../domain/allocation/index.ts';
import type {
  Amounts,
  PodPlacement,
  PodRequest,
  SubGroup,
} from '../../domain/foundation/shapes.ts';
import { type BookedJob, type BookedNode, type Books, podKey, podsAt } from './books.ts';
import { cardsOf, deviceMemory } from './seats.ts';
import { gangOf, podsOfSet } from './gangs.ts';
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

/** What slices and claimed devices count for in cards, wherever they are. */
const otherMilli = ({ claims: known }: Books, { mig, claims = [] }: PodRequest): number => {
  const slices = Object.entries(mig ?? {}).reduce(
    (sum, [name, count]) => sum + count * sliceSize(name),
    0,
  );
  const claimed = [...new Set(claims)].reduce(
    (sum, name) => sum + (known.get(name)?.count ?? 0),
    0,
  );
  return 1000 * (slices + claimed);
};

/** `nvidia.com/mig-3g.40gb` counts as three cards. */
export const sliceSize = (name: string): number => Number(/mig-(\d+)g/.exec(name)?.[1] ?? 0);

/** As long as nobody knows the card, memory counts as its share of the smallest card that has so much. */
const shareAsked = ({ nodes }: Books, { gpuMemoryMib, gpuMilli }: PodRequest): number => {
  if (gpuMemoryMib === undefined) return gpuMilli;
  const able = [...nodes.values()]
    .map(deviceMemory)
    .filter((memory) => memory !== undefined && memory >= gpuMemoryMib)
    .map((memory) => Math.ceil((1000 * gpuMemoryMib) / (memory ?? 1)));
  return able.length === 0 ? 1000 : Math.max(...able);
};

/** What one pod of a sub-group asks of its queue. */
export const askedByPod = (books: Books, { request }: SubGroup): Amounts => ({
  gpuMilli: cardsOf(request) * shareAsked(books, request) + otherMilli(books, request),
  cpuMilli: request.cpuMilli,
  memoryMib: Math.ceil(request.memoryBytes / bytesPerMib),
});

/** What pods that have places, or are to get them, count for their queue. */
export const heldBy = (
  books: Books,
  submission: Submission,
  pods: readonly PodPlacement[],
): Amounts =>
  sumOf(
    pods.map(({ subGroup, devices, gpuMilli }) => {
      const group = groupOf(submission, subGroup);
      if (group === undefined) return nothing;
      const other = otherMilli(books, group.request);
      return { ...askedByPod(books, group), gpuMilli: devices.length * gpuMilli + other };
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
export const allocatedTo = (books: Books, { submission, pods }: BookedJob): Amounts =>
  heldBy(
    books,
    submission,
    pods.filter(isAllocated).map(({ placement }) => placement),
  );

/** What a workload asks for altogether as long as it is to run: what goes for good asks for nothing. */
export const requestedBy = (books: Books, { submission, isAsking }: BookedJob): Amounts =>
  isAsking
    ? sumOf(
        submission.subGroups.flatMap((group) =>
          Array.from({ length: group.pods }, () => askedByPod(books, group)),
        ),
      )
    : nothing;

/** What of a workload nobody may take away: all of it, or what it has of its minimum, or nothing. */
export const stayingOf = (books: Books, job: BookedJob): Amounts => {
  const { submission } = job;
  if (submission.isPreemptible) return nothing;
  if (submission.isSemiPreemptible !== true) return allocatedTo(books, job);
  const has = new Map(podsAt(job, 'bound', 'held').map((pod) => [podKey(pod), pod]));
  const core = gangOf(submission).podSets.flatMap(({ name, minPods }) =>
    podsOfSet(submission, name)
      .map((pod) => has.get(podKey(pod)))
      .filter((pod) => pod !== undefined)
      .slice(0, minPods),
  );
  return heldBy(books, submission, core);
};

/** Adds up what the workloads of a queue and of all queues below it have, as counted by `of`. */
export const below = (
  books: Books,
  queueId: string,
  of: (books: Books, job: BookedJob) => Amounts,
): Amounts =>
  sumOf(
    [...books.jobs.values()]
      .filter((job) => pathOf(books, job.queueId).includes(queueId))
      .map((job) => of(books, job)),
  );

/** What a queue asks for: of those in a queue below it that is closed only what they have counts. */
const requestedIn = (books: Books, queueId: string): Amounts =>
  below(books, queueId, (_books, job) => {
    const path = pathOf(books, job.queueId);
    const under = path.slice(0, path.indexOf(queueId));
    const isCutOff = under.some((id) => books.queues.get(id)?.isOpen === false);
    return isCutOff ? allocatedTo(books, job) : requestedBy(books, job);
  });

const cardsIn = ({ offer, broken }: BookedNode): number => {
  const { mig, gpuCount, deviceClasses } = offer;
  const claimed = Object.values(deviceClasses ?? {}).reduce((sum, one) => sum + one, 0);
  if (mig?.strategy === 'mixed')
    return Object.entries(mig.instances).reduce(
      (sum, [name, count]) => sum + count * sliceSize(name),
      claimed,
    );
  return claimed + gpuCount - [...broken].filter((device) => device < gpuCount).length;
};

/** What the working parts of the nodes that answer have together. */
export const poolTotal = ({ nodes }: Books): Amounts =>
  sumOf(
    [...nodes.values()]
      .filter(({ isLost }) => !isLost)
      .map((node) => ({
        gpuMilli: 1000 * cardsIn(node),
        cpuMilli: node.offer.cpuMilli,
        memoryMib: Math.floor(node.offer.memoryBytes / bytesPerMib),
      })),
  );

/** Whether a queue and all above it are open. */
export const isServed = (books: Books, queueId: string): boolean => {
  const path = pathOf(books, queueId);
  const top = books.queues.get(path.at(-1) ?? '');
  return top?.parentId === '' && path.every((id) => books.queues.get(id)?.isOpen === true);
};

/** The fair share of every queue that is open up to the top, by the slow division. */
export const sharesOf = (books: Books, usageFactorMilli = 1000): ReadonlyMap<string, Amounts> =>
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
