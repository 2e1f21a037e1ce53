import { describe, expect, it } from 'vitest';
import { markNode } from '../../../../domain/allocation/index.ts';
import { isMovable } from '../../../../domain/allocation/search/movable.ts';
import type { JobWish } from '../../../../src/testing/try-pool.ts';
import { type Pool, poolUnder } from '../pool.ts';
import { draftIn, poolWith, huntIn, jobIn, partIn, type Running, runs, seatIn } from './hunt-of.ts';

const firm = { isPreemptible: false } as const;

/** Whether the first pod of a job might go elsewhere for one who asks. */
const movesFor = (pool: Pool, id: string, wish: JobWish): boolean => {
  const name = `asks-${pool.snapshot.workloads.size}`;
  pool.job(name, wish);
  const hunt = huntIn(pool, draftIn(pool), name);
  const victim = jobIn(pool, id);
  return isMovable(hunt, partIn(hunt.seeker.shape), { victim, seat: seatIn(victim) });
};

describe('whether one pod has another place', () => {
  it('is so where any other node has room, and not where its own alone has', () => {
    const full = { 'one: a#0': {}, 'fills: b#0,1': { ...firm, gpus: 2 } };
    expect(movesFor(poolWith({ a: 2, b: 2 }, full), 'one', { gpus: 2 })).toBe(false);
    expect(movesFor(poolWith({ a: 2, b: 3 }, full), 'one', { gpus: 2 })).toBe(true);
    // Its own node would be the best: the others are looked at all the same.
    const emptier = poolWith({ a: 2, b: 4 }, { 'one: a#0': {} });
    expect(movesFor(emptier, 'one', { gpus: 2 })).toBe(true);
    const alone = poolWith({ a: 2, b: 1 }, { 'one: a#0': {}, 'fills: b#0': firm });
    expect(movesFor(alone, 'one', { gpus: 2 })).toBe(false);
    const last = poolWith({ a: 4, b: 2 }, { 'one: b#0': {} });
    expect(movesFor(last, 'one', { gpus: 2 })).toBe(true);
    expect(movesFor(poolWith({ a: 1 }, { 'one: a#0': {} }), 'one', {})).toBe(false);
  });

  it('is so for part of a card where another card of its node has as much free', () => {
    /** `half` is on the second node, whose cards are used so far; nobody is let onto the others. */
    const beside = (...used: readonly number[]) => {
      const pool = poolWith({ a: 2, b: used.length + 1, c: 2 }, { 'half: b#0': { share: 0.5 } });
      for (const [at, share] of used.entries())
        if (share > 0) runs(pool, `on-${at}: b#${at + 1}`, { ...firm, share });
      for (const id of ['a', 'b', 'c']) markNode(pool.snapshot, id, { isCordoned: true });
      return movesFor(pool, 'half', {});
    };
    expect([beside(0.5), beside(0.51)]).toEqual([true, false]);
    expect([beside(0.8, 0.5), beside(0.8, 0.8)]).toEqual([true, false]);
    expect(beside()).toBe(false);
  });

  it('is not so for whole cards, nor without cards, though the node has others', () => {
    const pool = poolWith({ a: 2 }, { 'whole: a#0': {}, 'bare: a': { gpus: 0 } });
    markNode(pool.snapshot, 'a', { isCordoned: true });
    expect([movesFor(pool, 'whole', {}), movesFor(pool, 'bare', {})]).toEqual([false, false]);
  });

  it('is left open for those who can do without pods or ask for more than amounts', () => {
    const pool = poolUnder();
    pool.node('a', 2, { resources: { 'rdma/hca': 1 } });
    pool.queue('q', { quota: -1 });
    const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 1, memoryBytes: 1 };
    const subGroups = [
      { name: 'w', pods: 1, request: { ...request, resources: { 'rdma/hca': 1 } } },
    ];
    runs(pool, 'special: a#0', { subGroups });
    runs(pool, 'elastic: a#1', { pods: 2, minPods: 1 });
    expect([movesFor(pool, 'special', {}), movesFor(pool, 'elastic', {})]).toEqual([true, true]);
  });
});

