import type { Assignment } from '../../domain/allocation/index.ts';
import {
  type BookedJob,
  type BookedNode,
  type BookedPod,
  type Books,
  isAt,
  podsAt,
} from './books.ts';
import type { Fact } from './facts.ts';

/** Facts by their subjects: those of one subject keep their order, subjects may change places. */
export interface Condensed {
  /** Nodes, topologies, claims: what must be there before anybody can be told to run on it. */
  readonly ground: readonly (readonly Fact[])[];
  /** Queues, and workloads with what they run on. */
  readonly actors: readonly (readonly Fact[])[];
  /** Places that are held, which others may still take. */
  readonly wishes: readonly (readonly Fact[])[];
}

const ofNode = ({ offer, isLost, isCordoned, broken }: BookedNode): readonly Fact[] => [
  { type: 'joined', offer },
  ...(isLost || isCordoned
    ? [{ type: 'marked', id: offer.id, news: { isLost, isCordoned } } as const]
    : []),
  ...[...broken].map((device): Fact => ({
    type: 'device',
    id: offer.id,
    news: { device, isBroken: true },
  })),
];

const assigned = (job: BookedJob, ...stages: readonly BookedPod['stage'][]): Assignment => ({
  attempt: job.attempt,
  pods: podsAt(job, ...stages),
  atMs: job.startedAtMs,
});

const exits = (job: BookedJob): readonly Fact[] => {
  const { id } = job.submission;
  const leaving = podsAt(job, 'leaving');
  if (job.exit !== 'none') return [{ type: 'leaving', id, returns: job.exit === 'returns' }];
  const pods = leaving.map(({ subGroup, pod }) => ({ subGroup, pod }));
  return leaving.length === 0 ? [] : [{ type: 'leaving', id, returns: true, pods }];
};

const ofJob = (job: BookedJob): readonly Fact[] => {
  const { submission, queueId, attempt } = job;
  const { id } = submission;
  const wasQueued = job.isAsking || job.pods.length > 0;
  return [
    { type: 'submitted', submission },
    ...(wasQueued ? [{ type: 'queued', id, queueId, attempt } as const] : []),
    ...(isAt(job, 'bound', 'leaving')
      ? [{ type: 'bound', id, assignment: assigned(job, 'bound', 'leaving') } as const]
      : []),
    ...exits(job),
    ...(job.brokenSinceMs < 0 ? [] : [{ type: 'broken', id, sinceMs: job.brokenSinceMs } as const]),
  ];
};

const wishesOf = (job: BookedJob): readonly Fact[] => {
  const { id } = job.submission;
  return isAt(job, 'held') ? [{ type: 'nominated', id, assignment: assigned(job, 'held') }] : [];
};

/** Nodes that went while pods stood on them; nobody remembers what they had. */
const gone = ({ nodes, jobs }: Books): readonly string[] => {
  const ids = [...jobs.values()].flatMap(({ pods }) =>
    pods.map(({ placement }) => placement.nodeId),
  );
  return [...new Set(ids)].filter((id) => !nodes.has(id));
};

const asItWas = (id: string): Fact => ({
  type: 'joined',
  offer: {
    id,
    labels: {},
    taints: [],
    cpuMilli: 2 ** 40,
    memoryBytes: 2 ** 50,
    podsMax: 1000,
    gpuCount: 16,
    gpuMemoryMib: 80_000,
  },
});

/** The shortest past that leads to the same present, subject by subject; nobody was told why it waits. */
export const condensed = (books: Books): Condensed => ({
  ground: [
    ...[...books.topologies].map(([name, levels]): readonly Fact[] => [
      { type: 'topology', name, levels },
    ]),
    ...[...books.claims.values()].map((claim): readonly Fact[] => [{ type: 'claim', claim }]),
    ...[...books.nodes.values()].map(ofNode),
    ...gone(books).map((id) => [asItWas(id)]),
  ],
  actors: [
    ...[...books.queues.values()].map(({ isOpen, usageMilli, ...opening }): readonly Fact[] => [
      { type: 'opened', opening },
      ...(usageMilli === undefined ? [] : [{ type: 'used', id: opening.id, usageMilli } as const]),
      ...(isOpen ? [] : [{ type: 'closed', id: opening.id } as const]),
    ]),
    ...[...books.jobs.values()].map(ofJob),
  ],
  wishes: [
    ...gone(books).map((id): readonly Fact[] => [{ type: 'removed', id }]),
    ...[...books.jobs.values()].map(wishesOf),
  ],
});

/** Puts subjects into another order, chosen by numbers. @shape the same numbers make the same order */
const shuffled = <Item>(items: readonly Item[], dice: readonly number[]): readonly Item[] =>
  items
    .map((item, at) => ({ item, at, rank: dice[at % Math.max(1, dice.length)] ?? 0 }))
    .toSorted((a, b) => a.rank * (a.at + 1) - b.rank * (b.at + 1) || b.at - a.at)
    .map(({ item }) => item);

/** Condensed facts as one list; with `dice` the subjects come in another order. */
export const inOrder = (present: Condensed, dice?: readonly number[]): readonly Fact[] =>
  [present.ground, present.actors, present.wishes]
    .flatMap((subjects) => (dice === undefined ? subjects : shuffled(subjects, dice)))
    .flat();
