import { describe, expect, it } from 'vitest';
import { nominate } from '../../../../domain/allocation/index.ts';
import { sparesAt, sparesOf } from '../../../../domain/allocation/search/spares.ts';
import { markOut, unitOf } from '../../../../domain/allocation/search/units.ts';
import type { Seat, Unit } from '../../../../domain/allocation/state/snapshot.ts';
import { poolUnder } from '../pool.ts';
import { draftIn, jobIn, type Running, runs, seatIn, unseen } from './hunt-of.ts';

const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 100, memoryBytes: 2 ** 30 };

/** One gang on a node of twelve cards. */
const gang = (pods: number, wish: Running = {}) => {
  const pool = poolUnder();
  pool.node('a', 12);
  pool.queue('q', { quota: -1 });
  const places = Array.from({ length: pods }, (_, at) => `a#${at}`);
  runs(pool, `gang: ${places.join(' ')}`, wish);
  return { pool, draft: draftIn(pool), workload: jobIn(pool, 'gang') };
};

const nameOf = (seat: Seat): string => `${seat.part}.${seat.pod}`;
const namesIn = (units: readonly Unit[]): readonly string[] =>
  units.flatMap(({ seats }) => seats.map(nameOf));

/** Parts of one set each, or of sets with these minima. */
const parts = (
  ...of: readonly { name: string; pods: number; min: number; podPriority?: number }[]
): Running => ({
  subGroups: of.map(({ name, pods, podPriority = 0 }) => ({ name, pods, podPriority, request })),
  gang: { podSets: of.map(({ name, min }) => ({ name, minPods: min })), groups: [] },
});

describe('pods that can be spared', () => {
  it('are none of a gang that needs all, nor of one at its minimum', () => {
    const needsAll = gang(3);
    expect(sparesOf(needsAll.draft, needsAll.workload)).toEqual([]);
    expect(sparesAt(needsAll.draft, needsAll.workload, needsAll.workload.bound)).toEqual([]);
    const atMinimum = gang(2, { pods: 4, minPods: 2 });
    expect(sparesOf(atMinimum.draft, atMinimum.workload)).toEqual([]);
    expect(sparesAt(atMinimum.draft, atMinimum.workload, atMinimum.workload.bound)).toEqual([]);
  });

  it('are told without a look at the pods where there are none', () => {
    const needsAll = gang(2);
    const atMinimum = gang(2, { pods: 4, minPods: 2 });
    for (const { draft, workload } of [needsAll, atMinimum]) {
      workload.bound = unseen(workload.bound);
      expect(sparesOf(draft, workload)).toEqual([]);
    }
    expect(needsAll.workload.roll).toBeUndefined();
  });

  it('are those above the minimum, one by one, the last first', () => {
    const { draft, workload } = gang(5, { minPods: 2 });
    const spares = sparesOf(draft, workload);
    expect(namesIn(spares)).toEqual(['0.4', '0.3', '0.2']);
    expect(spares.map(({ isWhole, seats }) => [isWhole, seats.length])).toEqual(
      Array.from({ length: 3 }, () => [false, 1]),
    );
  });

  it('are counted set by set, the lowest priority first', () => {
    const { draft, workload } = gang(
      7,
      parts(
        { name: 'one', pods: 2, min: 1 },
        { name: 'two', pods: 3, min: 3 },
        { name: 'three', pods: 2, min: 0, podPriority: 7 },
      ),
    );
    expect(namesIn(sparesOf(draft, workload))).toEqual(['0.1', '2.1', '2.0']);
  });

  it('are fewer by those who have gone in this plan', () => {
    const { draft, workload } = gang(4, { minPods: 2 });
    markOut(draft, unitOf(workload, [seatIn(workload, 3)], false), true);
    expect(namesIn(sparesOf(draft, workload))).toEqual(['0.2']);
    expect(namesIn(sparesAt(draft, workload, workload.bound))).toEqual(['0.2']);
    markOut(draft, unitOf(workload, [seatIn(workload, 2)], false), true);
    expect(sparesOf(draft, workload)).toEqual([]);
    expect(sparesAt(draft, workload, workload.bound)).toEqual([]);
  });

  it('are not made up for by pods that are only promised a place', () => {
    const { pool, workload } = gang(2, { pods: 4, minPods: 2 });
    const place = { subGroup: 'workers', pod: 2, nodeId: 'a', devices: [8], gpuMilli: 1000 };
    nominate(pool.snapshot, 'gang', { attempt: 1, pods: [place] });
    const draft = draftIn(pool);
    expect(sparesOf(draft, workload)).toEqual([]);
    expect(sparesAt(draft, workload, workload.bound)).toEqual([]);
  });
});

describe('pods that can be spared in some places', () => {
  it('are those that stand there, though others of the gang would have gone first', () => {
    const { draft, workload } = gang(4, { minPods: 2 });
    expect(namesIn(sparesAt(draft, workload, workload.bound.slice(0, 1)))).toEqual(['0.0']);
    expect(namesIn(sparesAt(draft, workload, workload.bound.slice(0, 3)))).toEqual(['0.2', '0.1']);
  });

  it('are of the lowest priority that any pod of their set still has', () => {
    const twoRanks: Running = {
      subGroups: [
        { name: 'low', pods: 2, podPriority: 1, podSet: 'set', request },
        { name: 'high', pods: 2, podPriority: 2, podSet: 'set', request },
        { name: 'other', pods: 2, podPriority: 9, request },
      ],
      gang: {
        podSets: [
          { name: 'set', minPods: 1 },
          { name: 'other', minPods: 1 },
        ],
        groups: [],
      },
    };
    const { draft, workload } = gang(6, twoRanks);
    expect(namesIn(sparesAt(draft, workload, workload.bound))).toEqual(['0.1', '0.0', '2.1']);
    expect(namesIn(sparesAt(draft, workload, workload.bound.slice(2)))).toEqual(['2.1']);
    markOut(draft, unitOf(workload, workload.bound.slice(0, 2), false), true);
    expect(namesIn(sparesAt(draft, workload, workload.bound.slice(2, 4)))).toEqual(['1.1']);
  });
});
