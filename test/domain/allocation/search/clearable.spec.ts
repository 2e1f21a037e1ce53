import { describe, expect, it } from 'vitest';
import { markDevice, markNode } from '../../../../domain/allocation/index.ts';
import { clearable, mightSettle } from '../../../../domain/allocation/search/clearing.ts';
import type { Hunt } from '../../../../domain/allocation/search/field.ts';
import { markOut, unitOf } from '../../../../domain/allocation/search/units.ts';
import type { Law } from '../../../../domain/allocation/search/laws.ts';
import type { JobWish } from '../../../../src/testing/try-pool.ts';
import { type Pool, poolUnder } from '../pool.ts';
import {
  draftIn,
  poolWith,
  huntIn,
  jobIn,
  lawless,
  partIn,
  queueIn,
  type Running,
  runs,
  seatIn,
  slotIn,
  unitIn,
} from './hunt-of.ts';

/** The nodes that could be cleared for an ask, each with those who would move. */
const clearedFor = (
  pool: Pool,
  wish: JobWish,
  more: { readonly prepare?: (hunt: Hunt) => void; readonly grounds?: readonly string[] } = {},
): readonly string[] => {
  pool.job('asks', wish);
  const draft = draftIn(pool);
  const hunt = huntIn(pool, draft, 'asks');
  more.prepare?.(hunt);
  const grounds = (more.grounds ?? ['q', 'r']).map((id) => queueIn(pool, id));
  const { slots, bySlot } = clearable(hunt, partIn(hunt.seeker.shape), grounds);
  expect(Object.keys(bySlot).map(Number)).toEqual(slots.toSorted((a, b) => a - b));
  return slots.map((slot) => {
    const there = bySlot[slot]?.map(({ victim, seat }) => `${victim.id}.${seat.pod}`) ?? [];
    return `${pool.snapshot.nodes.slots[slot]?.id}: ${there.join(' ')}`;
  });
};

const firm = { isPreemptible: false } as const;
/** Two cards on `a` and one on `b` are taken by whoever may move. */
const usual = () => poolWith({ a: 4, b: 4 }, { 'two: a#0,1': { gpus: 2 }, 'one: b#0': {} });

