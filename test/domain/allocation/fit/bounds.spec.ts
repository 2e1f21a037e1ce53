import { describe, expect, it } from 'vitest';
import {
  isWithinQuota,
  isWithinShares,
  overLimit,
  overQuota,
} from '../../../../domain/allocation/fit/bounds.ts';
import { notLent } from '../../../../domain/allocation/fit/lending.ts';
import { closedModels, overNamed } from '../../../../domain/allocation/fit/named-bounds.ts';
import {
  addNode,
  createSnapshot,
  linkQueues,
  openQueue,
  type QueueTerms,
  type Snapshot,
} from '../../../../domain/allocation/index.ts';
import {
  type QueueState,
  resources,
  type Shape,
  unbounded,
} from '../../../../domain/allocation/state/snapshot.ts';
import type { Amounts } from '../../../../domain/foundation/shapes.ts';
import { kind, offer, type Wish } from './pool-of.ts';

const nothing: Amounts = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
const open = { quota: -1, limit: -1, weight: 1 };
const free = { gpuMilli: open, cpuMilli: open, memoryMib: open, priority: 100 };

const opened = (
  snapshot: Snapshot,
  id: string,
  more: {
    readonly parentId?: string;
    readonly terms?: QueueTerms;
    readonly promised?: object;
  } = {},
): QueueState => {
  const { parentId = '', terms = {}, promised = {} } = more;
  openQueue(snapshot, { id, parentId, terms, openedAt: 1, entitlements: { ...free, ...promised } });
  linkQueues(snapshot);
  const queue = snapshot.queues.get(id);
  if (queue === undefined) throw new Error(`no ${id}`);
  return queue;
};

describe('limits and quotas', () => {
  it.each(resources)('of %s hold at a queue and at all above, to the last of it', (resource) => {
    for (const above of [true, false])
      for (const bound of ['limit', 'quota'] as const) {
        const snapshot = createSnapshot('pool');
        const promised = { [resource]: { ...open, [bound]: 10 } };
        const top = opened(snapshot, 'top', above ? { promised } : {});
        const leaf = opened(snapshot, 'leaf', { parentId: 'top', ...(!above && { promised }) });
        for (const one of [top, leaf]) {
          one.allocated[resource] = bound === 'limit' ? 7 : 99;
          one.nonPreemptible[resource] = bound === 'limit' ? 99 : 7;
        }
        const over = bound === 'limit' ? overLimit : overQuota;
        expect(over(leaf, { ...nothing, [resource]: 3 })).toBeUndefined();
        const excess = over(leaf, { ...nothing, [resource]: 4 });
        expect([excess?.queue.id, excess?.resource]).toEqual([above ? 'top' : 'leaf', resource]);
      }
  });

  it('say nothing to who asks for none of it, nor where they are none', () => {
    const snapshot = createSnapshot('pool');
    const none = { ...open, limit: 0, quota: 0 };
    const leaf = opened(snapshot, 'leaf', {
      promised: { gpuMilli: none, cpuMilli: none, memoryMib: none },
    });
    for (const resource of resources)
      [leaf.allocated[resource], leaf.nonPreemptible[resource]] = [5, 5];
    expect([overLimit(leaf, nothing), overQuota(leaf, nothing)]).toEqual([undefined, undefined]);
    for (const resource of resources) {
      const ask = { ...nothing, [resource]: 1 };
      expect([overLimit(leaf, ask)?.resource, overQuota(leaf, ask)?.resource]).toEqual([
        resource,
        resource,
      ]);
    }
    const bare = opened(snapshot, 'bare');
    const much = { gpuMilli: 9e9, cpuMilli: 9e9, memoryMib: 9e9 };
    expect([overLimit(bare, much), overQuota(bare, much)]).toEqual([undefined, undefined]);
  });

  it('leave nobody to be taken back who stays in what it can get, as all above it do', () => {
    const snapshot = createSnapshot('pool');
    const top = opened(snapshot, 'top');
    const leaf = opened(snapshot, 'leaf', { parentId: 'top' });
    for (const resource of resources)
      for (const one of [top, leaf]) {
        for (const queue of [top, leaf])
          for (const each of resources) [queue.allocatable[each], queue.allocated[each]] = [9, 9];
        one.allocatable[resource] = 12;
        expect(isWithinShares(leaf, { ...nothing, [resource]: 1 })).toBe(false);
        for (const queue of [top, leaf]) queue.allocatable[resource] = 12;
        expect(isWithinShares(leaf, { ...nothing, [resource]: 3 })).toBe(true);
        expect(isWithinShares(leaf, { ...nothing, [resource]: 4 })).toBe(false);
        one.allocatable[resource] = 0;
        expect(isWithinShares(leaf, nothing)).toBe(true);
      }
  });

  it('are kept to with so much more where all of it is inside the quota of the queue itself', () => {
    const snapshot = createSnapshot('pool');
    const ten = { ...open, quota: 10 };
    const leaf = opened(snapshot, 'leaf', { promised: { gpuMilli: ten, memoryMib: ten } });
    leaf.allocated.gpuMilli = 7;
    leaf.allocated.cpuMilli = 99;
    expect(isWithinQuota(leaf, { gpuMilli: 3, cpuMilli: 99, memoryMib: 10 })).toBe(true);
    expect(isWithinQuota(leaf, { gpuMilli: 4, cpuMilli: 0, memoryMib: 0 })).toBe(false);
    expect(isWithinQuota(leaf, { gpuMilli: 0, cpuMilli: 0, memoryMib: 11 })).toBe(false);
    leaf.allocated.gpuMilli = 11;
    expect(isWithinQuota(leaf, nothing)).toBe(false);
  });
});

