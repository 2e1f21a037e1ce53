import { describe, expect, it } from 'vitest';
import { markNode, removeNode } from '../../../../domain/allocation/index.ts';
import { wakeAt } from '../../../../domain/allocation/plan/draft.ts';
import {
  candidatesOf,
  couldHold,
  fieldOf,
  type Hunt,
  needOf,
} from '../../../../domain/allocation/search/field.ts';
import { markOut, unitOf } from '../../../../domain/allocation/search/units.ts';
import { touch } from '../../../../domain/allocation/state/occupancy.ts';
import type { Workload } from '../../../../domain/allocation/state/snapshot.ts';
import type { JobWish } from '../../../../src/testing/try-pool.ts';
import { type Pool, poolUnder } from '../pool.ts';
import {
  draftIn,
  huntIn,
  jobIn,
  lawless,
  noMemory,
  partIn,
  queueIn,
  type Running,
  runs,
  seatIn,
  slotIn,
} from './hunt-of.ts';

const idsOf = (workloads: readonly Workload[]): readonly string[] => workloads.map(({ id }) => id);

/** Two nodes of four cards and two queues, with the jobs that run there. */
const pair = (jobs: Readonly<Record<string, Running>>): Pool => {
  const pool = poolUnder();
  for (const id of ['a', 'b']) pool.node(id, 4);
  for (const id of ['q', 'r', 's']) pool.queue(id, { quota: -1 });
  for (const [where, wish] of Object.entries(jobs)) runs(pool, where, wish);
  return pool;
};

describe('candidates', () => {
  const five = () =>
    pair({
      'one: a#0': {},
      'two: a#1': {},
      'other: b#0': { queue: 'r' },
      'firm: b#1': { isPreemptible: false },
      'elastic: b#2': { pods: 2, minPods: 1 },
    });

  it('are all of these queues of whom something may go, whom the law names and nobody decided about', () => {
    const pool = five();
    pool.job('asks');
    const draft = draftIn(pool);
    const hunt = huntIn(pool, draft, 'asks');
    const [q, r] = [queueIn(pool, 'q'), queueIn(pool, 'r')];
    expect(idsOf(candidatesOf(hunt, [q, r]))).toEqual(['one', 'two', 'elastic', 'other']);
    expect(idsOf(candidatesOf(hunt, [q]))).toEqual(['one', 'two', 'elastic']);
    jobIn(pool, 'one').decidedIn = draft.number;
    const law = {
      ...lawless,
      isCandidate: (_d: unknown, _s: unknown, { id }: Workload) => id !== 'two',
    };
    expect(idsOf(candidatesOf({ ...hunt, law }, [q, r]))).toEqual(['elastic', 'other']);
  });

  it('are never who asks, and of one who grows nothing is remembered', () => {
    const pool = pair({ 'grows: a#0': { pods: 2, minPods: 1 }, 'one: a#1': {} });
    const draft = draftIn(pool);
    const memory = noMemory();
    expect(jobIn(pool, 'grows').boundAt).toBe(0);
    const hunt = { ...huntIn(pool, draft, 'grows'), memory };
    expect(idsOf(candidatesOf(hunt, [queueIn(pool, 'q')]))).toEqual(['one']);
    expect(memory.candidates).toBeUndefined();
  });

  describe('remembered', () => {
    /** A search for a job of `q`, and one like it that knows the same. */
    const twice = () => {
      const pool = five();
      for (const id of ['asks', 'more']) pool.job(id);
      pool.job('theirs', { queue: 'r' });
      pool.job('urgent', { priority: 60 });
      const draft = draftIn(pool);
      const memory = noMemory();
      const grounds = [queueIn(pool, 'q'), queueIn(pool, 'r')];
      const hunt = (id: string): Hunt => ({ ...huntIn(pool, draft, id), memory });
      return { pool, draft, memory, grounds, hunt, first: candidatesOf(hunt('asks'), grounds) };
    };

    it('are those of a queue and a priority in these very queues', () => {
      const { pool, grounds, hunt, first } = twice();
      expect(candidatesOf(hunt('more'), grounds)).toBe(first);
      expect(candidatesOf(hunt('more'), [...grounds])).toBe(first);
      const reversed = candidatesOf(hunt('more'), grounds.toReversed());
      expect(idsOf(reversed)).toEqual(['other', 'one', 'two', 'elastic']);
      expect(idsOf(candidatesOf(hunt('more'), [queueIn(pool, 'r')]))).toEqual(['other']);
      const another = [queueIn(pool, 'r'), queueIn(pool, 's')];
      candidatesOf(hunt('more'), grounds.toReversed());
      expect(idsOf(candidatesOf(hunt('more'), another))).toEqual(['other']);
      expect(idsOf(candidatesOf(hunt('more'), grounds.toReversed()))).toHaveLength(4);
    });

    it('are not those of another queue, of another priority, or at other figures', () => {
      for (const id of ['theirs', 'urgent']) {
        const { grounds, hunt, first } = twice();
        expect(candidatesOf(hunt(id), grounds)).not.toBe(first);
      }
      const { pool, grounds, hunt, first } = twice();
      touch(pool.snapshot.nodes, 0);
      expect(candidatesOf(hunt('more'), grounds)).not.toBe(first);
    });

    it('come with the time when somebody else could go as well', () => {
      const { draft, memory, grounds, hunt } = twice();
      memory.candidates = undefined;
      const law = {
        ...lawless,
        isCandidate: (_d: unknown, _s: unknown, { id }: Workload) => {
          if (id === 'two') wakeAt(draft, 12_000);
          return id !== 'two';
        },
      };
      draft.wakeAtMs = 11_000;
      candidatesOf({ ...hunt('asks'), law }, grounds);
      expect(draft.wakeAtMs).toBe(11_000);
      draft.wakeAtMs = 13_000;
      expect(candidatesOf({ ...hunt('more'), law }, grounds)).toHaveLength(3);
      expect(draft.wakeAtMs).toBe(12_000);
    });
  });
});

