import type { Seat, Snapshot, Workload } from './snapshot.ts';

type Tenants = Map<Workload, Seat[]>;

const leaveNode = (tenants: Tenants, workload: Workload, seat: Seat): void => {
  const seats = tenants.get(workload);
  const at = seats?.indexOf(seat) ?? -1;
  if (seats === undefined || at < 0) return;
  seats.splice(at, 1);
  if (seats.length === 0) tenants.delete(workload);
};

/** Bound pods come to their nodes (`sign` 1) or go (−1). @cost O(pods) */
export const countTenants = (workload: Workload, seats: readonly Seat[], sign: 1 | -1): void => {
  const { bySlot } = workload.pool.tenancy;
  for (const seat of seats) {
    const { slot } = seat.node;
    if (slot < 0) continue;
    const there = bySlot.get(slot) ?? new Map<Workload, Seat[]>();
    const own = there.get(workload);
    if (sign < 0) leaveNode(there, workload, seat);
    else if (own === undefined) there.set(workload, [seat]);
    else own.push(seat);
    if (own === undefined) bySlot.set(slot, there);
  }
};

/** The node is gone, and who ran there with it. */
export const evacuate = (snapshot: Snapshot, slot: number): void => {
  snapshot.tenancy.bySlot.delete(slot);
};