describe('what is not lent', () => {
  const quota = (gpuMilli: number) => ({ gpuMilli: { ...open, quota: gpuMilli } });
  const lending = (gpuMilli: number): QueueTerms => ({ lendingMax: { gpuMilli } });
  const ask = (gpuMilli: number): Amounts => ({ ...nothing, gpuMilli });

  /** A pool of eight cards: one queue keeps three of its four, another has two and wants more. */
  const pool = () => {
    const snapshot = createSnapshot('pool');
    addNode(snapshot, offer('a', { gpuCount: 8 }));
    const keeper = opened(snapshot, 'keeper', { promised: quota(4000), terms: lending(1000) });
    const borrower = opened(snapshot, 'borrower', { promised: quota(2000) });
    return { snapshot, keeper, borrower };
  };

  it('is what a queue has not used of its quota, but for what it lends', () => {
    const { snapshot, keeper, borrower } = pool();
    expect(notLent(snapshot, borrower, ask(5000))).toBeUndefined();
    expect(notLent(snapshot, borrower, ask(5001))).toEqual({
      queue: borrower,
      resource: 'gpuMilli',
      free: 8000,
      withheld: 3000,
    });
    keeper.allocated.gpuMilli = snapshot.allocated.gpuMilli = 1000;
    expect(notLent(snapshot, borrower, ask(5000))).toBeUndefined();
    expect(notLent(snapshot, borrower, ask(5001))).toMatchObject({ free: 7000, withheld: 2000 });
    keeper.allocated.gpuMilli = snapshot.allocated.gpuMilli = 3000;
    // It uses all that it keeps: nothing stands in the way but what is free.
    expect(notLent(snapshot, borrower, ask(8000))).toBeUndefined();
  });

  it('is no matter to who stays inside its own quota, or asks for nothing of it', () => {
    const { snapshot, borrower } = pool();
    snapshot.allocated.gpuMilli = 6000;
    expect(notLent(snapshot, borrower, ask(2000))).toBeUndefined();
    expect(notLent(snapshot, borrower, ask(2001))).toMatchObject({ free: 2000 });
    borrower.allocated.gpuMilli = 2000;
    expect(notLent(snapshot, borrower, ask(1))).toMatchObject({ withheld: 3000 });
    expect(notLent(snapshot, borrower, { ...nothing, cpuMilli: 9e9 })).toBeUndefined();
    expect(notLent(snapshot, borrower, nothing)).toBeUndefined();
    snapshot.allocated.gpuMilli = 9000;
    expect(notLent(snapshot, borrower, ask(1))).toMatchObject({ free: 0 });
  });

  it('is not what the queue itself keeps, nor anything of one without a quota or without a word of it', () => {
    const { snapshot, keeper } = pool();
    keeper.allocated.gpuMilli = 4000;
    expect(notLent(snapshot, keeper, ask(8000))).toBeUndefined();
    const all = opened(snapshot, 'all', { terms: lending(0) });
    expect(notLent(snapshot, keeper, ask(8000))).toBeUndefined();
    // Who may use all cannot borrow.
    expect(notLent(snapshot, all, ask(9000))).toBeUndefined();
    const { snapshot: open2, borrower } = pool();
    open2.hasLending = false;
    expect(notLent(open2, borrower, ask(9000))).toBeUndefined();
  });

  it('is looked at among the siblings of each queue on the way up, in what those above can get', () => {
    const snapshot = createSnapshot('pool');
    addNode(snapshot, offer('a', { gpuCount: 8 }));
    const top = opened(snapshot, 'top');
    opened(snapshot, 'keeper', {
      parentId: 'top',
      promised: quota(4000),
      terms: lending(0),
    });
    const leaf = opened(snapshot, 'leaf', { parentId: 'top', promised: quota(0) });
    const below = opened(snapshot, 'below', { parentId: 'leaf', promised: quota(0) });
    top.allocatable.gpuMilli = 6000;
    top.allocated.gpuMilli = 1000;
    snapshot.allocated.gpuMilli = 8000;
    for (const one of [leaf, below]) {
      expect(notLent(snapshot, one, ask(1000))).toBeUndefined();
      expect(notLent(snapshot, one, ask(1001))).toMatchObject({
        queue: leaf,
        free: 5000,
        withheld: 4000,
      });
    }
    // Where nothing bounds those above, it is all that there is.
    top.allocatable.gpuMilli = unbounded;
    expect(notLent(snapshot, leaf, ask(3001))).toMatchObject({ free: 7000 });
    expect(notLent(snapshot, leaf, ask(3000))).toBeUndefined();
  });
});

