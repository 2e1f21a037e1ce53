import { type BookedJob, isAt, podsAt } from './books.ts';
import { differing, unless } from './figures.ts';
import { firstAsked } from './gangs.ts';
import type { Plight } from './plight.ts';
import { isServed } from './sums.ts';

/** Its queue, or one above it, is closed, or is not there, or has queues below it. */
export const wrongQueueNotFound = ({
  books,
  job,
  verdict: { queueId },
}: Plight<'QueueNotFound'>): readonly string[] => {
  const isParent = [...books.queues.values()].some(({ parentId }) => parentId === queueId);
  return [
    ...unless(queueId === job.queueId, `${queueId} is not its queue`),
    ...unless(isParent || !isServed(books, queueId), `${queueId} takes workloads`),
  ];
};

/** Somebody else who waits and has nothing. */
export const wrongReserved = ({
  books,
  job,
  verdict: { holderId, podsAsked },
}: Plight<'ReservedForAnother'>): readonly string[] => {
  const holder = books.jobs.get(holderId);
  return [
    ...unless(holderId !== job.submission.id, 'it is kept for itself'),
    ...unless(holder?.isAsking === true && !isAt(holder, 'bound'), `${holderId} does not wait`),
    ...differing({ podsAsked }, { podsAsked: firstAsked(job.submission).length }),
  ];
};

/** As many wait, and as many are tried, as is said, and it is not among these. */
export const wrongDepth = ({
  books,
  policy,
  job,
  verdict: { queueId, depth, waiting },
}: Plight<'BeyondQueueDepth'>): readonly string[] => {
  const waits = (one: BookedJob): boolean =>
    one.queueId === queueId && one.isAsking && one.pods.length === 0 && one.exit === 'none';
  return [
    ...unless(queueId === job.queueId, `${queueId} is not its queue`),
    ...differing(
      { depth, waiting },
      {
        depth: policy.bounds.queueDepthMax,
        waiting: [...books.jobs.values()].filter(waits).length,
      },
    ),
    ...unless(waiting > depth, 'all of them are tried'),
  ];
};

/** The places that are held for it are told, and somebody has yet to leave. */
export const wrongAwaiting = ({
  books,
  job,
  verdict: { pods, devices },
}: Plight<'AwaitingRelease'>): readonly string[] => {
  const held = podsAt(job, 'held');
  const cards = held.reduce((sum, place) => sum + place.devices.length, 0);
  const isLeaving = [...books.jobs.values()].some((one) => isAt(one, 'leaving'));
  return [
    ...differing({ pods, devices }, { pods: held.length, devices: cards }),
    ...unless(isLeaving, 'nobody leaves'),
  ];
};
