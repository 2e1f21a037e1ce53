import { describe, expect, it } from 'vitest';
import {
  cheaperFirst,
  leavesFirst,
  lossOf,
  markOut,
  moveUnit,
  placeFirst,
  sizeFirst,
  stayingOf,
  unitOf,
  wholeOf,
} from '../../../../domain/allocation/search/units.ts';
import { rollOf } from '../../../../domain/allocation/state/roll.ts';
import { poolUnder } from '../pool.ts';
import { draftIn, jobIn, queueIn, type Running, runs, seatIn, slotIn } from './hunt-of.ts';

const gib = 2 ** 30;

/** Jobs on a node of eight cards, by their names and places. */
const crowd = (jobs: Readonly<Record<string, Running>>) => {
  const pool = poolUnder();
  pool.node('a', 8);
  pool.queue('q', { quota: -1 });
  for (const [where, wish] of Object.entries(jobs)) runs(pool, where, wish);
  const draft = draftIn(pool, 10_500);
  const whole = (id: string) => wholeOf(draft, jobIn(pool, id));
  const pod = (id: string, at: number) => {
    const workload = jobIn(pool, id);
    return unitOf(workload, [seatIn(workload, at)], false);
  };
  return { pool, draft, whole, pod };
};

describe('units', () => {
  it('are all pods that stay, and are made once as long as none has gone', () => {
    const { pool, draft, whole, pod } = crowd({
      'elastic: a#0 a#1': { minPods: 1 },
      'fixed: a#2 a#3': {},
    });
    const [elastic, fixed] = [jobIn(pool, 'elastic'), jobIn(pool, 'fixed')];
    expect(whole('elastic')).toBe(whole('elastic'));
    expect(whole('elastic')).toMatchObject({
      isWhole: true,
      amounts: { gpuMilli: 2000, cpuMilli: 200, memoryMib: 2048 },
    });
    expect(stayingOf(draft, elastic)).toBe(elastic.bound);
    const first = whole('fixed');
    markOut(draft, pod('elastic', 1), true);
    expect(stayingOf(draft, elastic)).toEqual([seatIn(elastic, 0)]);
    expect(whole('elastic')).toMatchObject({ isWhole: true, seats: [seatIn(elastic, 0)] });
    expect(whole('fixed')).toBe(first);
    expect(whole('fixed').seats).toEqual(fixed.bound);
    markOut(draft, pod('elastic', 1), false);
    expect(stayingOf(draft, elastic)).toEqual(elastic.bound);
  });

  it('are noted as gone with their workload where it stops, pod by pod where it can do without', () => {
    const { pool, draft, whole, pod } = crowd({
      'elastic: a#0 a#1': { minPods: 1 },
      'fixed: a#2 a#3': {},
    });
    const [elastic, fixed] = [jobIn(pool, 'elastic'), jobIn(pool, 'fixed')];
    markOut(draft, pod('elastic', 1), true);
    expect([elastic.decidedIn === draft.number, draft.out.size]).toEqual([false, 1]);
    markOut(draft, whole('elastic'), true);
    expect([elastic.decidedIn, draft.out.size]).toEqual([draft.number, 2]);
    markOut(draft, whole('fixed'), true);
    expect([fixed.decidedIn, draft.out.size]).toEqual([draft.number, 2]);
    for (const unit of [whole('fixed'), unitOf(elastic, elastic.bound, true)])
      markOut(draft, unit, false);
    expect([elastic.decidedIn, fixed.decidedIn, draft.out.size]).toEqual([-1, -1, 0]);
  });
});

describe('what is lost by the going of a unit', () => {
  it('is what it has of cards for the full seconds that it ran, nothing before it starts', () => {
    const { draft, whole } = crowd({
      'two: a#0,1': { gpus: 2, sinceMs: 6_501 },
      'full: a#2': { sinceMs: 6_500 },
      'first: a#3': { sinceMs: 0 },
      'ahead: a#4': { sinceMs: 20_000 },
      'unknown: a#5': { sinceMs: -1 },
    });
    expect(lossOf(draft, whole('unknown'))).toBe(0);
    expect(draft.isTimed).toBe(false);
    expect(lossOf(draft, whole('first'))).toBe(10_000);
    expect(draft.isTimed).toBe(true);
    expect(lossOf(draft, whole('two'))).toBe(2000 * 3);
    expect(lossOf(draft, whole('full'))).toBe(1000 * 4);
    expect(lossOf(draft, whole('ahead'))).toBe(0);
  });

  it('depends on time from the first moment of all', () => {
    const { draft, whole } = crowd({ 'first: a#3': { sinceMs: 0 } });
    lossOf(draft, whole('first'));
    expect(draft.isTimed).toBe(true);
  });
});

