import { describe, expect, it } from 'vitest';
import { bind } from '../../../../domain/allocation/index.ts';
import {
  chargeTried,
  enrolTried,
  type Journal,
  markOf,
  seatTried,
  undoTo,
  usableTried,
} from '../../../../domain/allocation/state/journal.ts';
import {
  both,
  future,
  isFreeNow,
  now,
  occupy,
  touchAll,
} from '../../../../domain/allocation/state/occupancy.ts';
import type { Seat, Snapshot } from '../../../../domain/allocation/state/snapshot.ts';
import { cards, kind, offer, planes, poolOf, share, sit, type Wish } from '../fit/pool-of.ts';
import { poolUnder } from '../pool.ts';

const seatFor = (
  snapshot: Snapshot,
  on: string,
  wish: Wish,
  ...devices: readonly number[]
): Seat => {
  const node = snapshot.nodes.byId.get(on);
  if (node === undefined) throw new Error(`no node ${on}`);
  const of = kind(snapshot, wish);
  return { node, kind: of, part: 0, pod: 0, devices, gpuMilli: of.gpuMilli };
};

const figuresOf = ({ nodes }: Snapshot): unknown => [
  [nodes.cpuNow, nodes.cpuFuture, nodes.podsNow, nodes.podsFuture].map((column) => [...column]),
  [nodes.wholeNow, nodes.wholeFuture, nodes.gpuFuture, nodes.usedNow].map((column) => [...column]),
  [...nodes.usable],
];

describe('what a plan tries', () => {
  it('is taken back to any mark, the names of the figures with it', () => {
    const pool = poolUnder();
    pool.queue('q', {
      quota: -1,
      terms: { others: { 'gpu:X': { quota: 0, limit: -1 } } },
    });
    pool.node('a', 4, { gpuModel: 'X' });
    pool.job('gang', { pods: 4, minPods: 1 });
    const pods = [{ subGroup: 'workers', pod: 0, nodeId: 'a', devices: [0], gpuMilli: 1000 }];
    bind(pool.snapshot, 'gang', { attempt: 1, pods });
    const { snapshot } = pool;
    const [gang, queue] = [snapshot.workloads.get('gang'), snapshot.queues.get('q')];
    if (gang === undefined || queue === undefined) throw new Error('the gang is missing');
    const all = (): unknown =>
      structuredClone([
        figuresOf(snapshot),
        [queue.allocated, queue.nonPreemptible, snapshot.allocated, [...queue.named]],
        [...(gang.roll?.active ?? [])],
        [...(gang.roll?.present ?? [])],
        [snapshot.nodes.version, snapshot.figuresVersion],
      ]);
    const journal: Journal = { snapshot, entries: [] };
    const seats = [{ ...seatFor(snapshot, 'a', cards(1), 1), pod: 1 }];
    const before = all();
    const start = markOf(journal);
    usableTried(journal, 0, false);
    usableTried(journal, 0, false);
    expect(snapshot.nodes.usable[0]).toBe(0);
    const closed = all();
    const middle = markOf(journal);
    usableTried(journal, 0, true);
    for (const seat of seats) seatTried(journal, seat, { planes: both, sign: 1 });
    for (const seat of seats) seatTried(journal, seat, { planes: now, sign: -1 });
    const amounts = { gpuMilli: 1000, cpuMilli: 1000, memoryMib: 1024 };
    chargeTried(journal, queue, { amounts, isPreemptible: false, seats, sign: 1 });
    enrolTried(journal, gang, { seats, sign: 1 });
    expect(queue.named.get('gpu:X')).toEqual({ allocated: 2000, nonPreemptible: 1000 });
    expect(gang.roll?.active[0]).toBe(2);
    expect(all()).not.toEqual(closed);
    undoTo(journal, middle);
    expect(all()).toEqual(closed);
    undoTo(journal, start);
    expect(all()).toEqual(before);
    expect(journal.entries).toEqual([]);
  });

  it('never has the name of figures that others had', () => {
    const snapshot = poolOf(offer('a'));
    const { nodes } = snapshot;
    const journal: Journal = { snapshot, entries: [] };
    const names = new Set<number>();
    for (let at = 0; at < 3; at += 1) {
      const mark = markOf(journal);
      seatTried(journal, seatFor(snapshot, 'a', cards(1), 0), { planes: both, sign: 1 });
      names.add(nodes.version);
      undoTo(journal, mark);
    }
    touchAll(nodes);
    names.add(nodes.version);
    expect(names.size).toBe(4);
  });
});

