import type { NodeOffer, Submission } from '../../domain/allocation/index.ts';
import type { Labels } from '../../domain/foundation/shapes.ts';
import type { Verdict } from '../../domain/foundation/verdict.ts';
import type { BookedJob, BookedQueue, Books } from './books.ts';
import type { Fact } from './facts.ts';
import { pathOf } from './sums.ts';

const much = 64;

/** Labels that every selector of a workload takes. */
const wanted = ({ submission }: BookedJob): Labels =>
  Object.fromEntries(
    [submission.nodeSelector, ...submission.subGroups.map((group) => group.nodeSelector ?? {})]
      .flatMap((selector) => Object.entries(selector))
      .map(([label, [value = '']]) => [label, value]),
  );

const names = (job: BookedJob, of: 'mig' | 'resources'): readonly string[] =>
  job.submission.subGroups.flatMap(({ request }) => Object.keys(request[of] ?? {}));

const plenty = (keys: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(keys.map((key) => [key, much]));

/** Nodes with plenty of all that a workload asks for: many with whole cards, for ports are one a node, and one with slices. */
const giants = (books: Books, job: BookedJob): readonly Fact[] => {
  const bare = (id: string): NodeOffer => ({
    id,
    labels: { block: 'giant', rack: 'giant', host: id, ...wanted(job) },
    taints: [],
    cpuMilli: 4_000_000,
    memoryBytes: 2 ** 43,
    podsMax: 500,
    gpuCount: much,
    gpuMemoryMib: 80_000,
    gpuModel: 'Giant',
    resources: plenty(names(job, 'resources')),
    deviceClasses: plenty([...books.claims.values()].map(({ deviceClass }) => deviceClass)),
  });
  const mig = { strategy: 'mixed' as const, instances: plenty(names(job, 'mig')) };
  return [
    ...Array.from({ length: 16 }, (_, at): Fact => ({
      type: 'joined',
      offer: bare(`giant-${at}`),
    })),
    { type: 'joined', offer: { ...bare('giant-mig'), gpuCount: 0, mig } },
  ];
};

const openedAgain = (
  books: Books,
  ids: readonly string[],
  change: (queue: BookedQueue) => BookedQueue,
): readonly Fact[] =>
  ids.flatMap((id): readonly Fact[] => {
    const queue = books.queues.get(id);
    if (queue === undefined) return [];
    const { isOpen: _open, usageMilli: _usage, ...opening } = change(queue);
    return [{ type: 'opened', opening }];
  });

const unbounded = (
  books: Books,
  { queueId, resource }: { queueId: string; resource: 'gpuMilli' | 'cpuMilli' | 'memoryMib' },
  bound: 'quota' | 'limit',
): readonly Fact[] =>
  openedAgain(books, [queueId], (queue) => ({
    ...queue,
    entitlements: {
      ...queue.entitlements,
      [resource]: { ...queue.entitlements[resource], [bound]: -1 },
    },
  }));

const submittedAgain = (
  { submission: { id }, queueId, attempt }: BookedJob,
  submission: Submission,
): readonly Fact[] => [
  { type: 'forgotten', id },
  { type: 'submitted', submission },
  { type: 'queued', id, queueId, attempt },
];

const withoutTopology = (job: BookedJob): readonly Fact[] => {
  const { gang, ...rest } = job.submission;
  const free = gang && {
    podSets: gang.podSets.map(({ topology: _of, ...set }) => set),
    groups: gang.groups.map(({ topology: _of, ...group }) => group),
  };
  return submittedAgain(job, { ...rest, ...(free !== undefined && { gang: free }) });
};

/** It takes any node, and any node takes it. */
const anywhere = (job: BookedJob): readonly Fact[] =>
  submittedAgain(job, {
    ...job.submission,
    nodeSelector: {},
    tolerations: [{ key: '', operator: 'Exists', value: '', effect: '' }],
    subGroups: job.submission.subGroups.map(({ nodeSelector: _of, ...group }) => group),
  });

/** Facts that take away exactly what a verdict says is in the way; none where that is no fact of the pool. */
export const remedyFor = (books: Books, job: BookedJob, verdict: Verdict): readonly Fact[] => {
  switch (verdict._tag) {
    case 'QueueNotFound':
      return openedAgain(books, pathOf(books, job.queueId), (queue) => queue);
    case 'NoMatchingNode':
      return [
        ...[...books.claims.values()].map((claim): Fact => ({
          type: 'claim',
          claim: { ...claim, queueId: '' },
        })),
        ...anywhere(job),
        ...giants(books, job),
      ];
    case 'LargerThanAnyNode':
    case 'InsufficientCapacity':
      return giants(books, job);
    case 'OverLimit':
      return unbounded(books, verdict, 'limit');
    case 'NonPreemptibleOverQuota':
      return unbounded(books, verdict, 'quota');
    case 'OverNamedLimit':
    case 'WithheldFromLending':
      return openedAgain(books, [...books.queues.keys()], ({ terms: _terms, ...queue }) => queue);
    case 'NoDomainFits':
      return withoutTopology(job);
    case 'ReservedForAnother':
      return [{ type: 'forgotten', id: verdict.holderId }];
    case 'BeyondQueueDepth':
      return [...books.jobs]
        .filter(([id, one]) => id !== job.submission.id && one.queueId === job.queueId)
        .map(([id]): Fact => ({ type: 'forgotten', id }));
    case 'AwaitingRelease':
      return [];
  }
};
