import { describe, expect, it } from 'vitest';
import {
  compareRanked,
  compareStandings,
  dominantShare,
  type Ranked,
  standingOf,
} from '../../../../domain/allocation/order/order.ts';
import {
  createSnapshot,
  type QueueState,
  type Resource,
  resources,
  unbounded,
} from '../../../../domain/allocation/state/snapshot.ts';
import { openQueue, queueOf } from '../../../../domain/allocation/state/tree.ts';
import { addWorkload } from '../../../../domain/allocation/state/submissions.ts';
import type { Amounts } from '../../../../domain/foundation/shapes.ts';

type Figure = number | Partial<Amounts>;

const of = (figure: Figure, resource: Resource, absent: number): number =>
  typeof figure === 'number' ? figure : (figure[resource] ?? absent);

/** What is said of a queue; one figure is meant for each resource, and absent ones are plenty of everything. */
interface Wish {
  readonly holds?: Figure;
  readonly asks?: Figure;
  readonly quota?: Figure;
  readonly share?: Figure;
  readonly allocatable?: Figure;
  readonly priority?: number;
  readonly openedAt?: number;
}

const total: Amounts = { gpuMilli: 8000, cpuMilli: 8000, memoryMib: 8000 };

const queueFor = (id: string, wish: Wish): QueueState => {
  const snapshot = createSnapshot('pool');
  const nothing = { quota: 0, limit: -1, weight: 1 };
  const entitlements = { gpuMilli: nothing, cpuMilli: nothing, memoryMib: nothing };
  const { openedAt = 0, priority = 100 } = wish;
  openQueue(snapshot, {
    id,
    parentId: '',
    openedAt,
    entitlements: { ...entitlements, priority },
  });
  const queue = queueOf(snapshot, id);
  for (const resource of resources) {
    queue.allocated[resource] = of(wish.holds ?? 0, resource, 0);
    queue.allocatable[resource] = of(wish.allocatable ?? 4000, resource, 4000);
    queue.claims[resource].share = of(wish.share ?? 4000, resource, 4000);
    Object.assign(queue.claims[resource], { quota: of(wish.quota ?? -1, resource, -1) });
  }
  return queue;
};

const asks = (figure: Figure): Amounts => ({
  gpuMilli: of(figure, 'gpuMilli', 0),
  cpuMilli: of(figure, 'cpuMilli', 0),
  memoryMib: of(figure, 'memoryMib', 0),
});

const compare = (a: Wish, b: Wish, ids: readonly [string, string]): number => {
  const [left, right] = [a, b].map((wish, at) =>
    standingOf({ queue: queueFor(ids[at] ?? '', wish), asked: asks(wish.asks ?? 0) }, total),
  );
  return left === undefined || right === undefined ? 0 : compareStandings(left, right);
};

/** The first is served before the second, whatever they are called. */
const before = (first: Wish, second: Wish): void => {
  expect(compare(first, second, ['b', 'a'])).toBeLessThan(0);
  expect(compare(second, first, ['a', 'b'])).toBeGreaterThan(0);
};

const each = resources.map((resource) => [resource] as const);

