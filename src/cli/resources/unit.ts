import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { GrantsByPool } from '../../../projections/org-units/view.ts';
import type { QueueRow } from '../../../projections/queue-board/view.ts';
import {
  boundText,
  type Column,
  type Described,
  spanText,
  gpusAskedText,
  milliText,
} from '../print/index.ts';
import type { RemoteFault } from '../remote/faults.ts';
import type { Server } from '../remote/server.ts';
import { boundSum, entitlementLines } from './amounts.ts';
import { departmentsOf, lists, projectsOf, rowsOf } from './from-server.ts';
import type { Fetched, Wish } from './kind.ts';
import { type UnitBook, unitBookOf } from './unit-book.ts';

/** What departments and projects share: grants by pool, and queues that show what came of them. */
export interface UnitLine {
  readonly createdAtMs: InstantMs;
  readonly grants: GrantsByPool;
  /** Its queues, one for each pool in which it was granted something. */
  readonly queues: readonly QueueRow[];
  readonly nowMs: InstantMs;
}

/** Asks a server for the organisation and what its queues hold. */
export const fetchUnits = async (
  server: Server,
  { onPage }: Pick<Wish, 'onPage'> = {},
): Promise<Either<RemoteFault, Fetched<UnitBook>>> => {
  // Conditions of a wish are about one list: passed on they would leave out what the others must add.
  const all = { onPage, isWhole: true };
  const [departments, projects, queues] = await Promise.all([
    departmentsOf(server, all),
    projectsOf(server, all),
    rowsOf(server, lists.queues, all),
  ]);
  if (isLeft(departments)) return departments;
  if (isLeft(projects)) return projects;
  if (isLeft(queues)) return queues;
  const { revision, nowMs } = departments.right;
  const book = unitBookOf({
    departments: departments.right.rows,
    projects: projects.right.rows,
    queues: queues.right.rows,
    nowMs,
  });
  return right({ revision, total: 1, rows: [book] });
};

/** What `--sort-by` takes for both. */
export const unitSortable = { id: 'id', name: 'name', created: 'createdAtMs' } as const;

/** The columns that tell quota from use; GPUs summed over all node pools. */
export const unitColumns: readonly Column<UnitLine>[] = [
  { header: 'quota', value: (line) => boundText(quotaOf(line)), align: 'right' },
  { header: 'limit', value: (line) => boundText(limitOf(line)), align: 'right' },
  { header: 'allocated', value: (line) => milliText(use(line).allocatedGpuMilli), align: 'right' },
  { header: 'requested', value: requestedText, align: 'right' },
  { header: 'running', value: (line) => `${use(line).running}`, align: 'right' },
  {
    header: 'pending',
    value: (line) => `${use(line).pending}`,
    align: 'right',
    tone: (line) => (use(line).pending > 0 ? 'warning' : 'plain'),
  },
];

/** The last column of every unit. */
export const ageColumn: Column<UnitLine> = {
  header: 'age',
  value: ({ createdAtMs, nowMs }) => spanText(nowMs - createdAtMs),
  align: 'right',
};

const quotaOf = ({ grants }: UnitLine): number =>
  boundSum([...grants.values()].map(({ gpuMilli }) => gpuMilli.quota));

const limitOf = ({ grants }: UnitLine): number =>
  boundSum([...grants.values()].map(({ gpuMilli }) => gpuMilli.limit));

function requestedText(line: UnitLine): string {
  const { requestedGpuMilli, requestedGpuMemoryMib } = use(line);
  return gpusAskedText(requestedGpuMilli, requestedGpuMemoryMib);
}

/** What all queues of a unit hold and ask for, those below them too. */
export const use = ({ queues }: UnitLine) => {
  const sums = queues.map(({ subtree }) => subtree);
  const total = (of: (sum: (typeof sums)[number]) => number): number =>
    sums.reduce((whole, sum) => whole + of(sum), 0);
  return {
    allocatedGpuMilli: total(({ allocated }) => allocated.gpuMilli),
    requestedGpuMilli: total(({ requested }) => requested.gpuMilli),
    requestedGpuMemoryMib: total(({ requestedGpuMemoryMib }) => requestedGpuMemoryMib),
    running: total(({ running }) => running),
    initializing: total(({ initializing }) => initializing),
    pending: total(({ pending }) => pending),
  };
};

/** What a unit is promised and what it holds, pool by pool. */
export const unitLines = (line: UnitLine): readonly Described[] => {
  const { allocatedGpuMilli, running, initializing, pending } = use(line);
  return [
    { key: 'allocated', value: `${milliText(allocatedGpuMilli)} GPUs` },
    { key: 'requested', value: `${requestedText(line)} GPUs` },
    { key: 'workloads', value: `${running} running, ${initializing} starting, ${pending} pending` },
    { key: 'queues', value: line.queues.map(({ id }) => id) },
    ...[...line.grants].map(([pool, granted]) => ({
      key: `granted in node pool ${pool}`,
      value: entitlementLines(granted),
    })),
  ];
};

/** What JSON shows of a unit besides its own fields. */
export const unitRecord = (line: UnitLine): object => ({
  ...use(line),
  queueIds: line.queues.map(({ id }) => id),
  asOfMs: line.nowMs,
});
