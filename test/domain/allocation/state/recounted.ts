import type { Snapshot, Workload } from '../../../../domain/allocation/index.ts';
import type { QueueState, Seat, Shape } from '../../../../domain/allocation/state/snapshot.ts';

type Sums = Record<'gpuMilli' | 'cpuMilli' | 'memoryMib', number>;

const none = (): Sums => ({ gpuMilli: 0, cpuMilli: 0, memoryMib: 0 });

const add = (to: Sums, seat: Seat): void => {
  to.gpuMilli += seat.devices.length * seat.gpuMilli + seat.kind.otherGpuMilli;
  to.cpuMilli += seat.kind.cpuMilli;
  to.memoryMib += seat.kind.memoryMib;
};

const sumOf = (seats: readonly Seat[]): Sums => {
  const sums = none();
  for (const seat of seats) add(sums, seat);
  return sums;
};

const isEvictable = ({ bound, exit, isPreemptible, isSemiPreemptible, build }: Workload): boolean =>
  bound.length > 0 &&
  exit === 'none' &&
  (isPreemptible || (isSemiPreemptible && bound.length > build.core.pods));

const ofQueue = ({ workloads }: Snapshot, queue: QueueState): readonly Workload[] =>
  [...workloads.values()].filter((one) => one.queue === queue);

const isNearOthers = ({ kind }: Seat): boolean => (kind.extras?.neighbours?.near.length ?? 0) > 0;

const idsOf = (workloads: Iterable<Workload>): readonly string[] =>
  [...workloads].map(({ id }) => id).toSorted();

/** Who may be evicted, and who waits in which class, as each queue keeps it. */
export const listsIn = ({ queues, nominated, company, waiting }: Snapshot): unknown => ({
  nominated: idsOf(nominated),
  company: idsOf(company.keys()),
  waiting,
  queues: [...queues.values()].map((queue) => ({
    id: queue.id,
    evictable: idsOf(queue.evictable),
    evictableGpuMilli: queue.evictableGpuMilli,
    evictableAt: [...queue.evictableAt].toSorted(([a], [b]) => a - b),
    waiting: idsOf(
      queue.waiting.flatMap((one) => one.entries.filter((entry) => entry.waitingClass === one)),
    ),
    counts: queue.waiting.reduce((sum, one) => sum + one.waiting, 0),
    told: queue.waiting.reduce(
      (sum, { byTag }) => sum + byTag.reduce((all, { size }) => all + size, 0),
      0,
    ),
    isInLine: queue.waiting.every(
      (one) =>
        one.entries[one.head]?.waitingClass === one &&
        one.entries.every((entry, at) => at === 0 || (one.entries[at - 1]?.age ?? 0) < entry.age),
    ),
  })),
});

/** The same, counted anew from the workloads. */
export const listsCounted = (snapshot: Snapshot): unknown => {
  const all = [...snapshot.workloads.values()];
  const isWaiting = ({ waitingClass }: Workload): boolean => waitingClass !== undefined;
  return {
    nominated: idsOf(all.filter(({ held }) => held.length > 0)),
    company: idsOf(all.filter(({ held }) => held.some(isNearOthers))),
    waiting: all.filter(isWaiting).length,
    queues: [...snapshot.queues.values()].map((queue) => {
      const own = ofQueue(snapshot, queue);
      const evictable = own.filter(isEvictable);
      const priorities = [...new Set(evictable.map(({ priority }) => priority))];
      const waits = own.filter(isWaiting);
      return {
        id: queue.id,
        evictable: idsOf(evictable),
        evictableGpuMilli: evictable.reduce((sum, { bound }) => sum + sumOf(bound).gpuMilli, 0),
        evictableAt: priorities
          .toSorted((a, b) => a - b)
          .map((at) => [at, evictable.filter(({ priority }) => priority === at).length]),
        waiting: idsOf(waits),
        counts: waits.length,
        told: waits.length,
        isInLine: true,
      };
    }),
  };
};

