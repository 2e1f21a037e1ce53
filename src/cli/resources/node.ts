import { isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import {
  gpuMilliAllocatedOf,
  gpuMilliFreeOf,
  type NodeRow,
  nodeStateOf,
} from '../../../projections/node-list/view.ts';
import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import {
  bytesText,
  type Column,
  type Described,
  durationText,
  instantText,
  mibText,
  milliText,
  textOr,
} from '../print/index.ts';
import { byId } from './by-id.ts';
import { nodesOf } from './from-server.ts';
import { fetchHolders, holdersByNode, holderText } from './holders.ts';
import { detailsOf, resourceOf } from './resource.ts';

/** A node with the workloads that hold it. */
interface Line {
  readonly row: NodeRow;
  readonly holders: readonly WorkloadRow[];
  readonly nowMs: InstantMs;
}

const stateTones = { Ready: 'good', Cordoned: 'warning', Lost: 'bad' } as const;

const columns: readonly Column<Line>[] = [
  { header: 'node', value: ({ row }) => row.id, importance: 'keep' },
  {
    header: 'state',
    value: ({ row }) => nodeStateOf(row),
    importance: 'keep',
    tone: ({ row }) => stateTones[nodeStateOf(row)],
  },
  { header: 'node pool', value: ({ row }) => row.nodePoolId },
  { header: 'gpu type', value: ({ row }) => textOr(row.gpuModel) },
  { header: 'gpus', value: ({ row }) => gpusText(row), align: 'right' },
  { header: 'free', value: ({ row }) => milliText(gpuMilliFreeOf(row)), align: 'right' },
  { header: 'cpu', value: ({ row }) => cpuText(row), align: 'right' },
  { header: 'memory', value: ({ row }) => memoryText(row), align: 'right' },
  { header: 'pods', value: ({ row }) => `${row.pods}/${row.podsMax}`, align: 'right' },
  { header: 'broken', value: ({ row }) => textOr(row.brokenDevices.join(',')), isWide: true },
  {
    header: 'gpu memory',
    value: ({ row }) => mibText(row.gpuMemoryMib),
    align: 'right',
    isWide: true,
  },
  { header: 'cluster', value: ({ row }) => row.clusterId, isWide: true },
  { header: 'reason', value: ({ row }) => reasonText(row), isWide: true },
  { header: 'since', value: sinceText, align: 'right' },
];

function gpusText(row: NodeRow): string {
  return `${milliText(gpuMilliAllocatedOf(row))}/${row.gpuCount}`;
}

function reasonText({ lostReason, cordonReason }: NodeRow): string {
  return textOr(lostReason ?? cordonReason);
}

function cpuText(row: NodeRow): string {
  return `${milliText(row.cpuMilliAllocated)}/${milliText(row.cpuMilli)}`;
}

function memoryText(row: NodeRow): string {
  return `${bytesText(row.memoryBytesAllocated)}/${bytesText(row.memoryBytes)}`;
}

function sinceText({ row, nowMs }: Line): string {
  return durationText(nowMs - row.stateSinceMs);
}

const recordOf = ({ row, holders, nowMs }: Line): object => ({
  ...row,
  state: nodeStateOf(row),
  gpuMilliAllocated: gpuMilliAllocatedOf(row),
  gpuMilliFree: gpuMilliFreeOf(row),
  workloadIds: holders.map(({ id }) => id),
  asOfMs: nowMs,
});

const linesOf = (line: Line): readonly Described[] => {
  const { row, holders } = line;
  return [
    { key: 'node', value: row.id },
    { key: 'name', value: row.name },
    { key: 'cluster', value: row.clusterId },
    { key: 'node pool', value: row.nodePoolId },
    { key: 'state', value: `${nodeStateOf(row)} for ${sinceText(line)}` },
    { key: 'reason', value: reasonText(row) },
    { key: 'GPU type', value: row.gpuModel },
    { key: 'GPU memory', value: `${mibText(row.gpuMemoryMib)} each` },
    { key: 'GPUs', value: `${gpusText(row)}, ${milliText(gpuMilliFreeOf(row))} free` },
    { key: 'CPU cores', value: cpuText(row) },
    { key: 'memory', value: memoryText(row) },
    { key: 'pods', value: `${row.pods}/${row.podsMax}` },
    { key: 'labels', value: Object.entries(row.labels).map(([key, value]) => `${key}=${value}`) },
    {
      key: 'taints',
      value: row.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`),
    },
    {
      key: 'devices',
      value: row.deviceGpuMilli.map((milli, device) => deviceText(row, device, milli)),
    },
    { key: 'workloads', value: holders.map((holder) => holderText(holder, row.id)) },
    { key: 'as of', value: instantText(line.nowMs) },
  ];
};

const deviceText = (row: NodeRow, device: number, milli: number): string =>
  `${device}: ${row.brokenDevices.includes(device) ? 'broken' : `${milliText(milli)} held`}`;

/** `berth node list` and `describe`. */
export const node = resourceOf<Line>({
  noun: 'node',
  read: async (ledger) => {
    const folded = await (await import('./from-ledger.ts')).nodesIn(ledger);
    if (isLeft(folded)) return folded;
    const { view, nowMs } = folded.right;
    const holders = holdersByNode(view.second.rows.values());
    return right(
      byId(view.first.rows.values()).map((row) => ({
        row,
        holders: holders.get(row.id) ?? [],
        nowMs,
      })),
    );
  },
  fetch: async (server, wish) => {
    const [nodes, workloads] = await Promise.all([
      nodesOf(server, wish),
      wish.isWhole ? fetchHolders(server) : right([]),
    ]);
    if (isLeft(nodes)) return nodes;
    if (isLeft(workloads)) return workloads;
    const { nowMs, rows } = nodes.right;
    const holders = holdersByNode(workloads.right);
    return right({
      ...nodes.right,
      rows: rows.map((row) => ({ row, holders: holders.get(row.id) ?? [], nowMs })),
    });
  },
  idOf: ({ row }) => row.id,
  columns,
  recordOf,
  sortable: { id: 'id', name: 'name', 'node-pool': 'nodePoolId' },
  details: async (line) => right(detailsOf(linesOf(line), recordOf(line))),
});
