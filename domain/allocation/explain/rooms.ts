import { compareIds } from '../../foundation/ids.ts';
import { obstacleAt } from '../fit/fit.ts';
import { compareRanked } from '../order/order.ts';
import type { Policy } from '../policy/policy.ts';
import { shareOut } from '../share/share-out.ts';
import { rankNodes } from '../state/ranks.ts';
import type { Kind, NodeState, QueueState, Seat, Snapshot, Workload } from '../state/snapshot.ts';
import { isUnder } from '../state/tree.ts';

/** What is counted. @unit thousandths of a card, or millicores */
export type RoomUnit = 'gpuMilli' | 'cpuMilli';

/** Equal pods, each of which needs so much on one place. */
export interface PodsOfRoom {
  readonly pods: number;
  readonly amount: number;
}

/** Somebody who holds room, or is promised it, and when that began; −1 where it has not begun. @unit ms since epoch, ms */
export interface RoomHolder {
  readonly workloadId: string;
  readonly queueId: string;
  /** What it asked for in all. @unit thousandths of a card */
  readonly gpuMilli: number;
  readonly startedAtMs: number;
  /** As it declared; 0 where it did not. */
  readonly maxRunMs: number;
  readonly seats: readonly { readonly place: number; readonly amount: number }[];
}

/** Somebody who waits for room. */
export interface RoomWaiter {
  readonly workloadId: string;
  readonly queueId: string;
  readonly priority: number;
  /** @unit thousandths of a card */
  readonly gpuMilli: number;
  /** As it declared; 0 where it did not. @unit ms */
  readonly maxRunMs: number;
  readonly parts: readonly PodsOfRoom[];
}

/** A queue whose work has or wants some of it. @unit the rooms' own; `limit` Infinity: none */
export interface RoomQueue {
  readonly queueId: string;
  readonly allocated: number;
  readonly share: number;
  readonly limit: number;
}

/**
 * Room of one sort with who holds it and who waits for it: what a workload waits for, as far as amounts say.
 *
 * @shape `free` by place, once all who leave have left. `waiters` are all who wait, itself too, each queue's in its order.
 */
export interface Rooms {
  readonly unit: RoomUnit;
  readonly free: readonly number[];
  readonly holders: readonly RoomHolder[];
  readonly waiters: readonly RoomWaiter[];
  readonly queues: readonly RoomQueue[];
}

const unitOf = ({ amounts }: Workload['shape']): RoomUnit =>
  amounts.gpuMilli > 0 ? 'gpuMilli' : 'cpuMilli';

/** What a pod needs on its node; `undefined` where it is counted neither in whole devices nor in shares of them. */
const amountOf = (kind: Kind, unit: RoomUnit): number | undefined => {
  if (unit === 'cpuMilli') return kind.cpuMilli;
  return kind.gpuDevices === 0 && kind.askedGpuMilli > 0
    ? undefined
    : kind.gpuDevices * kind.gpuMilli;
};

const seatAmount = ({ devices, gpuMilli, kind }: Seat, unit: RoomUnit): number =>
  unit === 'gpuMilli' ? devices.length * gpuMilli : kind.cpuMilli;

const partsOf = (workload: Workload, unit: RoomUnit): readonly PodsOfRoom[] | undefined => {
  const parts: PodsOfRoom[] = [];
  for (const { kind, pods } of workload.shape.parts) {
    const amount = amountOf(kind, unit);
    if (amount === undefined) return undefined;
    if (amount > 0) parts.push({ pods, amount });
  }
  return parts.toSorted((a, b) => b.amount - a.amount);
};

/** Nodes on which the largest of its pods could be, with what is free there. */
const freeOn = (
  { nodes: table }: Snapshot,
  kind: Kind,
  unit: RoomUnit,
): { readonly free: readonly number[]; readonly placeOf: ReadonlyMap<NodeState, number> } => {
  const free: number[] = [];
  const placeOf = new Map<NodeState, number>();
  for (let rank = 0; rank < table.count; rank += 1) {
    const slot = table.slotAt[rank] ?? 0;
    const node = table.slots[slot];
    if (node === undefined || node.isLost || node.isCordoned) continue;
    if (obstacleAt(table, kind, slot) !== 'none') continue;
    placeOf.set(node, free.length);
    const whole = 1000 * (table.wholeFuture[slot] ?? 0);
    const shared = kind.gpuMilli === 1000 ? whole : (table.gpuFuture[slot] ?? 0);
    free.push(unit === 'gpuMilli' ? shared : (table.cpuFuture[slot] ?? 0));
  }
  return { free, placeOf };
};

type PlaceOf = (seat: Seat) => number | undefined;

const holderOf = (
  workload: Workload,
  seats: readonly Seat[],
  { unit, placeOf }: { readonly unit: RoomUnit; readonly placeOf: PlaceOf },
): RoomHolder | undefined => {
  const held = seats.flatMap((seat) => {
    const place = placeOf(seat);
    const amount = seatAmount(seat, unit);
    return place === undefined || amount === 0 ? [] : [{ place, amount }];
  });
  if (held.length === 0) return undefined;
  const { id: workloadId, queue, build, startedAtMs, maxRunMs } = workload;
  const { gpuMilli } = build.amounts;
  return { workloadId, queueId: queue?.id ?? '', gpuMilli, startedAtMs, maxRunMs, seats: held };
};