describe('a device', () => {
  it('never holds more than itself, now or later, but for a place that somebody else leaves', () => {
    const snapshot = poolOf(offer('a'));
    const { nodes } = snapshot;
    const whole = seatFor(snapshot, 'a', cards(1), 0);
    const half = seatFor(snapshot, 'a', share(500), 0);
    occupy(nodes, half, { planes: both, sign: 1 });
    occupy(nodes, half, { planes: both, sign: 1 });
    for (const [seat, of] of [
      [whole, both],
      [whole, now],
      [whole, future],
      [half, now],
      [half, future],
    ] as const)
      expect(() => occupy(nodes, seat, { planes: of, sign: 1 })).toThrow('a/0');
    occupy(nodes, half, { planes: future, sign: 1, isPromised: true });
    expect(nodes.usedFuture[0]).toBe(1500);
    // Who goes may leave what is still promised too often.
    occupy(nodes, half, { planes: both, sign: -1 });
    expect(nodes.usedFuture[0]).toBe(1000);
    expect(() => occupy(nodes, half, { planes: both, sign: 1, isPromised: true })).not.toThrow();
    expect(() => occupy(nodes, whole, { planes: now, sign: 1, isPromised: true })).toThrow('a/0');
  });

  it('is never given back by somebody who does not have it', () => {
    const snapshot = poolOf(offer('a'));
    const seat = seatFor(snapshot, 'a', share(500), 2);
    for (const plane of [now, future])
      expect(() => occupy(snapshot.nodes, seat, { planes: plane, sign: -1 })).toThrow('a/2');
  });
});

describe('a place that is held', () => {
  const full: Wish = {
    request: {
      cpuMilli: 8000,
      memoryBytes: 64 * 2 ** 30,
      hostPorts: [{ port: 80, protocol: 'TCP' }],
    },
  };

  it('is free now when all that its pod asks for is: on any node, the first too', () => {
    const snapshot = poolOf(offer('a', { podsMax: 1 }), offer('b', { podsMax: 1 }));
    for (const on of ['a', 'b']) {
      const seat = seatFor(
        snapshot,
        on,
        { request: { ...full.request, gpuDevices: 4, gpuMilli: 1000 } },
        0,
        1,
        2,
        3,
      );
      expect(isFreeNow(snapshot.nodes, seat)).toBe(true);
    }
  });

  const port: Wish = { request: { hostPorts: [{ port: 80, protocol: 'TCP' }] } };
  const gib = 2 ** 30;
  it.each<readonly [string, readonly [leaver: Wish, wish: Wish, ...devices: number[]]]>([
    ['CPU', [{ request: { cpuMilli: 1 } }, { request: { cpuMilli: 8000 } }]],
    ['memory', [{ request: { memoryBytes: 1 } }, { request: { memoryBytes: 64 * gib } }]],
    ['a device', [share(1), cards(1), 0]],
    ['so much of a device', [share(501), share(500), 0]],
    ['a port', [port, port]],
  ])('is not free while somebody leaves %s of it', (_, [leaver, wish, ...devices]) => {
    const snapshot = poolOf(offer('a'));
    const none = { request: { cpuMilli: 0, memoryBytes: 0 } };
    const goes = sit(snapshot, {
      kind: kind(snapshot, { request: { ...none.request, ...leaver.request } }),
      on: 'a',
      devices,
      planes: planes.leaving,
    });
    const seat = seatFor(
      snapshot,
      'a',
      { request: { ...none.request, ...wish.request } },
      ...devices,
    );
    expect(isFreeNow(snapshot.nodes, seat)).toBe(false);
    occupy(snapshot.nodes, goes, { planes: now, sign: -1 });
    expect(isFreeNow(snapshot.nodes, seat)).toBe(true);
  });

  it('is not free while there are as many pods as may be, on a node that is closed, nor on a broken device', () => {
    const snapshot = poolOf(offer('a', { podsMax: 1 }));
    const { nodes } = snapshot;
    const seat = seatFor(snapshot, 'a', cards(1), 0);
    const other = sit(snapshot, { kind: kind(snapshot), on: 'a', planes: planes.leaving });
    expect(isFreeNow(nodes, seat)).toBe(false);
    occupy(nodes, other, { planes: now, sign: -1 });
    nodes.usable[0] = 0;
    expect(isFreeNow(nodes, seat)).toBe(false);
    nodes.usable[0] = 1;
    nodes.broken[0] = 1;
    expect(isFreeNow(nodes, seat)).toBe(false);
    expect(isFreeNow(nodes, seatFor(snapshot, 'a', cards(1), 1))).toBe(true);
  });
});