describe('the field', () => {
  const fieldFor = (pool: Pool, wish: JobWish, slots?: readonly string[]) => {
    pool.job('asks', wish);
    const hunt = huntIn(pool, draftIn(pool), 'asks');
    const victims = candidatesOf(hunt, [queueIn(pool, 'q')]);
    const within = slots && { slots: new Set(slots.map((id) => slotIn(pool, id))) };
    const field = fieldOf({ ...hunt, ...within }, victims);
    const at = (id: string) => field?.bySlot[slotIn(pool, id)]?.map(({ victim }) => victim.id);
    return { hunt, victims, field, at };
  };
  const jobs = {
    'one: a#0': {},
    'wide: a#1,2 b#0,1': { gpus: 2 },
    'firm: b#2,3': { gpus: 2, isPreemptible: false },
  };

  it('holds the pods of the candidates node by node, on those nodes that could be of use', () => {
    const two = fieldFor(pair(jobs), { gpus: 2 });
    expect([two.at('a'), two.at('b')]).toEqual([['one', 'wide'], ['wide']]);
    expect(idsOf(two.field?.victims ?? [])).toEqual(['one', 'wide']);
    const four = fieldFor(pair(jobs), { gpus: 4 });
    expect([four.at('a'), four.at('b')]).toEqual([['one', 'wide'], undefined]);
    const within = fieldFor(pair(jobs), { gpus: 2 }, ['b']);
    expect([within.at('a'), within.at('b')]).toEqual([undefined, ['wide']]);
  });

  it('is of use to the smallest part of an ask', () => {
    const request = { gpuMilli: 1000, cpuMilli: 1, memoryBytes: 1 };
    const part = (gpuDevices: number) => ({
      name: `of-${gpuDevices}`,
      pods: 1,
      request: { ...request, gpuDevices },
    });
    const { at } = fieldFor(pair(jobs), { subGroups: [part(3), part(1)] });
    expect([at('a'), at('b')]).toEqual([['one', 'wide'], ['wide']]);
  });

  it('is none where cards would not do even if all went, to the last pod', () => {
    expect(fieldFor(pair(jobs), { gpus: 2, pods: 3 }).field).toBeDefined();
    expect(fieldFor(pair(jobs), { gpus: 2, pods: 4 }).field).toBeUndefined();
    expect(fieldFor(pair(jobs), { gpus: 3, pods: 2 }).field).toBeUndefined();
    const closed = pair(jobs);
    markNode(closed.snapshot, 'b', { isCordoned: true });
    expect(fieldFor(closed, { gpus: 2, pods: 2 }).field).toBeDefined();
    const none = pair(jobs);
    markNode(none.snapshot, 'b', { isCordoned: true });
    expect(fieldFor(none, { gpus: 2, pods: 3 }).field).toBeUndefined();
  });

  it('asks for no cards where nobody wants any, and knows of no pods on nodes that are gone', () => {
    const pool = poolUnder();
    for (const id of ['bare', 'gone']) pool.node(id, 0);
    pool.queue('q', { quota: -1 });
    runs(pool, 'here: bare', { gpus: 0 });
    runs(pool, 'there: gone', { gpus: 0 });
    removeNode(pool.snapshot, 'gone');
    const { field, at } = fieldFor(pool, { gpus: 0, pods: 3 });
    expect(at('bare')).toEqual(['here']);
    expect(Object.entries(field?.bySlot ?? []).filter(([, there]) => there).length).toBe(1);
  });

  it('leaves out pods that have gone in this plan', () => {
    const pool = pair({ 'elastic: a#0 a#1': { minPods: 1 } });
    const { hunt, victims } = fieldFor(pool, {});
    const elastic = jobIn(pool, 'elastic');
    markOut(hunt.draft, unitOf(elastic, [seatIn(elastic, 1)], false), true);
    const there = fieldOf(hunt, victims)?.bySlot[slotIn(pool, 'a')];
    expect(there?.map(({ seat }) => seat.pod)).toEqual([0]);
  });

  it('is reckoned once for the candidates that are remembered, at their figures', () => {
    const pool = pair(jobs);
    pool.job('asks', { gpus: 2 });
    const memory = noMemory();
    const hunt = { ...huntIn(pool, draftIn(pool), 'asks'), memory };
    const victims = candidatesOf(hunt, [queueIn(pool, 'q')]);
    expect(fieldOf(hunt, victims)).toBeDefined();
    const freed = memory.candidates?.freed;
    expect(freed?.[slotIn(pool, 'a')]).toBe(4000);
    fieldOf(hunt, victims);
    expect(memory.candidates?.freed).toBe(freed);
    freed?.fill(0);
    expect(fieldOf(hunt, victims)).toBeUndefined();
    expect(fieldOf(hunt, [...victims])).toBeDefined();
    touch(pool.snapshot.nodes, 0);
    expect(fieldOf(hunt, victims)).toBeDefined();
  });
});