describe('whether a gang has another place', () => {
  it('is so where as many of its pods have room elsewhere as the seeker leaves none for', () => {
    /** Two pods of two cards leave `a` for a pod of four; on two other nodes two cards are free, or fewer. */
    const leaving = (b: number, c: number) =>
      movesFor(poolWith({ a: 4, b, c }, { 'gang: a#0,1 a#2,3': { gpus: 2 } }), 'gang', { gpus: 4 });
    expect([leaving(2, 2), leaving(2, 1), leaving(3, 0)]).toEqual([true, false, false]);
  });

  it('counts what its own nodes have free already, and not twice', () => {
    const leaving = (elsewhere: number) =>
      movesFor(poolWith({ a: 5, b: elsewhere }, { 'gang: a#0,1 a#2,3': { gpus: 2 } }), 'gang', {
        gpus: 5,
      });
    expect([leaving(4), leaving(3), leaving(2)]).toEqual([true, false, false]);
    const roomy = (elsewhere: number) =>
      movesFor(poolWith({ a: 6, b: elsewhere }, { 'gang: a#0,1 a#2,3': { gpus: 2 } }), 'gang', {
        gpus: 5,
      });
    // Of three places on `a` none is left: the one that is free now does not count as elsewhere.
    expect([roomy(4), roomy(3), roomy(2)]).toEqual([true, false, false]);
  });

  it('takes the seeker for where it costs the gang least', () => {
    /** One pod on each node; on `b` nothing else is free, on `a` two cards are, or one. */
    const apart = (free: number) => {
      const pool = poolWith(
        { a: 4, b: 2 },
        {
          'gang: a#0 b#0': {},
          'fills: b#1': firm,
          [`firm: a#${[1, 2, 3].slice(free).join(',')}`]: { ...firm, gpus: 3 - free },
        },
      );
      return movesFor(pool, 'gang', { gpus: 3 });
    };
    expect([apart(1), apart(2)]).toEqual([true, true]);
    // Of four cards that the gang leaves on `a` two are taken: two of its pods have room beside the seeker.
    const beside = poolWith({ a: 4 }, { 'gang: a#0 a#1': {} });
    expect(movesFor(beside, 'gang', { gpus: 2 })).toBe(true);
    const packed = poolWith(
      { a: 3, b: 2 },
      { 'gang: a#0 a#1': {}, 'firm: a#2': firm, 'fill: b#0,1': { ...firm, gpus: 2 } },
    );
    expect(movesFor(packed, 'gang', { gpus: 2 })).toBe(false);
  });

  it('is left open for several pods, for gangs of several kinds, and for those without cards', () => {
    const jobs = { 'gang: a#0,1 a#2,3': { gpus: 2 }, 'bare: a a': { gpus: 0 } };
    expect(movesFor(poolWith({ a: 4 }, jobs), 'gang', { gpus: 4 })).toBe(false);
    expect(movesFor(poolWith({ a: 4 }, jobs), 'gang', { gpus: 4, pods: 2 })).toBe(true);
    expect(movesFor(poolWith({ a: 4 }, jobs), 'bare', { gpus: 4 })).toBe(true);
    const request = { gpuMilli: 1000, cpuMilli: 1, memoryBytes: 1 };
    const subGroups = [1, 2].map((gpuDevices) => ({
      name: `of-${gpuDevices}`,
      pods: 1,
      request: { ...request, gpuDevices },
    }));
    const mixed = poolWith({ a: 3 }, {});
    mixed.job('asks-nothing');
    runs(mixed, 'mixed: a#0 a#1,2', { subGroups });
    expect(movesFor(mixed, 'mixed', { gpus: 3 })).toBe(true);
  });
});