describe('bounds by name', () => {
  const bound = (name: string, quota: number, limit: number): QueueTerms => ({
    others: { [name]: { quota, limit } },
  });
  const shapeOf = (snapshot: Snapshot, ...wishes: readonly (readonly [Wish, number])[]): Shape => {
    const parts = wishes.map(([wish, pods], at) => ({
      name: `${at}`,
      kind: kind(snapshot, wish),
      pods,
      at,
    }));
    const gpuMilli = parts.reduce((sum, one) => sum + one.pods * one.kind.askedGpuMilli, 0);
    const amounts = { ...nothing, gpuMilli };
    return { key: '', parts, amounts, pods: 1, devices: 0, failedAt: -1, users: 0 };
  };
  const fpga = (amount: number): Wish => ({ request: { resources: { fpga: amount, rdma: 1 } } });

  it('count what all pods of an ask want together, at a queue and all above', () => {
    for (const above of [true, false]) {
      const snapshot = createSnapshot('pool');
      const terms = bound('fpga', -1, 10);
      const top = opened(snapshot, 'top', above ? { terms } : {});
      const leaf = opened(snapshot, 'leaf', { parentId: 'top', ...(!above && { terms }) });
      for (const one of [top, leaf]) one.named.set('fpga', { allocated: 3, nonPreemptible: 99 });
      const shape = shapeOf(snapshot, [fpga(2), 2], [{}, 5], [fpga(1), 3]);
      const ask = { queue: leaf, shape, isPreemptible: true };
      expect(overNamed(snapshot, ask)).toBeUndefined();
      for (const one of [top, leaf]) one.named.set('fpga', { allocated: 4, nonPreemptible: 0 });
      expect(overNamed(snapshot, ask)).toEqual({
        queue: above ? top : leaf,
        name: 'fpga',
        limit: 10,
        allocated: 4,
        asked: 7,
      });
      snapshot.hasNamed = false;
      expect(overNamed(snapshot, ask)).toBeUndefined();
    }
  });

  it('are quotas for what may not be evicted alone, and none where they say so', () => {
    const snapshot = createSnapshot('pool');
    const leaf = opened(snapshot, 'leaf', { terms: bound('fpga', 2, -1) });
    const shape = shapeOf(snapshot, [fpga(2), 1]);
    const ask = { queue: leaf, shape, isPreemptible: false };
    expect(overNamed(snapshot, ask)).toBeUndefined();
    leaf.named.set('fpga', { allocated: 99, nonPreemptible: 1 });
    expect(overNamed(snapshot, ask)).toMatchObject({ limit: 2, allocated: 1, asked: 2 });
    expect(overNamed(snapshot, { ...ask, isPreemptible: true })).toBeUndefined();
    const none = opened(snapshot, 'none', { terms: bound('fpga', -1, -1) });
    expect(overNamed(snapshot, { ...ask, queue: none })).toBeUndefined();
    const zero = opened(snapshot, 'zero', { terms: bound('fpga', -1, 0) });
    const without = shapeOf(snapshot, [{ request: { resources: { fpga: 0 } } }, 1]);
    expect(overNamed(snapshot, { ...ask, queue: zero })).toMatchObject({ limit: 0 });
    expect(overNamed(snapshot, { ...ask, queue: zero, shape: without })).toBeUndefined();
  });

  it('close the models of which no more may be had to who asks for cards, and no others', () => {
    const snapshot = createSnapshot('pool');
    for (const [id, gpuModel] of [
      ['a', 'A'],
      ['b', 'B'],
      ['c', ''],
      ['d', 'A'],
    ] as const)
      addNode(snapshot, offer(id, { gpuModel }));
    const leaf = opened(snapshot, 'leaf', { terms: bound('gpu:A', 1500, 2000) });
    leaf.named.set('gpu:A', { allocated: 1000, nonPreemptible: 1000 });
    const cards = (gpuDevices: number): Wish => ({ request: { gpuDevices, gpuMilli: 1000 } });
    const closed = (of: Wish, isPreemptible = true): readonly string[] => [
      ...closedModels(snapshot, {
        queue: leaf,
        shape: shapeOf(snapshot, [of, 1]),
        isPreemptible,
      }).keys(),
    ];
    expect(closed(cards(1))).toEqual([]);
    expect(closed(cards(2))).toEqual(['A']);
    expect(closed(cards(1), false)).toEqual(['A']);
    leaf.named.set('gpu:A', { allocated: 9000, nonPreemptible: 0 });
    expect(closed({})).toEqual([]);
    const all = opened(snapshot, 'leaf', { terms: bound('gpu:', -1, 0) });
    expect(all.terms.others).toBeDefined();
    expect(closed(cards(2))).toEqual([]);
    snapshot.hasNamed = false;
    opened(snapshot, 'leaf', {});
    expect(closed(cards(2))).toEqual([]);
  });
});