/** Who runs on each node with how many pods, and what they hold, as tenants and as seats say. */
export const tenantsIn = ({ tenancy, nodes }: Snapshot): unknown =>
  [...nodes.byId.values()].map(({ id, slot }) => [
    id,
    [...(tenancy.bySlot.get(slot) ?? [])]
      .map(([one, seats]) => `${one.id}*${seats.length}`)
      .toSorted(),
    tenancy.holdings.get(slot) ?? { alone: 0, others: 0 },
  ]);

const isAlone = ({ build }: Workload, { gpuMilli }: Seat): boolean =>
  build.pods === 1 && build.isWhole && gpuMilli === 1000;

/** The same, counted anew. */
export const tenantsCounted = ({ workloads, nodes }: Snapshot): unknown =>
  [...nodes.byId.values()].map((node) => {
    const here = [...workloads.values()].flatMap((one) =>
      one.bound.filter((seat) => seat.node === node).map((seat) => ({ one, seat })),
    );
    const held = (alone: boolean): number =>
      here.reduce(
        (sum, { one, seat }) => sum + (isAlone(one, seat) === alone ? seat.devices.length : 0),
        0,
      );
    return [
      node.id,
      [...Map.groupBy(here, ({ one }) => one.id)]
        .map(([id, seats]) => `${id}*${seats.length}`)
        .toSorted(),
      { alone: held(true), others: held(false) },
    ];
  });

const usersOf = (ones: Iterable<{ readonly key: string; readonly users: number }>): unknown =>
  [...ones].map(({ key, users }) => `${key}: ${users}`).toSorted();

/** How many use each build, ask and kind, as they say. */
export const usersIn = ({ builds, shapes, kinds }: Snapshot): unknown => ({
  builds: usersOf(builds.values()),
  shapes: usersOf(shapes.values()),
  kinds: usersOf(kinds.values()),
});

/** The same, counted anew. */
export const usersCounted = ({ builds, shapes, kinds, workloads }: Snapshot): unknown => {
  const all = [...workloads.values()];
  const ofShape = (shape: Shape): number =>
    [...builds.values()].filter(({ core }) => core === shape).length +
    all.filter((one) => one.shape === shape && one.build.core !== shape).length;
  const counted = (key: string, users: number) => ({ key, users });
  return {
    builds: usersOf(
      [...builds.values()].map((build) =>
        counted(build.key, all.filter((one) => one.build === build).length),
      ),
    ),
    shapes: usersOf([...shapes.values()].map((shape) => counted(shape.key, ofShape(shape)))),
    kinds: usersOf(
      [...kinds.values()].map((kind) => {
        const parts = [...builds.values(), ...shapes.values()].flatMap((one) => [...one.parts]);
        return counted(kind.key, parts.filter((part) => part.kind === kind).length);
      }),
    ),
  };
};

/** Which pods of each workload are somewhere, as its roll says. */
export const rollsIn = ({ workloads }: Snapshot): unknown =>
  [...workloads.values()]
    .filter(({ roll }) => roll !== undefined)
    .map(({ id, roll }) => [id, [...(roll?.active ?? [])], [...(roll?.present ?? [])]]);

/** The same, counted anew. */
export const rollsCounted = ({ workloads }: Snapshot): unknown =>
  [...workloads.values()]
    .filter(({ roll }) => roll !== undefined)
    .map(({ id, build, bound, held, leaving }) => {
      const active = build.sets.map(
        (_, set) => [...bound, ...held].filter(({ part }) => build.parts[part]?.set === set).length,
      );
      const somewhere = [...bound, ...held, ...leaving];
      const present = build.parts.flatMap(({ pods }, part) =>
        [...Array(pods).keys()].map((pod) =>
          somewhere.some((seat) => seat.part === part && seat.pod === pod) ? 1 : 0,
        ),
      );
      return [id, active, present];
    });
