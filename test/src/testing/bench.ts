import type { Eviction, Placement, Plan, QueueFigures } from '../../../domain/allocation/index.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Books } from '../../../src/testing/books.ts';
import type { planLaws } from '../../../src/testing/plan-laws.ts';
import { booksOf } from '../../../src/testing/keep-books.ts';
import { type About, nodeJoined, queueOpened, recorded } from '../../arbitraries/gpu-cluster.ts';
import { submitted } from '../../arbitraries/job-mix.ts';

const basis = { revision: 0, kernel: 'test', policy: 'test' };

/** A plan that breaks a law: which, and a part of what the law says. */
export type PlantedPlan = readonly [law: keyof typeof planLaws, says: string, made: Plan];

/** Facts in the order in which they are told, each with its place in a ledger. */
export const ledgerOf = (...told: readonly About[]): readonly BerthRecorded[] =>
  told.map((about, at) => recorded(about, at + 1));

/** A pod on cards of a node. */
export const seat = (
  nodeId: string,
  devices: readonly number[],
  pod = 0,
): Placement['pods'][number] => ({
  subGroup: 'workers',
  pod,
  nodeId,
  devices: [...devices],
  gpuMilli: devices.length === 0 ? 0 : 1000,
});

/** A workload with all that it gets. */
export const placed = (
  workloadId: string,
  ...pods: readonly Placement['pods'][number][]
): Placement => ({
  workloadId,
  attempt: 1,
  pods,
});

/** A workload is bound to where it is placed. */
export const bound = ({ workloadId, attempt, pods }: Placement): About => ({
  type: 'WorkloadAllocated',
  subject: { kind: 'workload', id: workloadId },
  data: { attempt, placements: [...pods], basis },
});

/** A plan of which only some part is said. */
export const planned = (made: Partial<Plan>): Plan => ({
  evictions: [],
  nominations: [],
  placements: [],
  verdicts: [],
  ...made,
});

const amounts = (gpus: number) => ({ gpuMilli: gpus * 1000, cpuMilli: 0, memoryMib: 0 });

/** What an eviction says of a queue that has so many cards. @unit whole cards */
export const figures = (
  queueId: string,
  { quota, has, share = quota }: { quota: number; has: number; share?: number },
): QueueFigures => ({
  queueId,
  allocated: amounts(has),
  deserved: { gpuMilli: quota * 1000, cpuMilli: -1, memoryMib: -1 },
  fairShare: amounts(share),
  limit: { gpuMilli: -1, cpuMilli: -1, memoryMib: -1 },
});

/** `greedy` goes for `claimant`, lawfully: `rich` has three cards and deserves one, `poor` has none and deserves two. */
export const reclaimed: Eviction = {
  workloadId: 'greedy',
  attempt: 1,
  action: 'reclaim',
  preemptorId: 'claimant',
  victimQueue: figures('rich', { quota: 1, has: 3 }),
  preemptorQueue: figures('poor', { quota: 2, has: 0 }),
  alternatives: [],
};

/**
 * Two nodes of two cards that are there, three that are of no use; `rich` holds three cards and deserves one; everybody
 * else waits.
 */
export const story: readonly About[] = [
  nodeJoined('node-0', { gpus: 2, cpuMilli: 8_000, memoryGib: 16, podsMax: 3 }),
  nodeJoined('node-1', { gpus: 2, labels: { zone: 'b' } }),
  nodeJoined('tainted', { taints: [{ key: 'infra', value: 'yes', effect: 'NoSchedule' }] }),
  nodeJoined('lost'),
  { type: 'NodeLost', subject: { kind: 'node', id: 'lost' }, data: { reason: 'silent' } },
  nodeJoined('cordoned'),
  { type: 'NodeCordoned', subject: { kind: 'node', id: 'cordoned' }, data: { reason: 'asked' } },
  nodeJoined('worn'),
  {
    type: 'NodeDeviceFailed',
    subject: { kind: 'node', id: 'worn' },
    data: { device: 1, reason: 'xid' },
  },
  queueOpened('rich', { quota: 1 }),
  queueOpened('poor', { quota: 2 }),
  queueOpened('bounded', { quota: 1, limit: 1 }),
  queueOpened('below', { quota: -1, parent: 'bounded' }),
  ...submitted('greedy', { queue: 'rich' }),
  ...submitted('proud', { queue: 'rich', gpus: 2, priority: 75 }),
  bound(placed('greedy', seat('node-0', [0]))),
  bound(placed('proud', seat('node-1', [0, 1]))),
  ...submitted('claimant', { queue: 'poor', gpus: 2 }),
  ...submitted('urgent', { queue: 'rich', priority: 75 }),
  ...submitted('meek', { queue: 'rich', priority: 25 }),
  ...submitted('gang', { queue: 'poor', pods: 2, gpus: 0, cpuMilli: 1_000 }),
  ...submitted('thinker', { queue: 'poor', gpus: 0, cpuMilli: 9_000 }),
  ...submitted('hoarder', { queue: 'poor', gpus: 0, memoryBytes: 17 * 2 ** 30 }),
  ...submitted('crowd', { queue: 'poor', pods: 3, gpus: 0 }),
  ...submitted('picky', { queue: 'poor', nodeSelector: { zone: ['a', 'c'] } }),
  ...submitted('capped', { queue: 'below', gpus: 2 }),
  ...submitted('fixed', { queue: 'rich', preemptible: false, gpus: 2 }),
  ...submitted('single', { queue: 'poor' }),
];

/** The books of the story. */
export const books: Books = booksOf(ledgerOf(...story));

/** The lawful reclaim with something changed. */
export const reclaim = (change: Partial<Eviction>): Plan =>
  planned({
    nominations: [placed('claimant', seat('node-0', [0, 1]))],
    evictions: [{ ...reclaimed, ...change }],
  });

/** A plan that places one workload. */
export const alone = (id: string, ...pods: readonly ReturnType<typeof seat>[]): Plan =>
  planned({ placements: [placed(id, ...pods)] });