const holdersIn = (
  snapshot: Snapshot,
  isCounted: (workload: Workload) => boolean,
  by: { readonly unit: RoomUnit; readonly placeOf: PlaceOf },
): readonly RoomHolder[] => {
  const holders: RoomHolder[] = [];
  for (const workload of snapshot.workloads.values()) {
    const { bound, held } = workload;
    if (workload.pool !== snapshot || bound.length + held.length === 0) continue;
    if (!isCounted(workload)) continue;
    const holder = holderOf(workload, held.length === 0 ? bound : [...bound, ...held], by);
    if (holder !== undefined) holders.push(holder);
  }
  return holders;
};

const rankedOf = (workload: Workload) => ({ workload, rank: workload.rank });

const waitersIn = (queue: QueueState): readonly Workload[] =>
  queue.waiting
    .flatMap((one) => one.entries.filter((entry) => entry.waitingClass === one))
    .toSorted((a, b) => compareRanked(rankedOf(a), rankedOf(b)));

const waiterOf = (workload: Workload, unit: RoomUnit): readonly RoomWaiter[] => {
  const { id: workloadId, queue, priority, build, maxRunMs } = workload;
  const parts = partsOf(workload, unit);
  if (parts === undefined || parts.length === 0) return [];
  const { gpuMilli } = build.amounts;
  return [{ workloadId, queueId: queue?.id ?? '', priority, gpuMilli, maxRunMs, parts }];
};

const lineFor = (
  leaves: readonly QueueState[],
  unit: RoomUnit,
): Pick<Rooms, 'waiters' | 'queues'> => {
  const waiters: RoomWaiter[] = [];
  const queues: RoomQueue[] = [];
  for (const queue of leaves.toSorted((a, b) => compareIds(a.id, b.id))) {
    waiters.push(...waitersIn(queue).flatMap((one) => waiterOf(one, unit)));
    const { share, limit } = queue.claims[unit];
    const allocated = queue.allocated[unit];
    queues.push({ queueId: queue.id, allocated, share, limit: limit < 0 ? Infinity : limit });
  }
  return { waiters, queues };
};

/**
 * The room on nodes that a waiting workload could have, who holds it and who waits for it too; `undefined` where what
 * it asks for is not counted in devices, shares of them, or cores.
 *
 * @cost O(nodes + workloads of the pool)
 */
export const roomsOnNodes = (
  snapshot: Snapshot,
  policy: Policy,
  workloadId: string,
): Rooms | undefined => {
  const subject = snapshot.workloads.get(workloadId);
  if (subject?.waitingClass === undefined) return undefined;
  const unit = unitOf(subject.shape);
  const largest = largestPart(subject, unit);
  if (largest === undefined || waiterOf(subject, unit).length === 0) return undefined;
  rankNodes(snapshot.nodes);
  shareOut(snapshot, policy);
  const { free, placeOf } = freeOn(snapshot, largest, unit);
  const by = { unit, placeOf: ({ node }: Seat) => placeOf.get(node) };
  const holders = holdersIn(snapshot, () => true, by);
  return { unit, free, holders, ...lineFor(snapshot.leaves, unit) };
};

const largestPart = ({ shape }: Workload, unit: RoomUnit): Kind | undefined =>
  shape.parts
    .map(({ kind }) => kind)
    .toSorted(
      (a, b) => (amountOf(b, unit) ?? 0) - (amountOf(a, unit) ?? 0) || (a.key < b.key ? -1 : 1),
    )[0];

/** A bound of a queue that keeps a workload waiting. @shape `isGuarded`: it counts only work that is not preemptible */
export interface RoomBound {
  readonly queueId: string;
  readonly unit: RoomUnit;
  readonly left: number;
  readonly isGuarded: boolean;
}

/** The room that a bound of a queue leaves, as one place: who holds some of it, and who of its queues waits before. */
export const roomsBelow = (
  snapshot: Snapshot,
  workloadId: string,
  { queueId, unit, left, isGuarded }: RoomBound,
): Rooms | undefined => {
  const subject = snapshot.workloads.get(workloadId);
  const above = snapshot.queues.get(queueId);
  if (subject?.waitingClass === undefined || above === undefined) return undefined;
  const isCounted = ({ queue, isPreemptible }: Workload): boolean =>
    queue !== undefined && isUnder(queue, above) && !(isGuarded && isPreemptible);
  const holders = holdersIn(snapshot, isCounted, { unit, placeOf: () => 0 });
  const leaves = snapshot.leaves.filter((leaf) => isUnder(leaf, above));
  const { waiters, queues } = lineFor(leaves, unit);
  // The bound itself is the room: that of a leaf would count it twice.
  const open = queues.map((queue) => ({ ...queue, limit: Infinity }));
  return { unit, free: [left], holders, waiters, queues: open };
};
