import { isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import {
  workloadHistory,
  type WorkloadHistory,
} from '../../../projections/workload-history/index.ts';
import {
  messageOf,
  nodeIdsOf,
  pendingMsAt,
  runningMsAt,
  type WorkloadPhase,
  workloadList,
  type WorkloadRow,
} from '../../../projections/workload-list/index.ts';
import { factsOfSubject } from '../../main/fold-ledger.ts';
import {
  bytesText,
  type Column,
  type Described,
  durationText,
  instantText,
  milliText,
  textOr,
  type Tone,
} from '../print/index.ts';
import { viewOf } from './as-of.ts';
import { byId, detailsOf, type Kind, type ListArguments, resourceOf } from './resource.ts';

/** A workload at the moment of the ledger's last fact. */
interface Line {
  readonly row: WorkloadRow;
  readonly nowMs: InstantMs;
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
const phases: readonly string[] = Object.keys(tones);

const columns: readonly Column<Line>[] = [
  { header: 'workload', value: ({ row }) => row.id, importance: 'keep' },
  { header: 'project', value: ({ row }) => row.projectId, importance: 60 },
  { header: 'type', value: ({ row }) => row.workloadType, importance: 20 },
  { header: 'priority', value: ({ row }) => `${row.priority}`, align: 'right', importance: 30 },
  { header: 'gpus', value: ({ row }) => gpusText(row), align: 'right', importance: 80 },
  {
    header: 'phase',
    value: ({ row }) => row.phase,
    importance: 'keep',
    tone: ({ row }) => tones[row.phase],
  },
  { header: 'pending', value: pendingText, align: 'right', importance: 50 },
  { header: 'runtime', value: runtimeText, align: 'right', importance: 50 },
  { header: 'reason', value: ({ row }) => reasonText(row), importance: 10 },
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
    value: ({ row, nowMs }) => durationText(nowMs - row.submittedAtMs),
    align: 'right',
    importance: 40,
  },
];

function pendingText({ row, nowMs }: Line): string {
  return durationText(pendingMsAt(row, nowMs));
}

function runtimeText({ row, nowMs }: Line): string {
  return durationText(runningMsAt(row, nowMs));
}

function gpusText(row: WorkloadRow): string {
  return `${milliText(row.allocatedGpuMilli)}/${milliText(row.requestedGpuMilli)}`;
}

function podsText(row: WorkloadRow): string {
  return `${row.placements.length}/${row.requestedPods}`;
}

function reasonText(row: WorkloadRow): string {
  return textOr(row.verdict?._tag ?? row.reason);
}

function yesNo(is: boolean): string {
  return is ? 'yes' : 'no';
}

const recordOf = ({ row, nowMs }: Line): object => ({
  ...row,
  nodeIds: nodeIdsOf(row),
  pendingMs: pendingMsAt(row, nowMs),
  runningMs: runningMsAt(row, nowMs),
  message: row.verdict === undefined ? '' : messageOf(row.verdict),
  asOfMs: nowMs,
});

const linesOf = (line: Line, history: WorkloadHistory): readonly Described[] => {
  const { row, nowMs } = line;
  const since = `${row.phase} for ${durationText(nowMs - row.phaseSinceMs)}`;
  const waitsBecause = row.verdict === undefined ? '' : messageOf(row.verdict);
  return [
    { key: 'workload', value: row.id },
    { key: 'name', value: row.name },
    { key: 'type', value: row.workloadType },
    { key: 'project', value: row.projectId },
    { key: 'queue', value: row.queueId },
    { key: 'node pool', value: row.nodePoolId },
    { key: 'phase', value: since },
    { key: 'waits because', value: waitsBecause },
    { key: 'reason', value: row.reason },
    { key: 'priority', value: `${row.priority}` },
    { key: 'preemptible', value: yesNo(row.isPreemptible) },
    {
      key: 'GPUs',
      value: `${milliText(row.allocatedGpuMilli)} of ${milliText(row.requestedGpuMilli)}`,
    },
    { key: 'pods', value: `${row.placements.length} of ${row.requestedPods}` },
    { key: 'attempt', value: `${row.attempt}` },
    { key: 'evictions', value: `${row.preemptions} by decision, ${row.interruptions} by failure` },
    { key: 'created', value: `${instantText(row.submittedAtMs)} by ${row.submittedBy}` },
    { key: 'started', value: instantText(row.startedAtMs) },
    { key: 'completed', value: instantText(row.completedAtMs) },
    { key: 'total pending', value: pendingText(line) },
    { key: 'total runtime', value: runtimeText(line) },
    { key: 'asks for', value: row.subGroups.map(askedText) },
    { key: 'placed on', value: row.placements.map(placeText) },
    { key: 'history', value: history.entries.map(entryText) },
    { key: 'as of', value: instantText(nowMs) },
  ];
};

const askedText = ({ name, pods, request }: WorkloadRow['subGroups'][number]): string => {
  const { gpuDevices, gpuMilli, cpuMilli, memoryBytes } = request;
  const gpus =
    gpuMilli === 1000 || gpuDevices === 0
      ? `${gpuDevices} GPUs`
      : `${milliText(gpuMilli)} of ${gpuDevices} GPUs`;
  return `${name}: ${pods} × ${gpus}, ${milliText(cpuMilli)} CPU cores, ${bytesText(memoryBytes)}`;
};

const placeText = ({
  subGroup,
  pod,
  nodeId,
  devices,
  gpuMilli,
}: WorkloadRow['placements'][number]) => {
  const share = gpuMilli === 1000 ? '' : `, ${milliText(gpuMilli)} of each`;
  const on = devices.length === 0 ? '' : `, devices ${devices.join(',')}${share}`;
  return `${subGroup}/${pod}: ${nodeId}${on}`;
};

const entryText = (entry: WorkloadHistory['entries'][number]): string =>
  `#${entry.revision} ${instantText(entry.atMs)} ${entry.phase}: ${entry.text}`;

/** Whether a value is one of those that are wanted; no wish is met by all. Case makes no difference. */
const isAmong = (wanted: readonly string[] | undefined, value: string): boolean =>
  wanted === undefined || wanted.some((one) => one.toLowerCase() === value.toLowerCase());

const phaseProblem = ({ phase = [] }: ListArguments): string | undefined => {
  const unknown = phase.find((one) => !isAmong(phases, one));
  return unknown === undefined
    ? undefined
    : `error: no workload is ever in phase '${unknown}'\n  at: --phase\n  remedy: the phases are ${phases.join(', ')}\n`;
};

/** `berth workload list` and `describe`. */
export const workload = resourceOf<Line>({
  noun: 'workload',
  read: async (ledger) => {
    const folded = await viewOf(ledger, workloadList);
    if (isLeft(folded)) return folded;
    const { view, nowMs } = folded.right;
    return right(byId(view.rows.values()).map((row) => ({ row, nowMs })));
  },
  idOf: ({ row }) => row.id,
  columns,
  recordOf,
  details: async (line, ledger) => {
    const facts = await factsOfSubject(ledger, `workload/${line.row.id}`);
    if (isLeft(facts)) return facts;
    const history = facts.right.reduce(workloadHistory.apply, workloadHistory.initial());
    return right(
      detailsOf(linesOf(line, history), { ...recordOf(line), history: history.entries }),
    );
  },
  problemOf: phaseProblem,
  isWanted: ({ row }, args) =>
    isAmong(args.project, row.projectId) &&
    isAmong(args.phase, row.phase) &&
    isAmong(args.queue, row.queueId),
} satisfies Kind<Line>);
