import type { Amounts, Entitlements } from '../../domain/foundation/shapes.ts';
import { type QueueRowWithShare, withFairShares } from '../../projections/queue-board/index.ts';
import type { Measured } from '../ports/metrics.ts';
import type { Reading, Sample } from './series.ts';

/** A resource with its base unit. */
const resources = [
  { key: 'gpuMilli', unit: 'gpus', perUnit: 1 / 1000, used: 'gpu' },
  { key: 'cpuMilli', unit: 'cpu_cores', perUnit: 1 / 1000, used: 'cpu' },
  { key: 'memoryMib', unit: 'memory_bytes', perUnit: 1024 * 1024, used: 'memory' },
] as const;

type Resource = (typeof resources)[number];

/** −1 says that there is no bound. */
const bounded = (amount: number, perUnit: number): number =>
  amount === -1 ? Number.POSITIVE_INFINITY : amount * perUnit;

const labels = ['queue', 'node_pool', 'owner_kind'];

const bytesPerMib = 1024 * 1024;

/** What each queue is promised, holds, asks for, deserves, and has used over time; sums of departments contain those of their projects. */
export const queueReadings = (): readonly Reading[] => [
  ...resources.flatMap(readingsOf),
  perQueue(
    'berth_queue_requested_gpu_memory_bytes',
    'What waits for memory of GPUs, besides GPUs: how many those are, its nodes will say.',
    (row) => row.subtree.requestedGpuMemoryMib * bytesPerMib,
  ),
  perQueue('berth_queue_pending_workloads', 'Workloads that wait.', (row) => row.subtree.pending),
  perQueue('berth_queue_running_workloads', 'Workloads that run.', (row) => row.subtree.running),
];

const readingsOf = (resource: Resource): readonly Reading[] => {
  const { key, unit, perUnit, used } = resource;
  const amount = (name: string, help: string, of: (row: QueueRowWithShare) => Amounts): Reading =>
    perQueue(`berth_queue_${name}_${unit}`, help, (row) => of(row)[key] * perUnit);
  const promise = (name: 'quota' | 'limit', help: string): Reading =>
    perQueue(`berth_queue_${name}_${unit}`, help, ({ entitlements }) =>
      bounded(promiseOf(entitlements, key)[name], perUnit),
    );
  return [
    promise('quota', 'What the queue is promised; +Inf where that is all there is.'),
    promise('limit', 'What the queue never exceeds; +Inf where nothing bounds it.'),
    amount('allocated', 'What workloads of the queue hold.', (row) => row.subtree.allocated),
    amount('requested', 'What they hold and wait for.', (row) => row.subtree.requested),
    amount('fair_share', 'What is fair for the queue now.', (row) => row.fairShare),
    usageReading(`berth_queue_${used}_usage_ratio`, key),
  ];
};

/** Looked at anew each time: use fades by time alone, without a fact. */
const usageReading = (name: string, key: Resource['key']): Reading => ({
  name,
  help: 'What the queue has used over time of what its pool had, as the rules in force look back on it.',
  labels,
  read: (measured) => {
    const past = measured.brain.pastUse();
    return boardOf(measured).map((row): Sample => [
      [row.id, row.nodePoolId, row.ownerKind],
      past.of(row)[key] / 1000,
    ]);
  },
});

const promiseOf = (entitlements: Entitlements, key: Resource['key']) => entitlements[key];

const perQueue = (name: string, help: string, of: (row: QueueRowWithShare) => number): Reading => ({
  name,
  help,
  labels,
  read: (measured) =>
    boardOf(measured).map((row): Sample => [[row.id, row.nodePoolId, row.ownerKind], of(row)]),
});

const boards = new WeakMap<
  Measured,
  { readonly revision: number; readonly rows: readonly QueueRowWithShare[] }
>();

/** The board of a look, made once for all gauges that read it. */
const boardOf = (measured: Measured): readonly QueueRowWithShare[] => {
  const { revision } = measured.brain.health();
  const made = boards.get(measured);
  if (made !== undefined && made.revision === revision) return made.rows;
  const rows = withFairShares(measured.brain.views.queues, measured.brain.pastUse());
  boards.set(measured, { revision, rows });
  return rows;
};