describe('a mere trade', () => {
  /** A gang of two on `a`, with so much of `a` left over, and a node with room for it that is not whole. */
  const trade = (gang: Running, asked: JobWish, more: { readonly a?: number } = {}) => {
    const { gpus = 1 } = gang;
    const devices = (from: number) => Array.from({ length: gpus }, (_, at) => from + at).join(',');
    const pool = poolUnder();
    const resources = { 'rdma/hca': 9 };
    pool.node('a', more.a ?? 2 * gpus, { resources });
    pool.node('b', 8, { resources });
    pool.queue('q', { quota: -1 });
    runs(pool, `gang: a#${devices(0)} a#${devices(gpus)}`, gang);
    return movesFor(pool, 'gang', { pods: 3, ...asked });
  };

  it('is to leave room for no more pods of the seeker than the new places take', () => {
    expect(trade({ gpus: 2 }, { gpus: 2 })).toBe(false);
    expect(trade({}, {})).toBe(false);
    // Two pods of two cards make way for four pods of one.
    expect(trade({ gpus: 2 }, { gpus: 1 })).toBe(true);
    expect(trade({ gpus: 3 }, { gpus: 2 })).toBe(true);
    // With a card to spare beside them the place of both takes three.
    expect(trade({ gpus: 3 }, { gpus: 3 }, { a: 8 })).toBe(false);
    expect(trade({ gpus: 3 }, { gpus: 2 }, { a: 7 })).toBe(true);
    // What has room there already is no gain.
    expect(trade({ gpus: 3 }, { gpus: 3 }, { a: 9 })).toBe(false);
  });

  it('is none where its pods need less than the seeker’s', () => {
    expect(trade({}, { gpus: 2 })).toBe(true);
    expect(trade({ cpuMilli: 100 }, { cpuMilli: 101 })).toBe(true);
    expect(trade({ cpuMilli: 101 }, { cpuMilli: 101 })).toBe(false);
  });

  it('is none where they need less memory, or the seeker more than amounts', () => {
    const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 1 };
    const workers = (memoryBytes: number, more = {}): Running => ({
      pods: 2,
      subGroups: [{ name: 'w', pods: 2, request: { ...request, memoryBytes, ...more } }],
    });
    expect(trade(workers(7), workers(7))).toBe(false);
    expect(trade(workers(7), workers(8))).toBe(true);
    expect(trade(workers(7), workers(7, { resources: { 'rdma/hca': 1 } }))).toBe(true);
  });

  it('is none between whole cards and parts of them', () => {
    expect(trade({ share: 0.6 }, {})).toBe(true);
    expect(trade({}, { share: 0.6 })).toBe(true);
  });

  it('is none where not every node takes the seeker', () => {
    const pool = poolUnder();
    pool.node('a', 2, { labels: { zone: 'x' } });
    pool.node('b', 8);
    pool.queue('q', { quota: -1 });
    runs(pool, 'gang: a#0 a#1');
    expect(movesFor(pool, 'gang', { pods: 3, nodeSelector: { zone: ['x'] } })).toBe(true);
    const tainted = poolUnder();
    tainted.node('a', 2);
    tainted.node('b', 8, { taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }] });
    tainted.queue('q', { quota: -1 });
    runs(tainted, 'gang: a#0 a#1');
    expect(movesFor(tainted, 'gang', { pods: 3 })).toBe(true);
    const sliced = poolUnder();
    sliced.node('a', 2);
    sliced.node('b', 8, { mig: { strategy: 'mixed', instances: { 'mig-1g.10gb': 8 } } });
    sliced.queue('q', { quota: -1 });
    runs(sliced, 'gang: a#0 a#1');
    expect(movesFor(sliced, 'gang', { pods: 3 })).toBe(true);
  });

  it('is so of cores and memory as of cards', () => {
    const pool = (cpuMilli: number) => {
      const made = poolUnder();
      made.node('a', 8, { cpuMilli });
      made.node('b', 8);
      made.queue('q', { quota: -1 });
      runs(made, 'gang: a#0 a#1', { cpuMilli: 1000 });
      return movesFor(made, 'gang', { pods: 3, cpuMilli: 500 });
    };
    // Four pods of the seeker have room where two of the gang leave all the cores of a node.
    expect(pool(2000)).toBe(true);
    // Who needs none of it is not held back by that.
    const bare = poolUnder();
    bare.node('a', 2, { cpuMilli: 0 });
    bare.node('b', 8, { cpuMilli: 0 });
    bare.queue('q', { quota: -1 });
    runs(bare, 'gang: a#0 a#1', { cpuMilli: 0 });
    expect(movesFor(bare, 'gang', { pods: 3, cpuMilli: 0 })).toBe(false);
    // None of it counts on a node that takes nobody.
    const closed = poolWith({ a: 4, b: 8 }, { 'gang: a#0,1 a#2,3': { gpus: 2 } });
    markNode(closed.snapshot, 'a', { isCordoned: true });
    expect(movesFor(closed, 'gang', { pods: 3 })).toBe(false);
  });

  it('is reckoned over all nodes of a gang', () => {
    const pool = poolWith({ a: 2, b: 2, c: 8 }, { 'gang: a#0,1 b#0,1': { gpus: 2 } });
    expect(movesFor(pool, 'gang', { pods: 3, gpus: 2 })).toBe(false);
    // Each node has a card to spare, so that with one pod gone two pods of two cards fit on each.
    const roomy = poolWith({ a: 4, b: 3, c: 8 }, { 'gang: a#0,1,2 b#0,1,2': { gpus: 3 } });
    expect(movesFor(roomy, 'gang', { pods: 3, gpus: 2 })).toBe(true);
  });
});