describe('nodes that could be cleared', () => {
  it('are those first that lack the fewest cards, then by their names', () => {
    expect(clearedFor(usual(), { gpus: 4 })).toEqual(['b: one.0', 'a: two.0']);
    const even = poolWith({ b: 4, a: 4 }, { 'y: b#0': {}, 'x: a#0': {} });
    expect(clearedFor(even, { gpus: 4 })).toEqual(['a: x.0', 'b: y.0']);
    // Who lacks nothing of cards lacks something else: it is first, but no better for having more.
    const roomy = poolWith({ a: 4, b: 4, c: 4 }, { 'x: a#0': {}, 'y: b#0,1': { gpus: 2 } });
    expect(clearedFor(roomy, { gpus: 2 })).toEqual(['a: x.0', 'b: y.0']);
  });

  it('are none that would be too small if they were empty, or that take nobody', () => {
    expect(clearedFor(usual(), { gpus: 5 })).toEqual([]);
    const broken = usual();
    markDevice(broken.snapshot, 'b', { device: 3, isBroken: true });
    expect(clearedFor(broken, { gpus: 4 })).toEqual(['a: two.0']);
    const brokenBelow = usual();
    markDevice(brokenBelow.snapshot, 'b', { device: 0, isBroken: true });
    expect(clearedFor(brokenBelow, { gpus: 4 })).toEqual(['a: two.0']);
    const closed = usual();
    markNode(closed.snapshot, 'b', { isCordoned: true });
    expect(clearedFor(closed, { gpus: 3 })).toEqual([]);
    const elsewhere = poolUnder();
    elsewhere.queue('q', { quota: -1 });
    elsewhere.queue('r', { quota: -1 });
    for (const zone of ['x', 'y']) elsewhere.node(zone, 4, { labels: { zone } });
    for (const zone of ['x', 'y']) runs(elsewhere, `on-${zone}: ${zone}#0`);
    const wish = { gpus: 4, nodeSelector: { zone: ['y'] } };
    expect(clearedFor(elsewhere, wish)).toEqual(['y: on-y.0']);
  });

  it('are none where the going of all who may move is not enough', () => {
    const pool = poolWith(
      { a: 4, b: 4 },
      { 'two: a#0,1': { gpus: 2 }, 'firm: b#1': firm, 'one: b#0': {} },
    );
    expect(clearedFor(pool, { gpus: 4 })).toEqual(['a: two.0']);
    expect(clearedFor(usual(), { gpus: 4, cpuMilli: 64_001 })).toEqual([]);
  });

  it('are none where whoever moves needs as many wholly free cards as there are elsewhere', () => {
    /** Three of four cards of `a` are taken; on `b` so many are free. */
    const cramped = (free: number) =>
      poolWith(
        { a: 4, b: 4 },
        {
          'one: a#0': {},
          'two: a#1,2': { gpus: 2 },
          ...(free < 4
            ? { [`firm: b#${[0, 1, 2, 3].slice(free).join(',')}`]: { gpus: 4 - free, ...firm } }
            : {}),
        },
      );
    expect(clearedFor(cramped(3), { gpus: 4 })).toEqual(['a: one.0 two.0']);
    expect(clearedFor(cramped(2), { gpus: 4 })).toEqual([]);
    expect(clearedFor(cramped(2), { gpus: 3 })).toEqual(['a: one.0 two.0']);
  });

  it('count only what is free on nodes that take pods', () => {
    /** Three on `a` may move; one card is free for them on `c`, and two on `b`. */
    const three = () =>
      poolWith(
        { a: 4, b: 2, c: 4 },
        { 'x: a#0': {}, 'y: a#1': {}, 'z: a#2': {}, 'firm: c#0,1,2': { gpus: 3, ...firm } },
      );
    expect(clearedFor(three(), { gpus: 4 })).toEqual(['a: x.0 y.0 z.0']);
    const closed = three();
    markNode(closed.snapshot, 'b', { isCordoned: true });
    expect(clearedFor(closed, { gpus: 4 })).toEqual([]);
  });

  it('do not count so those who have several pods, can spare some, or share a card', () => {
    /** All of `a` moves; on `b` one card and a half of another is free. */
    const pool = (jobs: Readonly<Record<string, Running>>) =>
      poolWith(
        { a: 2, b: 3 },
        { ...jobs, 'firm: b#2': firm, 'half: b#1': { ...firm, share: 0.4 } },
      );
    const shares = pool({ 'x: a#0': { share: 0.5 }, 'y: a#1': { share: 0.5 } });
    expect(clearedFor(shares, { gpus: 2 })).toEqual(['a: x.0 y.0']);
    expect(clearedFor(pool({ 'x: a#0': {}, 'y: a#1': {} }), { gpus: 2 })).toEqual([]);
    const spare = pool({ 'x: a#0': { pods: 2, minPods: 1 }, 'y: a#1': {} });
    expect(clearedFor(spare, { gpus: 2 })).toEqual(['a: x.0 y.0']);
    const gang = poolWith({ a: 2, b: 3 }, { 'gang: a#0 a#1': {}, 'firm: b#2': firm });
    expect(clearedFor(gang, { gpus: 2 })).toEqual(['a: gang.0 gang.1']);
    // Only its other node has room for the pod of this gang, once the seeker sits here.
    const apart = poolWith({ a: 2, c: 1 }, { 'gang: a#0 c#0': {} });
    expect(clearedFor(apart, { gpus: 2 })).toEqual(['a: gang.0']);
  });

  it('are not counted so for several pods, nor for part of a card', () => {
    const cramped = () =>
      poolWith(
        { a: 4, b: 4 },
        { 'one: a#0': {}, 'two: a#1,2': { gpus: 2 }, 'firm: b#2,3': { gpus: 2, ...firm } },
      );
    expect(clearedFor(cramped(), { gpus: 4, pods: 2 })).toEqual(['a: one.0 two.0']);
    const shared = poolWith({ a: 1, b: 1 }, { 'x: a#0': { share: 0.6 }, 'y: b#0': { share: 0.4 } });
    expect(clearedFor(shared, { share: 0.7 })).toEqual(['b: y.0', 'a: x.0']);
    const busy = poolWith(
      { a: 1, b: 0 },
      { 'firm: a#0': { ...firm, share: 0.3 }, 'cores: a': { gpus: 0, cpuMilli: 60_000 } },
    );
    expect(clearedFor(busy, { share: 0.5, cpuMilli: 10_000 })).toEqual(['a: cores.0']);
  });

  it('are twelve at most', () => {
    const ids = Array.from({ length: 14 }, (_, at) => `n${String(at).padStart(2, '0')}`);
    const pool = poolWith(
      Object.fromEntries(ids.map((id) => [id, 2])),
      Object.fromEntries(ids.map((id) => [`on-${id}: ${id}#0`, {}])),
    );
    expect(clearedFor(pool, { gpus: 2 })).toEqual(
      ids.slice(0, 12).map((id) => `${id}: on-${id}.0`),
    );
  });
});

