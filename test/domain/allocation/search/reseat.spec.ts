import { describe, expect, it } from 'vitest';
import { asServed, reseat } from '../../../../domain/allocation/search/reseat.ts';
import { moveUnit, unitOf } from '../../../../domain/allocation/search/units.ts';
import { usableTried } from '../../../../domain/allocation/state/journal.ts';
import { rollOf } from '../../../../domain/allocation/state/roll.ts';
import { type Pool, poolUnder } from '../pool.ts';
import { draftIn, jobIn, queueIn, type Running, runs, seatIn, slotIn, unitIn } from './hunt-of.ts';

const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 100, memoryBytes: 2 ** 30 };

/** Two nodes of four cards; the jobs are on the first. */
const poolWith = (jobs: Readonly<Record<string, Running>>): Pool => {
  const pool = poolUnder();
  for (const id of ['a', 'b']) pool.node(id, 4);
  pool.queue('q', { quota: -1 });
  for (const [where, wish] of Object.entries(jobs)) runs(pool, where, wish);
  return pool;
};

/** Where the pods of a job go once they have left, with `a` closed to them. */
const placesOf = (pool: Pool, id: string, what: 'all' | 'minimum' | 'last pod') => {
  const draft = draftIn(pool);
  const workload = jobIn(pool, id);
  if (!workload.build.isWhole) rollOf(workload);
  const unit =
    what === 'last pod'
      ? unitOf(workload, workload.bound.slice(-1), false)
      : unitIn(pool, draft, id);
  moveUnit(draft, unit, { seats: unit.seats, sign: -1 });
  usableTried(draft.journal, slotIn(pool, 'a'), false);
  const { allocated, nonPreemptible } = queueIn(pool, 'q');
  const before = [allocated.gpuMilli, nonPreemptible.gpuMilli];
  const seating = reseat(draft, unit, what === 'last pod' ? 'all' : what);
  const after = [allocated.gpuMilli, nonPreemptible.gpuMilli];
  return {
    pods: seating?.seats.map(({ node, part, pod }) => `${part}.${pod} ${node.id}`),
    charged: after.map((figure, at) => figure - (before[at] ?? 0)),
    active: workload.roll && [...workload.roll.active],
  };
};

describe('whoever is seated elsewhere', () => {
  it('gets places for all that it had, and they count in its queue as what may be evicted', () => {
    const { pods, charged } = placesOf(poolWith({ 'gang: a#0 a#1': {} }), 'gang', 'all');
    expect([pods, charged]).toEqual([
      ['0.0 b', '0.1 b'],
      [2000, 0],
    ]);
    const lone = placesOf(poolWith({ 'one: a#0': { isPreemptible: false } }), 'one', 'all');
    expect(lone.charged).toEqual([1000, 0]);
  });

  it('gets what it needs to run on where no more is asked for, and all where it is', () => {
    const elastic = { 'elastic: a#0 a#1 a#2': { minPods: 2 } };
    expect(placesOf(poolWith(elastic), 'elastic', 'all').pods).toHaveLength(3);
    const least = placesOf(poolWith(elastic), 'elastic', 'minimum');
    expect([least.pods, least.active]).toEqual([['0.0 b', '0.1 b'], [2]]);
  });

  it('gets a place for one pod where one has gone, of the part that it is of', () => {
    const parts: Running = {
      subGroups: [
        { name: 'one', pods: 1, request },
        { name: 'two', pods: 2, request },
      ],
      gang: {
        podSets: [
          { name: 'one', minPods: 1 },
          { name: 'two', minPods: 1 },
        ],
        groups: [],
      },
    };
    const { pods, active } = placesOf(poolWith({ 'gang: a#0 a#1 a#2': parts }), 'gang', 'last pod');
    expect([pods, active]).toEqual([['1.1 b'], [1, 2]]);
  });

  it('gets none above a limit, nor where there is no room, nor without a queue', () => {
    const limited = poolWith({ 'one: a#0': {}, 'two: a#1': {} });
    limited.queue('q', { quota: -1, limit: 1 });
    expect(placesOf(limited, 'one', 'all').pods).toBeUndefined();
    const wide = poolWith({ 'wide: a#0 a#1': {}, 'fills: b#0,1,2': { gpus: 3 } });
    expect(placesOf(wide, 'wide', 'all')).toMatchObject({ pods: undefined, charged: [0, 0] });
    const pool = poolWith({ 'stray: a#0': {} });
    const draft = draftIn(pool);
    const unit = unitIn(pool, draft, 'stray');
    const workload = { ...unit.workload, queue: undefined };
    expect(reseat(draft, { ...unit, workload }, 'all')).toBeUndefined();
  });
});

describe('the order in which they are given places', () => {
  it('is that in which they would be served: what can be spared comes last', () => {
    const pool = poolWith({
      'elastic: a#0 a#1': { minPods: 1 },
      'old: a#2': {},
      'urgent: a#3': { priority: 90 },
    });
    const draft = draftIn(pool);
    const [old, urgent] = [unitIn(pool, draft, 'old'), unitIn(pool, draft, 'urgent')];
    const elastic = jobIn(pool, 'elastic');
    const spare = unitOf(elastic, [seatIn(elastic, 1)], false);
    const inOrder = [urgent, old, spare];
    expect(asServed(inOrder.toReversed())).toEqual(inOrder);
    const whole = unitIn(pool, draft, 'elastic');
    expect(asServed([old, whole])).toEqual([whole, old]);
  });
});