describe('the order in which units go', () => {
  it('is spare pods, priority, loss, cards, the newest, the later id, the later pod', () => {
    const { draft, whole, pod } = crowd({
      'elastic: a#0 a#1': { minPods: 1, priority: 90, sinceMs: 10_000 },
      'low: a#2': { priority: 10, sinceMs: 0 },
      'long: a#3': { sinceMs: 1_000 },
      'wide: a#4,5': { gpus: 2, sinceMs: 10_000 },
      'old: a#6': { sinceMs: 10_000 },
      'new: a#7': { sinceMs: 10_000 },
    });
    const inOrder = [
      pod('elastic', 1),
      pod('elastic', 0),
      whole('low'),
      whole('new'),
      whole('old'),
      whole('wide'),
      whole('long'),
      whole('elastic'),
    ];
    expect(inOrder.toReversed().toSorted((a, b) => cheaperFirst(draft, a, b))).toEqual(inOrder);
    const bySize = [whole('new'), whole('old'), whole('long'), whole('low'), whole('wide')];
    expect(bySize.toSorted(sizeFirst)).toEqual(bySize);
    expect(bySize.toReversed().toSorted(sizeFirst)).toEqual(bySize);
  });

  it('is the later id where all else is equal, and of one workload the pod that leaves first', () => {
    const { pool, whole, pod } = crowd({ 'b: a#0 a#1': {}, 'c: a#2 a#3': {} });
    const twin = { ...whole('b'), workload: { ...jobIn(pool, 'b'), id: 'z' } };
    expect(sizeFirst(twin, whole('b'))).toBeLessThan(0);
    expect(sizeFirst(whole('b'), twin)).toBeGreaterThan(0);
    expect(sizeFirst(pod('b', 1), pod('b', 0))).toBeLessThan(0);
    expect(placeFirst(pod('b', 0), pod('b', 1))).toBeGreaterThan(0);
    expect(placeFirst({ ...pod('b', 0), seats: [] }, pod('b', 1))).toBe(0);
    expect(placeFirst(pod('b', 0), { ...pod('b', 1), seats: [] })).toBe(0);
  });

  it('of one workload is the lower priority, then the part that is named later, then the number', () => {
    const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 100, memoryBytes: gib };
    const { pool } = crowd({
      'gang: a#0 a#1 a#2 a#3': {
        subGroups: [
          { name: 'one', pods: 1, request, podPriority: 5 },
          { name: 'two', pods: 2, request },
          { name: 'three', pods: 1, request, podPriority: 5 },
        ],
      },
    });
    const gang = jobIn(pool, 'gang');
    const [one, first, second, three] = gang.bound;
    const inOrder = [second, first, three, one].flatMap((seat) => seat ?? []);
    expect(gang.bound.toSorted((a, b) => leavesFirst(gang, a, b))).toEqual(inOrder);
    expect(gang.bound.toReversed().toSorted((a, b) => leavesFirst(gang, a, b))).toEqual(inOrder);
  });
});

describe('a unit that moves', () => {
  it('leaves nodes, queues and its own count of pods, and is back with the opposite sign', () => {
    const { pool, draft, pod } = crowd({
      'elastic: a#0 a#1': { minPods: 1 },
      'firm: a#2': { isPreemptible: false },
    });
    const slot = slotIn(pool, 'a');
    const elastic = jobIn(pool, 'elastic');
    const figures = () => [
      pool.snapshot.nodes.wholeFuture[slot],
      pool.snapshot.nodes.wholeNow[slot],
      queueIn(pool, 'q').allocated.gpuMilli,
      queueIn(pool, 'q').nonPreemptible.gpuMilli,
      rollOf(elastic).active[0],
    ];
    expect(figures()).toEqual([5, 5, 3000, 1000, 2]);
    const unit = pod('elastic', 1);
    moveUnit(draft, unit, { seats: unit.seats, sign: -1 });
    expect(figures()).toEqual([6, 5, 2000, 1000, 1]);
    moveUnit(draft, unit, { seats: unit.seats, sign: 1 });
    expect(figures()).toEqual([5, 5, 3000, 1000, 2]);
    const firm = wholeOf(draft, jobIn(pool, 'firm'));
    moveUnit(draft, firm, { seats: firm.seats, sign: -1 });
    expect(figures()).toEqual([6, 5, 2000, 0, 2]);
  });

  it('counts as preemptible where some of it is', () => {
    const { pool, draft, pod } = crowd({
      'semi: a#0 a#1': { minPods: 1, isPreemptible: false, isSemiPreemptible: true },
    });
    const before = { ...queueIn(pool, 'q').nonPreemptible };
    const unit = pod('semi', 1);
    moveUnit(draft, unit, { seats: unit.seats, sign: -1 });
    expect(queueIn(pool, 'q').nonPreemptible).toEqual(before);
  });
});
