import { askedText } from './asked-text.ts';
import { messageOf } from '../../../domain/foundation/verdict-message.ts';
import type { HistoryEntry } from '../../../projections/workload-history/view.ts';
import {
  nodeIdsOf,
  pendingMsAt,
  runningMsAt,
  type WorkloadRow,
} from '../../../projections/workload-list/view.ts';
import { type Described, spanText, gpusAskedText, instantText, milliText } from '../print/index.ts';
import { termLines } from './workload-terms.ts';
import { pendingText, runtimeText, type WorkloadLine, yesNo } from './workload-columns.ts';

/** What JSON shows of a workload. */
export const recordOf = ({ row, nowMs }: WorkloadLine): object => ({
  ...row,
  nodeIds: nodeIdsOf(row),
  pendingMs: pendingMsAt(row, nowMs),
  runningMs: runningMsAt(row, nowMs),
  message: row.verdict === undefined ? '' : messageOf(row.verdict),
  asOfMs: nowMs,
});

/** What `berth workload describe` prints. */
export const linesOf = (
  line: WorkloadLine,
  history: readonly HistoryEntry[],
): readonly Described[] => [
  ...standingLines(line),
  ...lifeLines(line),
  ...termLines(line.row),
  { key: 'asks for', value: line.row.subGroups.map(askedText) },
  { key: 'placed on', value: line.row.placements.map(placeText) },
  { key: 'history', value: history.map(entryText) },
  { key: 'as of', value: instantText(line.nowMs) },
];

/** What it is, and where it stands now. */
const standingLines = ({ row, nowMs }: WorkloadLine): readonly Described[] => [
  { key: 'workload', value: row.id },
  { key: 'name', value: row.name },
  { key: 'type', value: row.workloadType },
  { key: 'project', value: row.projectId },
  { key: 'queue', value: row.queueId },
  { key: 'node pool', value: row.nodePoolId },
  { key: 'phase', value: `${row.phase} for ${spanText(nowMs - row.phaseSinceMs)}` },
  { key: 'waits because', value: row.verdict === undefined ? '' : messageOf(row.verdict) },
  { key: 'reason', value: row.reason },
  { key: 'priority', value: `${row.priority}` },
  { key: 'preemptible', value: yesNo(row.isPreemptible) },
  {
    key: 'GPUs',
    value: `${milliText(row.allocatedGpuMilli)} of ${gpusAskedText(row.requestedGpuMilli, row.requestedGpuMemoryMib)}`,
  },
  { key: 'pods', value: `${row.placements.length} of ${row.requestedPods}` },
];

/** What has become of it so far. */
const lifeLines = (line: WorkloadLine): readonly Described[] => {
  const { row } = line;
  return [
    { key: 'attempt', value: `${row.attempt}` },
    { key: 'evictions', value: `${row.preemptions} by decision, ${row.interruptions} by failure` },
    { key: 'created', value: `${instantText(row.submittedAtMs)} by ${row.submittedBy}` },
    { key: 'started', value: instantText(row.startedAtMs) },
    { key: 'completed', value: instantText(row.completedAtMs) },
    { key: 'total pending', value: pendingText(line) },
    { key: 'total runtime', value: runtimeText(line) },
  ];
};

const placeText = ({
  subGroup,
  pod,
  nodeId,
  devices,
  gpuMilli,
}: WorkloadRow['placements'][number]) => {
  const share = gpuMilli === 1000 ? '' : `, ${milliText(gpuMilli)} of each`;
  const on =
    devices.length === 0
      ? ''
      : `, ${devices.length === 1 ? 'device' : 'devices'} ${devices.join(',')}${share}`;
  return `${subGroup}/${pod}: ${nodeId}${on}`;
};

const entryText = (entry: HistoryEntry): string =>
  `#${entry.revision} ${instantText(entry.atMs)} ${entry.phase}: ${entry.text}`;