describe('order of queues', () => {
  it('serves last whoever holds more than its share of everything, before all else', () => {
    const above = { holds: 4001, quota: -1, priority: 900 };
    before({ holds: 4001, share: 4001, quota: 0, priority: 1 }, above);
    before({ holds: 0, quota: -1, asks: 9000 }, above);
  });

  it.each(each)('does not call it too much as long as %s is within the share', (resource) => {
    const fair = { holds: 4001, share: { [resource]: 4001 } };
    before({ ...fair, priority: 1 }, { holds: 4001, priority: 900 });
  });

  it.each(each)('serves those first who stay within their quota, of %s too', (resource) => {
    const holds = { [resource]: 2000 };
    const within = { holds, asks: { [resource]: 1000 }, quota: { [resource]: 3000 }, priority: 1 };
    const above = { ...within, quota: { [resource]: 2999 }, priority: 900 };
    before(within, above);
    before({ ...within, quota: { [resource]: -1 } }, above);
    before({ asks: { [resource]: 1 }, quota: { [resource]: 1 } }, { ...above, quota: 0 });
  });

  it('then goes by the rank of the queue', () => {
    before({ priority: 101, holds: 3000 }, { priority: 100 });
  });

  it.each(each)('then serves last whoever would hold %s of which it may have none', (resource) => {
    const some = { [resource]: 1 };
    const may = { [resource]: 0 };
    before({ asks: 4000, openedAt: 9 }, { asks: some, allocatable: may });
    before({ asks: 4000, openedAt: 9 }, { holds: some, allocatable: may });
    // Who may have nothing and takes nothing is as good as any.
    before({ allocatable: may }, { asks: some });
  });

  it.each(each)('then serves whoever would have the smallest part of its %s', (resource) => {
    before(
      { holds: { [resource]: 1000 }, asks: { [resource]: 1000 } },
      { holds: { [resource]: 1000 }, asks: { [resource]: 1001 } },
    );
    before(
      { holds: { [resource]: 3000 }, allocatable: { [resource]: 7000 }, openedAt: 9 },
      { holds: { [resource]: 3000 }, allocatable: { [resource]: 6999 } },
    );
  });

  it('then serves whoever has the smallest part before it is served', () => {
    before({ holds: 1000, asks: 1000, openedAt: 9 }, { holds: 1500, asks: 500 });
  });

  it('then serves whoever may have less of cards, of cores, of memory, in this order', () => {
    before(
      { allocatable: { gpuMilli: 1, cpuMilli: 9, memoryMib: 9 }, openedAt: 9 },
      { allocatable: { gpuMilli: 2, cpuMilli: 1, memoryMib: 1 } },
    );
    before(
      { allocatable: { gpuMilli: 2, cpuMilli: 1, memoryMib: 9 }, openedAt: 9 },
      { allocatable: { gpuMilli: 2, cpuMilli: 2, memoryMib: 1 } },
    );
    before(
      { allocatable: { gpuMilli: 2, cpuMilli: 2, memoryMib: 1 }, openedAt: 9 },
      { allocatable: { gpuMilli: 2, cpuMilli: 2, memoryMib: 2 } },
    );
  });

  it('then serves the older, and of two that opened at once the smaller id', () => {
    before({ openedAt: 1 }, { openedAt: 2 });
    expect(compare({}, {}, ['a', 'b'])).toBeLessThan(0);
    expect(compare({}, {}, ['b', 'a'])).toBeGreaterThan(0);
  });
});

describe('dominant share', () => {
  const partOf = (wish: Wish): number => {
    const [above, below] = dominantShare(queueFor('q', wish), asks(wish.asks ?? 0), total);
    return above / below;
  };

  it.each(each)('is that of %s where it is the largest of the three', (resource) => {
    expect(partOf({ holds: 1000, asks: { [resource]: 1000 } })).toBe(0.5);
  });

  it('is of the pool where a queue may have all', () => {
    expect(partOf({ asks: 2000, allocatable: unbounded })).toBe(0.25);
  });

  it('is nothing without anything held or asked for, and without the pool', () => {
    expect(partOf({})).toBe(0);
    const none: Amounts = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
    const all = queueFor('q', { allocatable: unbounded });
    expect(dominantShare(all, asks({ gpuMilli: 3 }), none)).toEqual([3, 1]);
  });

  it('counts each card, each millicore and each MiB as a thousand times all where nothing is due', () => {
    expect(partOf({ allocatable: 0, asks: { gpuMilli: 2000 } })).toBe(2000);
    expect(partOf({ allocatable: 0, asks: { cpuMilli: 2 } })).toBe(2000);
    expect(partOf({ allocatable: 0, asks: { memoryMib: 2 } })).toBe(2000);
  });
});

describe('order within a queue', () => {
  type Place = readonly [priority: number, age: number, rank: number];

  const ranked = (id: string, [priority, age, rank]: Place): Ranked => {
    const snapshot = createSnapshot('pool');
    addWorkload(snapshot, {
      id,
      age,
      priority,
      isPreemptible: true,
      subGroups: [],
      nodeSelector: {},
      tolerations: [],
    });
    const workload = snapshot.workloads.get(id);
    if (workload === undefined) throw new Error('just added');
    return { workload, rank };
  };
  const first = (a: Ranked, b: Ranked): void => {
    expect(compareRanked(a, b)).toBeLessThan(0);
    expect(compareRanked(b, a)).toBeGreaterThan(0);
  };

  it('goes by priority, then by what lacks of the minimum, then by age, then by id', () => {
    first(ranked('b', [51, 9, 2]), ranked('a', [50, 1, 0]));
    first(ranked('b', [50, 9, 0]), ranked('a', [50, 1, 1]));
    first(ranked('b', [50, 1, 1]), ranked('a', [50, 9, 1]));
    first(ranked('a', [50, 1, 1]), ranked('b', [50, 1, 1]));
  });
});
