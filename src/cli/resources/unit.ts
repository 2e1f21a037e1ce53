import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import {
  type GrantsByPool,
  type OrgUnits,
  orgUnits,
} from '../../../projections/org-units/index.ts';
import { queueBoard, type QueueRow, rowsOf } from '../../../projections/queue-board/index.ts';
import type { ReadFault } from '../../app/read.ts';
import { boundText, type Column, type Described, durationText, milliText } from '../print/index.ts';
import { boundSum, entitlementLines } from './amounts.ts';
import { together, viewOf } from './as-of.ts';

/** What departments and projects share: grants by pool, and queues that show what came of them. */
export interface UnitLine {
  readonly createdAtMs: InstantMs;
  readonly grants: GrantsByPool;
  /** Its queues, one for each pool in which it was granted something. */
  readonly queues: readonly QueueRow[];
  readonly nowMs: InstantMs;
}

/** The organisation, the queues by owner (`project/ID`), and the moment that both hold for. */
export interface UnitBook {
  readonly units: OrgUnits;
  readonly queuesOf: (owner: string) => readonly QueueRow[];
  readonly nowMs: InstantMs;
}

/** Reads the organisation and what its queues hold. */
export const readUnits = async (ledger: string): Promise<Either<ReadFault, UnitBook>> => {
  const folded = await viewOf(ledger, together(orgUnits, queueBoard));
  if (isLeft(folded)) return folded;
  const { view, nowMs } = folded.right;
  const byOwner = Map.groupBy(rowsOf(view.second), ownerOf);
  return right({ units: view.first, nowMs, queuesOf: (owner) => byOwner.get(owner) ?? [] });
};

const ownerOf = (row: QueueRow): string => `${row.ownerKind}/${row.ownerId}`;

/** The columns that tell quota from use; GPUs summed over all node pools. */
export const unitColumns: readonly Column<UnitLine>[] = [
  { header: 'quota', value: (line) => boundText(quotaOf(line)), align: 'right' },
  { header: 'limit', value: (line) => boundText(limitOf(line)), align: 'right' },
  { header: 'allocated', value: (line) => milliText(use(line).allocatedGpuMilli), align: 'right' },
  { header: 'requested', value: (line) => milliText(use(line).requestedGpuMilli), align: 'right' },
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
  value: ({ createdAtMs, nowMs }) => durationText(nowMs - createdAtMs),
  align: 'right',
};

const quotaOf = ({ grants }: UnitLine): number =>
  boundSum([...grants.values()].map(({ gpuMilli }) => gpuMilli.quota));

const limitOf = ({ grants }: UnitLine): number =>
  boundSum([...grants.values()].map(({ gpuMilli }) => gpuMilli.limit));

/** What all queues of a unit hold and ask for, those below them too. */
export const use = ({ queues }: UnitLine) => {
  const sums = queues.map(({ subtree }) => subtree);
  const total = (of: (sum: (typeof sums)[number]) => number): number =>
    sums.reduce((whole, sum) => whole + of(sum), 0);
  return {
    allocatedGpuMilli: total(({ allocated }) => allocated.gpuMilli),
    requestedGpuMilli: total(({ requested }) => requested.gpuMilli),
    running: total(({ running }) => running),
    initializing: total(({ initializing }) => initializing),
    pending: total(({ pending }) => pending),
  };
};

/** What a unit is promised and what it holds, pool by pool. */
export const unitLines = (line: UnitLine): readonly Described[] => {
  const { allocatedGpuMilli, requestedGpuMilli, running, initializing, pending } = use(line);
  return [
    { key: 'allocated', value: `${milliText(allocatedGpuMilli)} GPUs` },
    { key: 'requested', value: `${milliText(requestedGpuMilli)} GPUs` },
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
