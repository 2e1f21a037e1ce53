import {
  numberAt,
  numbersOf,
  optionalAt,
  type SharedColumn,
  sharedOf,
  textsOf,
  valuesOf,
} from '../../domain/foundation/columns.ts';
import type { WorkloadList, WorkloadRow } from './view.ts';

const numbers = [
  'phaseSinceMs',
  'priority',
  'requestedPods',
  'requestedGpuMilli',
  'requestedGpuMemoryMib',
  'allocatedGpuMilli',
  'attempt',
  'preemptions',
  'interruptions',
  'failures',
  'submittedAtMs',
  'closedPendingMs',
  'closedRunningMs',
  'revision',
  'startedAtMs',
  'completedAtMs',
  'backoffLimit',
  'timeLimitMs',
  'timeToLiveMs',
] as const satisfies readonly (keyof WorkloadRow)[];

const shared = [
  'workloadType',
  'projectId',
  'nodePoolId',
  'queueId',
  'phase',
  'isPreemptible',
  'subGroups',
  'placements',
  'submittedBy',
  'verdict',
  'reason',
  'labels',
  'annotations',
  'container',
  'replicas',
  'clonedFrom',
  'gang',
  'semiPreemptible',
  'nodePoolIds',
] as const satisfies readonly (keyof WorkloadRow)[];

/** The list as columns, to be kept beside the ledger. */
export interface PackedWorkloads {
  readonly ids: string;
  readonly names: string;
  readonly numbers: Readonly<Record<(typeof numbers)[number], Float64Array>>;
  readonly shared: Readonly<Record<(typeof shared)[number], SharedColumn>>;
}

/** Packs the list. @cost about 3 µs a workload */
export const packWorkloads = ({ rows }: WorkloadList): PackedWorkloads => {
  const all = [...rows.values()];
  return {
    ids: textsOf(all, (row) => row.id),
    names: textsOf(all, (row) => row.name),
    numbers: recordOf(numbers, (field) => numbersOf(all, (row) => row[field])),
    shared: recordOf(shared, (field) => sharedOf(all, (row) => row[field])),
  };
};

const recordOf = <Field extends string, Column>(
  fields: readonly Field[],
  columnOf: (field: Field) => Column,
): Record<Field, Column> =>
  Object.fromEntries(fields.map((field) => [field, columnOf(field)])) as Record<Field, Column>;

/** The list as it was when it was packed. @cost below 1 µs a workload */
export const unpackWorkloads = (packed: PackedWorkloads): WorkloadList => {
  const rows = new Map<string, WorkloadRow>();
  eachPacked(packed, (row) => rows.set(row.id, row));
  return { rows };
};

/** Which of the rows somebody wants to have back. */
export type IsWanted = (workload: Pick<WorkloadRow, 'id' | 'name'>) => boolean;

/** Brings rows back one by one, in the order in which they were packed, each with its place there. */
export const eachPacked = (
  packed: PackedWorkloads,
  see: (row: WorkloadRow, place: number) => void,
  isWanted?: IsWanted,
): void => {
  const ids = JSON.parse(packed.ids) as readonly string[];
  const names = JSON.parse(packed.names) as readonly string[];
  let columns: Columns | undefined;
  ids.forEach((id, k) => {
    const called = { id, name: names[k] ?? '' };
    if (isWanted?.(called) === false) return;
    columns ??= columnsOf(packed);
    see(rowAt(called, k, columns), k);
  });
};

/** The phase of each row, without the rows. */
export const eachPackedPhase = (
  packed: PackedWorkloads,
  see: (id: string, phase: WorkloadRow['phase']) => void,
): undefined => {
  const phaseAt = valuesOf<WorkloadRow['phase']>(packed.shared.phase);
  (JSON.parse(packed.ids) as readonly string[]).forEach((id, k) => see(id, phaseAt(k)));
};

const columnsOf = (packed: PackedWorkloads): Columns => ({
  numbers: packed.numbers,
  wordAt: recordOf(shared, (field) => valuesOf<unknown>(packed.shared[field])),
});

type Reader = (row: number) => unknown;

interface Columns extends Pick<PackedWorkloads, 'numbers'> {
  readonly wordAt: Readonly<Record<(typeof shared)[number], Reader>>;
}

/** Written out field by field, so that every row has one shape and is made in one go. */
const rowAt = (
  { id, name }: Pick<WorkloadRow, 'id' | 'name'>,
  k: number,
  { numbers: n, wordAt: w }: Columns,
): WorkloadRow => ({
  id,
  name,
  workloadType: w.workloadType(k) as string,
  projectId: w.projectId(k) as string,
  nodePoolId: w.nodePoolId(k) as string,
  phaseSinceMs: numberAt(n.phaseSinceMs, k),
  priority: numberAt(n.priority, k),
  isPreemptible: w.isPreemptible(k) as boolean,
  subGroups: w.subGroups(k) as WorkloadRow['subGroups'],
  requestedPods: numberAt(n.requestedPods, k),
  requestedGpuMilli: numberAt(n.requestedGpuMilli, k),
  requestedGpuMemoryMib: numberAt(n.requestedGpuMemoryMib, k),
  submittedBy: w.submittedBy(k) as string,
  submittedAtMs: numberAt(n.submittedAtMs, k),
  revision: numberAt(n.revision, k),
  labels: w.labels(k) as WorkloadRow['labels'],
  annotations: w.annotations(k) as WorkloadRow['annotations'],
  container: w.container(k) as WorkloadRow['container'],
  backoffLimit: optionalAt(n.backoffLimit, k),
  timeLimitMs: optionalAt(n.timeLimitMs, k),
  timeToLiveMs: optionalAt(n.timeToLiveMs, k),
  replicas: w.replicas(k) as WorkloadRow['replicas'],
  clonedFrom: w.clonedFrom(k) as string | undefined,
  gang: w.gang(k) as WorkloadRow['gang'],
  semiPreemptible: w.semiPreemptible(k) as boolean | undefined,
  nodePoolIds: w.nodePoolIds(k) as WorkloadRow['nodePoolIds'],
  queueId: w.queueId(k) as string,
  phase: w.phase(k) as WorkloadRow['phase'],
  allocatedGpuMilli: numberAt(n.allocatedGpuMilli, k),
  placements: w.placements(k) as WorkloadRow['placements'],
  attempt: numberAt(n.attempt, k),
  preemptions: numberAt(n.preemptions, k),
  interruptions: numberAt(n.interruptions, k),
  failures: numberAt(n.failures, k),
  startedAtMs: optionalAt(n.startedAtMs, k),
  completedAtMs: optionalAt(n.completedAtMs, k),
  closedPendingMs: numberAt(n.closedPendingMs, k),
  closedRunningMs: numberAt(n.closedRunningMs, k),
  verdict: w.verdict(k) as WorkloadRow['verdict'],
  reason: w.reason(k) as string,
});
