import type { InstantMs } from '../../../domain/foundation/instant.ts';
import {
  gpuMilliAllocatedOf,
  gpuMilliFreeOf,
  type NodeRow,
  nodeStateOf,
} from '../../../projections/node-list/view.ts';
import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import { bytesText, type Column, spanText, mibText, milliText, textOr } from '../print/index.ts';

/** A node with the workloads that hold it. */
export interface NodeLine {
  readonly row: NodeRow;
  readonly holders: readonly WorkloadRow[];
  readonly nowMs: InstantMs;
}

const stateTones = { Ready: 'good', Cordoned: 'warning', Lost: 'bad' } as const;

/** The columns of `berth node list`. */
export const columns: readonly Column<NodeLine>[] = [
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

/** What is held of its cards. */
export function gpusText(row: NodeRow): string {
  return `${milliText(gpuMilliAllocatedOf(row))}/${row.gpuCount}`;
}

/** Why it does not answer, or takes nothing new. */
export function reasonText({ lostReason, cordonReason }: NodeRow): string {
  return textOr(lostReason ?? cordonReason);
}

/** What is held of its cores. */
export function cpuText(row: NodeRow): string {
  return `${milliText(row.cpuMilliAllocated)}/${milliText(row.cpuMilli)}`;
}

/** What is held of its memory. */
export function memoryText(row: NodeRow): string {
  return `${bytesText(row.memoryBytesAllocated)}/${bytesText(row.memoryBytes)}`;
}

/** How long it has been in its state. */
export function sinceText({ row, nowMs }: NodeLine): string {
  return spanText(nowMs - row.stateSinceMs);
}

/** What JSON shows of a node. */
export const recordOf = ({ row, holders, nowMs }: NodeLine): object => ({
  ...row,
  state: nodeStateOf(row),
  gpuMilliAllocated: gpuMilliAllocatedOf(row),
  gpuMilliFree: gpuMilliFreeOf(row),
  workloadIds: holders.map(({ id }) => id),
  asOfMs: nowMs,
});
