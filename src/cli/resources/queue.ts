import { isLeft, right } from '../../../domain/foundation/fp.ts';
import type { QueueRowWithShare, QueueSums } from '../../../projections/queue-board/view.ts';
import { compareIds } from '../../../domain/foundation/ids.ts';
import {
  boundText,
  type Column,
  type Described,
  gpusAskedText,
  milliText,
  permilleText,
  textOr,
} from '../print/index.ts';
import { amountsText, entitlementLines } from './amounts.ts';
import { lists, rowsOf } from './from-server.ts';
import { detailsOf, resourceOf } from './resource.ts';

const columns: readonly Column<QueueRowWithShare>[] = [
  {
    header: 'queue',
    value: ({ id, depth }) => `${'  '.repeat(depth)}${id}`,
    importance: 'keep',
  },
  { header: 'priority', value: (row) => `${row.entitlements.priority}`, align: 'right' },
  { header: 'quota', value: (row) => boundText(row.entitlements.gpuMilli.quota), align: 'right' },
  { header: 'limit', value: (row) => boundText(row.entitlements.gpuMilli.limit), align: 'right' },
  { header: 'weight', value: (row) => `${row.entitlements.gpuMilli.weight}`, align: 'right' },
  { header: 'fair share', value: (row) => milliText(row.fairShare.gpuMilli), align: 'right' },
  { header: 'allocated', value: gpusOf('allocated'), align: 'right' },
  {
    header: 'used',
    value: ({ usage }) => permilleText(usage.gpuMilli),
    align: 'right',
    importance: 20,
  },
  { header: 'requested', value: ({ subtree }) => requestedText(subtree), align: 'right' },
  { header: 'running', value: (row) => `${row.subtree.running}`, align: 'right' },
  {
    header: 'pending',
    value: (row) => `${row.subtree.pending}`,
    align: 'right',
    tone: (row) => (row.subtree.pending > 0 ? 'warning' : 'plain'),
  },
  {
    header: 'starting',
    value: (row) => `${row.subtree.initializing}`,
    align: 'right',
    isWide: true,
  },
  {
    header: 'non-preemptible',
    value: gpusOf('allocatedNonPreemptible'),
    align: 'right',
    isWide: true,
  },
  { header: 'owner', value: (row) => `${row.ownerKind}/${row.ownerId}`, isWide: true },
  { header: 'node pool', value: (row) => row.nodePoolId, isWide: true },
  { header: 'parent', value: (row) => textOr(row.parentId), isWide: true },
];

function gpusOf(what: 'allocated' | 'allocatedNonPreemptible'): (row: QueueRowWithShare) => string {
  return (row) => milliText(row.subtree[what].gpuMilli);
}

const requestedText = ({ requested, requestedGpuMemoryMib }: QueueSums): string =>
  gpusAskedText(requested.gpuMilli, requestedGpuMemoryMib);

const linesOf = (row: QueueRowWithShare): readonly Described[] => [
  { key: 'queue', value: row.id },
  { key: 'owner', value: `${row.ownerKind} ${row.ownerId}` },
  { key: 'node pool', value: row.nodePoolId },
  { key: 'parent', value: row.parentId },
  { key: 'entitlements', value: entitlementLines(row.entitlements) },
  { key: 'fair share now', value: amountsText(row.fairShare) },
  { key: 'used over time', value: usageText(row.usage) },
  { key: 'its own workloads', value: sumLines(row.own) },
  { key: 'with all queues below it', value: sumLines(row.subtree) },
];

/** Parts of what there was. */
const usageText = ({ gpuMilli, cpuMilli, memoryMib }: QueueRowWithShare['usage']): string =>
  `${permilleText(gpuMilli)} of the GPUs, ${permilleText(cpuMilli)} of the CPU cores, ${permilleText(memoryMib)} of the memory`;

const sumLines = (sums: QueueSums): readonly Described[] => [
  { key: 'allocated', value: amountsText(sums.allocated) },
  { key: 'of it non-preemptible', value: amountsText(sums.allocatedNonPreemptible) },
  { key: 'requested', value: amountsText(sums.requested) },
  ...(sums.requestedGpuMemoryMib === 0
    ? []
    : [{ key: 'by memory of GPUs', value: gpusAskedText(0, sums.requestedGpuMemoryMib) }]),
  {
    key: 'workloads',
    value: `${sums.running} running, ${sums.initializing} starting, ${sums.pending} pending`,
  },
];

/** Each queue below its parent, siblings by id, as a ledger's list has them; a server sends them by id alone. */
const belowParents = (rows: readonly QueueRowWithShare[]): readonly QueueRowWithShare[] => {
  const ids = new Set(rows.map(({ id }) => id));
  const children = Map.groupBy(rows, ({ parentId }) => (ids.has(parentId) ? parentId : ''));
  const below = (parentId: string): readonly QueueRowWithShare[] =>
    (children.get(parentId) ?? [])
      .toSorted((a, b) => compareIds(a.id, b.id))
      .flatMap((row) => [row, ...below(row.id)]);
  return below('');
};

/** `berth queue list`, a queue below its parent, and `describe`. */
export const queue = resourceOf<QueueRowWithShare>({
  noun: 'queue',
  read: async (then) => (await import('./from-ledger.ts')).queuesIn(then),
  fetch: async (server, wish) => {
    const page = await rowsOf(server, lists.queues, { ...wish, max: undefined });
    return isLeft(page) ? page : right({ ...page.right, rows: belowParents(page.right.rows) });
  },
  idOf: ({ id }) => id,
  columns,
  recordOf: (row) => row,
  sortable: {},
  details: async (row) => right(detailsOf(linesOf(row), row)),
});