describe('who would have to move', () => {
  it('is nobody of other queues than those named, nor whom the law leaves alone', () => {
    const pool = poolWith({ a: 4, b: 4 }, { 'ours: a#0': {}, 'theirs: b#0': { queue: 'r' } });
    expect(clearedFor(pool, { gpus: 4 }, { grounds: ['r'] })).toEqual(['b: theirs.0']);
    const law = { ...lawless, isCandidate: () => false };
    const protectedPool = usual();
    protectedPool.job('asks', { gpus: 4 });
    const hunt = { ...huntIn(protectedPool, draftIn(protectedPool), 'asks'), law };
    const grounds = [queueIn(protectedPool, 'q')];
    expect(clearable(hunt, partIn(hunt.seeker.shape), grounds).slots).toEqual([]);
  });

  it('is nobody on a node that takes no pods: there nobody is even asked', () => {
    const pool = usual();
    pool.node('c', 2);
    markNode(pool.snapshot, 'b', { isCordoned: true });
    pool.job('asks', { gpus: 3 });
    const asked: string[] = [];
    const law: Law = {
      ...lawless,
      isCandidate: (_draft, _seeker, { id }) => {
        asked.push(id);
        return true;
      },
    };
    const hunt = { ...huntIn(pool, draftIn(pool), 'asks'), law };
    clearable(hunt, partIn(hunt.seeker.shape), [queueIn(pool, 'q')]);
    expect(asked).toEqual(['two']);
  });

  it('is nobody decided about, nor a pod that has gone in this plan', () => {
    const decided = usual();
    const prepare = ({ draft }: Hunt) => {
      jobIn(decided, 'one').decidedIn = draft.number;
    };
    expect(clearedFor(decided, { gpus: 4 }, { prepare })).toEqual(['a: two.0']);
    const parted = poolWith({ a: 4, b: 4 }, { 'elastic: a#0 a#1': { minPods: 1 } });
    const gone = ({ draft }: Hunt) => {
      const elastic = jobIn(parted, 'elastic');
      markOut(draft, unitOf(elastic, [seatIn(elastic, 1)], false), true);
    };
    expect(clearedFor(parted, { gpus: 3 }, { prepare: gone })).toEqual(['a: elastic.0']);
  });

  it('is not who asks for more, nor anybody who may not be evicted at all', () => {
    const pool = poolWith(
      { a: 4, b: 4 },
      { 'asks: a#0': { pods: 2, minPods: 1, gpus: 1 }, 'other: a#1': {}, 'firm: b#0': firm },
    );
    const draft = draftIn(pool);
    const hunt = huntIn(pool, draft, 'asks');
    const { bySlot } = clearable(hunt, partIn(hunt.seeker.shape), [queueIn(pool, 'q')]);
    const at = (id: string) => bySlot[slotIn(pool, id)]?.map(({ victim }) => victim.id);
    expect([at('a'), at('b')]).toEqual([['other'], undefined]);
  });
});

