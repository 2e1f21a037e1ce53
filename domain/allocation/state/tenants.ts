import type { Seat, Snapshot, Workload } from './snapshot.ts';

type Tenants = Map<Workload, Seat[]>;

/** Takes a pod off the tenants of its node; says whether it was among them. */
const leaveNode = (tenants: Tenants, workload: Workload, seat: Seat): boolean => {
  const seats = tenants.get(workload);
  const at = seats?.indexOf(seat) ?? -1;
  if (seats === undefined || at < 0) return false;
  if (seats.length === 1) tenants.delete(workload);
  else seats.splice(at, 1);
  return true;
};

const enterNode = (tenants: Tenants, workload: Workload, seat: Seat): void => {
  const own = tenants.get(workload);
  if (own === undefined) tenants.set(workload, [seat]);
  else own.push(seat);
};

const newTenants = ({ pool }: Workload, slot: number): Tenants => {
  const tenants: Tenants = new Map();
  pool.tenancy.bySlot.set(slot, tenants);
  return tenants;
};

const hold = ({ tenancy }: Snapshot, { build }: Workload, by: Moving): void => {
  const { node, devices, gpuMilli } = by.seat;
  const there = tenancy.holdings.get(node.slot) ?? { alone: 0, others: 0 };
  tenancy.holdings.set(node.slot, there);
  if (build.pods === 1 && build.isWhole && gpuMilli === 1000)
    there.alone += by.sign * devices.length;
  else there.others += by.sign * devices.length;
};

interface Moving {
  readonly seat: Seat;
  readonly sign: 1 | -1;
}

/** Bound pods come to their nodes (`sign` 1) or go (−1). @cost O(pods) */
export const countTenants = (workload: Workload, seats: readonly Seat[], sign: 1 | -1): void => {
  const { bySlot } = workload.pool.tenancy;
  for (const seat of seats) {
    const { slot } = seat.node;
    if (slot < 0) continue;
    const there = bySlot.get(slot);
    if (sign > 0) enterNode(there ?? newTenants(workload, slot), workload, seat);
    else if (there === undefined || !leaveNode(there, workload, seat)) continue;
    hold(workload.pool, workload, { seat, sign });
  }
};

/** The node is gone, and who ran there with it. */
export const evacuate = (snapshot: Snapshot, slot: number): void => {
  snapshot.tenancy.bySlot.delete(slot);
  snapshot.tenancy.holdings.delete(slot);
};
