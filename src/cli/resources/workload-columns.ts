import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { WorkloadLife } from '../../main/moments/life-at.ts';
import {
  nodeIdsOf,
  pendingMsAt,
  runningMsAt,
  type WorkloadPhase,
  type WorkloadRow,
} from '../../../projections/workload-list/view.ts';
import {
  type Column,
  spanText,
  gpusAskedText,
  instantText,
  milliText,
  textOr,
  type Tone,
} from '../print/index.ts';

/** A workload at the moment of the ledger's last fact. */
export interface WorkloadLine {
  readonly row: WorkloadRow;
  readonly nowMs: InstantMs;
  /** Where it was read already. */
  readonly life?: WorkloadLife;
}

const tones: Readonly<Record<WorkloadPhase, Tone>> = {
  Creating: 'busy',
  Pending: 'warning',
  Initializing: 'busy',
  Running: 'good',
  Degraded: 'warning',
  Terminating: 'busy',
  Stopping: 'busy',
  Stopped: 'faint',
  Resuming: 'busy',
  Completed: 'faint',
  Failed: 'bad',
  Deleting: 'busy',
  Deleted: 'faint',
};

/** Every phase that a workload can be in. */
export const phases: readonly string[] = Object.keys(tones);

/** The columns of `berth workload list`. */
export const columns: readonly Column<WorkloadLine>[] = [
  { header: 'workload', value: ({ row }) => row.name, importance: 'keep' },
  { header: 'project', value: ({ row }) => row.projectId, importance: 60 },
  { header: 'type', value: ({ row }) => row.workloadType, importance: 20 },
  { header: 'priority', value: ({ row }) => `${row.priority}`, align: 'right', importance: 30 },
  { header: 'gpus', value: ({ row }) => gpusText(row), align: 'right', importance: 80 },
  {
    header: 'phase',
    value: ({ row }) => row.phase,
    importance: 'keep',
    tone: ({ row }) => tones[row.phase] ?? 'plain',
  },
  { header: 'pending', value: pendingText, align: 'right', importance: 50 },
  { header: 'runtime', value: runtimeText, align: 'right', importance: 50 },
  { header: 'reason', value: ({ row }) => reasonText(row), importance: 10 },
  { header: 'id', value: ({ row }) => row.id, isWide: true },
  { header: 'queue', value: ({ row }) => textOr(row.queueId), isWide: true },
  { header: 'node pool', value: ({ row }) => row.nodePoolId, isWide: true },
  { header: 'preemptible', value: ({ row }) => yesNo(row.isPreemptible), isWide: true },
  { header: 'pods', value: ({ row }) => podsText(row), align: 'right', isWide: true },
  { header: 'attempt', value: ({ row }) => `${row.attempt}`, align: 'right', isWide: true },
  { header: 'evictions', value: ({ row }) => `${row.preemptions}`, align: 'right', isWide: true },
  { header: 'nodes', value: ({ row }) => textOr(nodeIdsOf(row).join(',')), isWide: true },
  { header: 'created', value: ({ row }) => instantText(row.submittedAtMs), isWide: true },
  { header: 'completed', value: ({ row }) => instantText(row.completedAtMs), isWide: true },
  {
    header: 'age',
    value: ({ row, nowMs }) => spanText(nowMs - row.submittedAtMs),
    align: 'right',
    importance: 40,
  },
];

/** How long it has waited in all. */
export function pendingText({ row, nowMs }: WorkloadLine): string {
  return spanText(pendingMsAt(row, nowMs));
}

/** How long it has run in all. */
export function runtimeText({ row, nowMs }: WorkloadLine): string {
  return spanText(runningMsAt(row, nowMs));
}

function gpusText(row: WorkloadRow): string {
  return `${milliText(row.allocatedGpuMilli)}/${gpusAskedText(row.requestedGpuMilli, row.requestedGpuMemoryMib)}`;
}

function podsText(row: WorkloadRow): string {
  return `${row.placements.length}/${row.requestedPods}`;
}

function reasonText(row: WorkloadRow): string {
  return textOr(row.verdict?._tag ?? row.reason);
}

/** A yes or a no. */
export function yesNo(is: boolean): string {
  return is ? 'yes' : 'no';
}