describe('whether all who leave a node might find other places', () => {
  /** Two jobs that leave `a` for one of its size, with so many cards, cores and GiB free on `b`. */
  const leaving = (
    wish: Running,
    asked: JobWish,
    elsewhere: { readonly gpus: number; readonly cpuMilli?: number; readonly memoryGib?: number },
  ) => {
    const gib = 2 ** 30;
    const pool = poolUnder();
    const { cpuMilli = 64_000, memoryGib = 512 } = elsewhere;
    pool.node('a', 4, { cpuMilli: 4000, memoryBytes: 4 * gib });
    pool.node('b', elsewhere.gpus, { cpuMilli, memoryBytes: memoryGib * gib });
    pool.queue('q', { quota: -1 });
    const { gpus = 1 } = wish;
    runs(pool, gpus === 0 ? 'x: a' : 'x: a#0', wish);
    runs(pool, gpus === 0 ? 'y: a' : 'y: a#1', wish);
    pool.job('asks', asked);
    const draft = draftIn(pool);
    const hunt = huntIn(pool, draft, 'asks');
    const victims = [unitIn(pool, draft, 'x'), unitIn(pool, draft, 'y')];
    return mightSettle(hunt, partIn(hunt.seeker.shape), { slot: slotIn(pool, 'a'), victims });
  };

  it('is so where there is room for each beside the seeker or elsewhere', () => {
    expect(leaving({}, { gpus: 4 }, { gpus: 2 })).toBe(true);
    expect(leaving({}, { gpus: 4 }, { gpus: 1 })).toBe(false);
    expect(leaving({}, { gpus: 3 }, { gpus: 1 })).toBe(true);
    expect(leaving({}, { gpus: 3 }, { gpus: 0 })).toBe(false);
    expect(leaving({}, { gpus: 2 }, { gpus: 0 })).toBe(true);
  });

  it('goes by cores and memory, too', () => {
    const cores = { gpus: 0, cpuMilli: 1500 };
    expect(leaving(cores, { gpus: 4, cpuMilli: 1000 }, { gpus: 0, cpuMilli: 100 })).toBe(true);
    expect(leaving(cores, { gpus: 4, cpuMilli: 1001 }, { gpus: 0, cpuMilli: 100 })).toBe(false);
    expect(leaving(cores, { gpus: 4, cpuMilli: 1001 }, { gpus: 0, cpuMilli: 1500 })).toBe(true);
    expect(leaving({}, { gpus: 1, cpuMilli: 3900 }, { gpus: 1 })).toBe(true);
    expect(leaving({}, { gpus: 1, cpuMilli: 3901 }, { gpus: 1 })).toBe(false);
  });

  it('goes by memory as by cores', () => {
    const gib = 2 ** 30;
    const asked = (memoryGib: number): JobWish => ({
      subGroups: [
        {
          name: 'w',
          pods: 1,
          request: { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 1, memoryBytes: memoryGib * gib },
        },
      ],
    });
    expect(leaving({}, asked(2), { gpus: 0 })).toBe(true);
    expect(leaving({}, asked(3), { gpus: 1 })).toBe(true);
    expect(leaving({}, asked(3), { gpus: 0 })).toBe(false);
    expect(leaving({}, asked(3), { gpus: 4, memoryGib: 0 })).toBe(false);
  });

  it('is left open for several pods, for gangs, and for those who can do without some', () => {
    expect(leaving({}, { gpus: 4, pods: 2 }, { gpus: 0 })).toBe(true);
    const pool = poolWith(
      { a: 4, b: 4 },
      {
        'gang: a#0 a#1': {},
        'elastic: a#2': { pods: 2, minPods: 1 },
        'one: a#3': {},
        'fills: b#0,1,2,3': { gpus: 4, ...firm },
      },
    );
    pool.job('asks', { gpus: 4 });
    const draft = draftIn(pool);
    const hunt = huntIn(pool, draft, 'asks');
    const might = (...ids: readonly string[]) =>
      mightSettle(hunt, partIn(hunt.seeker.shape), {
        slot: slotIn(pool, 'a'),
        victims: ids.map((id) => unitIn(pool, draft, id)),
      });
    expect([might('gang'), might('elastic'), might('one')]).toEqual([true, true, false]);
    expect([might('one', 'gang'), might('elastic', 'one')]).toEqual([true, true]);
  });

  it('is left open for those who ask for more than cards, cores and memory', () => {
    const pool = poolUnder();
    pool.node('a', 1, { resources: { 'rdma/hca': 1 } });
    pool.node('b', 0, { resources: { 'rdma/hca': 1 } });
    pool.queue('q', { quota: -1 });
    const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 1, memoryBytes: 1 };
    const subGroups = [
      { name: 'w', pods: 1, request: { ...request, resources: { 'rdma/hca': 1 } } },
    ];
    runs(pool, 'one: a#0', { subGroups });
    pool.job('asks');
    const draft = draftIn(pool);
    const hunt = huntIn(pool, draft, 'asks');
    const victims = [unitIn(pool, draft, 'one')];
    const where = { slot: slotIn(pool, 'a'), victims };
    expect(mightSettle(hunt, partIn(hunt.seeker.shape), where)).toBe(true);
  });

  it('is reckoned kind by kind', () => {
    const pool = poolWith(
      { a: 4, b: 2 },
      { 'one: a#0': {}, 'two: a#1,2': { gpus: 2 }, 'other: a#3': {} },
    );
    pool.job('asks', { gpus: 4 });
    const draft = draftIn(pool);
    const hunt = huntIn(pool, draft, 'asks');
    const might = (...ids: readonly string[]) =>
      mightSettle(hunt, partIn(hunt.seeker.shape), {
        slot: slotIn(pool, 'a'),
        victims: ids.map((id) => unitIn(pool, draft, id)),
      });
    // Each kind alone has room on `b`: that not all have together is found out by trying.
    expect(might('one', 'two', 'other')).toBe(true);
    runs(pool, 'filler: b#0', firm);
    expect(might('one', 'two')).toBe(false);
    expect(might('one')).toBe(true);
    expect(might('one', 'other')).toBe(false);
  });
});
