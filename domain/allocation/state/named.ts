import type { NamedTally, QueueState, Seat, Snapshot, Workload } from './snapshot.ts';

/** What pods have of a named resource. */
interface Named extends Readonly<NamedTally> {
  readonly name: string;
}

/** Counts so much in a queue and all above it (`sign` 1), or no more (−1). */
export const addNamed = (queue: QueueState, amount: Named, sign: 1 | -1): void => {
  for (let at: QueueState | undefined = queue; at !== undefined; at = at.parent) {
    const tally = at.named.get(amount.name) ?? { allocated: 0, nonPreemptible: 0 };
    tally.allocated += sign * amount.allocated;
    tally.nonPreemptible += sign * amount.nonPreemptible;
    at.named.set(amount.name, tally);
  }
};

/** The name under which quotas and limits of a device model are kept. */
export const modelName = (model: string): string => `gpu:${model}`;

/** How much pods have of each device model and each named resource. */
export const namedIn = (seats: readonly Seat[]): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>();
  const add = (name: string, amount: number): void => {
    sums.set(name, (sums.get(name) ?? 0) + amount);
  };
  for (const { node, kind, devices, gpuMilli } of seats) {
    if (node.gpuModel !== '' && devices.length > 0)
      add(modelName(node.gpuModel), devices.length * gpuMilli);
    for (const { column, amount } of kind.extras?.counts ?? []) add(column.name, amount);
  }
  return sums;
};

/** Counts what pods have by name (`sign` 1), or no more (−1); nothing while nobody has a say in it. */
export const chargeNamed = (
  queue: QueueState,
  seats: readonly Seat[],
  by: { readonly isPreemptible: boolean; readonly sign: 1 | -1 },
): void => {
  for (const [name, allocated] of namedIn(seats)) {
    const nonPreemptible = by.isPreemptible ? 0 : allocated;
    addNamed(queue, { name, allocated, nonPreemptible }, by.sign);
  }
};

const countAgain = (workload: Workload): void => {
  const { queue, bound, held, isPreemptible, isSemiPreemptible } = workload;
  if (queue === undefined) return;
  const by = { isPreemptible: isPreemptible || isSemiPreemptible, sign: 1 } as const;
  chargeNamed(queue, [...bound, ...held], by);
};

/** Begins to count what all workloads of a pool have by name. @cost O(pods), once */
export const countNamed = (snapshot: Snapshot): void => {
  for (const workload of snapshot.workloads.values())
    if (workload.pool === snapshot) countAgain(workload);
};
