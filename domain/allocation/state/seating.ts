import { invariant } from '../../foundation/invariant.ts';
import type { Amounts } from '../../foundation/shapes.ts';
import { listCompany } from './company.ts';
import { chargeAllocated, chargeGuarded } from './figures.ts';
import { chargeNamed } from './named.ts';
import { both, future, now, occupy } from './occupancy.ts';
import { enrol, enrolLeaving } from './roll.ts';
import { countTenants } from './tenants.ts';
import { type QueueState, type Seat, type Tally, resources, type Workload } from './snapshot.ts';

/** Which list of its workload a pod's place stands in. */
export type SeatList = 'bound' | 'held' | 'leaving';

const planesOf: { readonly [Key in SeatList]: number } = {
  bound: both,
  held: future,
  leaving: now,
};

/** What pods count for in their queue. @cost O(pods) */
export const amountsIn = (seats: readonly Seat[]): Amounts => {
  const amounts = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
  for (const { kind, devices, gpuMilli } of seats) {
    amounts.gpuMilli += devices.length * gpuMilli + kind.otherGpuMilli;
    amounts.cpuMilli += kind.cpuMilli;
    amounts.memoryMib += kind.memoryMib;
  }
  return amounts;
};

const nothing = (): Tally => ({ gpuMilli: 0, cpuMilli: 0, memoryMib: 0 });

/** Who of a workload stays longest: the higher priority, then the part that is named first, then the lower number. */
const staysFirst = ({ build }: Workload, a: Seat, b: Seat): number => {
  const priorityOf = ({ part }: Seat): number => build.parts[part]?.podPriority ?? 0;
  return priorityOf(b) - priorityOf(a) || a.part - b.part || a.pod - b.pod;
};

/** What of a workload may not be evicted, where that is its minimum only: what it has of the minimum of each set. */
const guardedNow = (workload: Workload): Amounts => {
  const { build, bound, held } = workload;
  const left = build.sets.map(({ minPods }) => minPods);
  const core: Seat[] = [];
  for (const seat of [...bound, ...held].toSorted((a, b) => staysFirst(workload, a, b))) {
    const set = build.parts[seat.part]?.set ?? 0;
    if ((left[set] ?? 0) <= 0) continue;
    left[set] = (left[set] ?? 0) - 1;
    core.push(seat);
  }
  return amountsIn(core);
};

/** Counts the minimum of a semi-preemptible workload as not preemptible. @cost O(pods) */
export const guard = (workload: Workload): void => {
  const { queue } = workload;
  if (!workload.isSemiPreemptible || queue === undefined) return;
  const before = (workload.guarded ??= nothing());
  const after = guardedNow(workload);
  const change = nothing();
  for (const resource of resources) change[resource] = after[resource] - before[resource];
  chargeGuarded(queue, change);
  Object.assign(before, after);
};

/** Nodes and queue count these pods (`sign` 1) or do not any more (−1). @cost O(pods) */
export const countSeats = (
  workload: Workload,
  seats: readonly Seat[],
  by: { readonly list: SeatList; readonly sign: 1 | -1; readonly isPromised?: boolean },
): void => {
  if (seats.length === 0) return;
  const { pool, queue, isPreemptible, isSemiPreemptible } = workload;
  const planes = planesOf[by.list];
  const isPromised = by.isPromised === true;
  for (const seat of seats) occupy(pool.nodes, seat, { planes, sign: by.sign, isPromised });
  if (by.list === 'bound') countTenants(workload, seats, by.sign);
  if (by.list === 'leaving') return enrolLeaving(workload, seats, by.sign);
  enrol(workload, seats, by.sign);
  if (queue === undefined) return;
  const { sign } = by;
  const mayGo = isPreemptible || isSemiPreemptible;
  chargeAllocated(pool, queue, { amounts: amountsIn(seats), isPreemptible: mayGo, sign });
  if (pool.hasNamed) chargeNamed(queue, seats, { isPreemptible: mayGo, sign });
};

const countEvictable = (workload: Workload, queue: QueueState, sign: 1 | -1): void => {
  const { priority } = workload;
  const count = (queue.evictableAt.get(priority) ?? 0) + sign;
  if (count > 0) queue.evictableAt.set(priority, count);
  else queue.evictableAt.delete(priority);
  queue.evictableGpuMilli += sign * workload.evictableMilli;
};

const isEvictable = (workload: Workload): boolean => {
  if (workload.queue === undefined || workload.bound.length === 0 || workload.exit !== 'none')
    return false;
  if (workload.isPreemptible) return true;
  return workload.isSemiPreemptible && workload.bound.length > workload.build.core.pods;
};

const unlist = (workload: Workload, queue: QueueState): void => {
  const last = queue.evictable.pop();
  invariant(last !== undefined, 'an evictable workload is listed');
  if (last !== workload) {
    queue.evictable[workload.boundAt] = last;
    last.boundAt = workload.boundAt;
  }
  workload.boundAt = -1;
  countEvictable(workload, queue, -1);
};

/** Lists a workload among those that its queue may lose, as it is now. */
export const listEvictable = (workload: Workload): void => {
  const { queue } = workload;
  workload.whole = undefined;
  if (queue === undefined) return;
  if (workload.boundAt >= 0) unlist(workload, queue);
  if (!isEvictable(workload)) return;
  workload.boundAt = queue.evictable.length;
  workload.evictableMilli = amountsIn(workload.bound).gpuMilli;
  queue.evictable.push(workload);
  countEvictable(workload, queue, 1);
};

const lists: readonly SeatList[] = ['bound', 'held', 'leaving'];

/** The pods of a workload are those lists from now on, and none besides. */
export const clearSeats = (workload: Workload): void => {
  for (const list of lists) {
    const seats = workload[list];
    if (seats.length === 0) continue;
    workload[list] = [];
    countSeats(workload, seats, { list, sign: -1 });
  }
  workload.pool.nominated.delete(workload);
  workload.pool.company.delete(workload);
  workload.roll = undefined;
};

/** Keeps the pool's list of those for whom places are held. */
export const listNominated = (workload: Workload): void => {
  if (workload.held.length > 0) workload.pool.nominated.add(workload);
  else workload.pool.nominated.delete(workload);
  listCompany(workload);
};
