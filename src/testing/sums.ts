import { gpuMilliAsked } from '../../domain/foundation/device-slices.ts';
import type { Amounts, SubGroup } from '../../domain/foundation/shapes.ts';
import type { BookedQueue, BookedWorkload, Books } from './books.ts';

/** The resources that queues share. */
export const resources = ['gpuMilli', 'cpuMilli', 'memoryMib'] as const;

const bytesPerMib = 1_048_576;

/** What all pods of sub-groups ask for together; memory is rounded up pod by pod. */
export const askedBy = (subGroups: readonly SubGroup[]): Amounts => {
  const asked = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
  for (const { pods, request } of subGroups) {
    asked.gpuMilli += pods * gpuMilliAsked(request);
    asked.cpuMilli += pods * request.cpuMilli;
    asked.memoryMib += pods * Math.ceil(request.memoryBytes / bytesPerMib);
  }
  return asked;
};

/** What pods of a workload have or are promised, but for those that leave. */
export const heldBy = ({ subGroups, pods, podsHeld }: BookedWorkload): Amounts =>
  askedBy(
    subGroups.map((group) => ({
      ...group,
      pods: [...pods, ...podsHeld].filter(({ subGroup }) => subGroup === group.name).length,
    })),
  );

/** The least that a workload asks for at once: all of it, the minimum of its gang, or one pod more. */
export const leastAskedBy = ({ subGroups, gang, stage }: BookedWorkload): Amounts => {
  if (gang === undefined) return askedBy(subGroups);
  const isGrowing = stage === 'bound';
  const needed = gang.podSets.map(({ name, minPods }) => {
    const members = subGroups.filter((group) => (group.podSet ?? group.name) === name);
    const ofPods = members.map((group) => askedBy([{ ...group, pods: isGrowing ? 1 : minPods }]));
    return least(ofPods);
  });
  return isGrowing ? least(needed) : sumOf(needed);
};

const least = (some: readonly Amounts[]): Amounts => ({
  gpuMilli: Math.min(...some.map(({ gpuMilli }) => gpuMilli)),
  cpuMilli: Math.min(...some.map(({ cpuMilli }) => cpuMilli)),
  memoryMib: Math.min(...some.map(({ memoryMib }) => memoryMib)),
});

const sumOf = (some: readonly Amounts[]): Amounts =>
  some.reduce(
    (sum, one) => ({
      gpuMilli: sum.gpuMilli + one.gpuMilli,
      cpuMilli: sum.cpuMilli + one.cpuMilli,
      memoryMib: sum.memoryMib + one.memoryMib,
    }),
    { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 },
  );

/** A queue and all above it, from the bottom; empty for a queue that is not there. */
export const pathOf = (books: Books, queueId: string): readonly BookedQueue[] => {
  const path: BookedQueue[] = [];
  for (let queue = books.queues.get(queueId); queue !== undefined;) {
    path.push(queue);
    queue = books.queues.get(queue.parentId);
  }
  return path;
};

/** What a queue and all below it have: held places count, leavers do not. */
export const allocatedBelow = (
  books: Books,
  queueId: string,
  counts: (workload: BookedWorkload) => boolean = () => true,
): Amounts => {
  const sum = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
  for (const workload of books.workloads.values()) {
    const isThere = workload.stage === 'bound' || workload.stage === 'held';
    if (!isThere || !counts(workload)) continue;
    if (!pathOf(books, workload.queueId).some((queue) => queue.id === queueId)) continue;
    const held = heldBy(workload);
    for (const resource of resources) sum[resource] += held[resource];
  }
  return sum;
};