describe('whether a node could hold one more pod', () => {
  /** A node of four cards, three cores and three GiB that a job has two cards, two cores and two GiB of. */
  const tight = () => {
    const gib = 2 ** 30;
    const pool = poolUnder();
    pool.node('a', 4, { cpuMilli: 3000, memoryBytes: 3 * gib });
    pool.queue('q', { quota: -1 });
    runs(pool, 'one: a#0', { cpuMilli: 1000 });
    runs(pool, 'two: a#1', { cpuMilli: 1000 });
    const wish = (gpuDevices: number, cpuMilli: number, memoryGib: number): JobWish => ({
      subGroups: [
        {
          name: 'w',
          pods: 1,
          request: { gpuDevices, gpuMilli: 1000, cpuMilli, memoryBytes: memoryGib * gib },
        },
      ],
    });
    return (gpus: number, cpuMilli: number, memoryGib: number, ...gone: readonly string[]) => {
      const id = `asks-${gpus}-${cpuMilli}-${memoryGib}-${gone.length}`;
      pool.job(id, wish(gpus, cpuMilli, memoryGib));
      const { kind } = partIn(jobIn(pool, id).shape);
      const occupants = gone.map((name) => {
        const victim = jobIn(pool, name);
        return { victim, seat: seatIn(victim) };
      });
      return couldHold(pool.snapshot.nodes, kind, { slot: slotIn(pool, 'a'), occupants });
    };
  };

  it('goes by cards, cores and memory, with what its occupants leave', () => {
    const holds = tight();
    expect([holds(2, 1000, 1), holds(3, 1000, 1), holds(2, 1001, 1), holds(2, 1000, 2)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    const all = ['one', 'two'] as const;
    expect([holds(4, 3000, 3, ...all), holds(5, 1, 1, ...all)]).toEqual([true, false]);
    expect([holds(4, 3001, 3, ...all), holds(4, 3000, 4, ...all)]).toEqual([false, false]);
    expect([holds(3, 2000, 2, 'one'), holds(4, 2000, 2, 'one')]).toEqual([true, false]);
  });

  it('is no where nobody is let onto the node', () => {
    const pool = pair({ 'one: a#0': {} });
    pool.job('asks');
    markNode(pool.snapshot, 'a', { isCordoned: true });
    const { kind } = partIn(jobIn(pool, 'asks').shape);
    const { nodes } = pool.snapshot;
    expect(couldHold(nodes, kind, { slot: slotIn(pool, 'a'), occupants: [] })).toBe(false);
    expect(couldHold(nodes, kind, { slot: slotIn(pool, 'b'), occupants: [] })).toBe(true);
    expect(needOf(kind)).toBe(1000);
  });
});
