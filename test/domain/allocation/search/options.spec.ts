import { describe, expect, it } from 'vitest';
import { candidatesOf, fieldOf } from '../../../../domain/allocation/search/field.ts';
import type { Law } from '../../../../domain/allocation/search/laws.ts';
import {
  compareOptions,
  type Option,
  optionAt,
} from '../../../../domain/allocation/search/options.ts';
import { unitOf } from '../../../../domain/allocation/search/units.ts';
import type { JobWish } from '../../../../src/testing/try-pool.ts';
import type { Pool } from '../pool.ts';
import {
  draftIn,
  poolWith,
  huntIn,
  jobIn,
  lawless,
  partIn,
  queueIn,
  seatIn,
  slotIn,
  unitIn,
} from './hunt-of.ts';

/** The option of the node for an ask. */
const optionFor = (pool: Pool, wish: JobWish, law: Law = lawless): Option | undefined => {
  pool.job('asks', wish);
  const hunt = { ...huntIn(pool, draftIn(pool), 'asks'), law };
  const field = fieldOf(hunt, candidatesOf(hunt, [queueIn(pool, 'q')]));
  const part = partIn(hunt.seeker.shape);
  return field && optionAt(hunt, { part, slot: slotIn(pool, 'a'), field });
};

const namesOf = (option: Option | undefined): readonly string[] | undefined =>
  option?.victims
    .map(({ workload, seats, isWhole }) => `${isWhole ? '' : `${seats.length} of `}${workload.id}`)
    .toSorted();

describe('options', () => {
  it('are compared by gangs, priority, loss, victims, cards, age, the pod, then the node', () => {
    const pool = poolWith({ a: 4 }, { 'gang: a#0 a#1': { minPods: 1 }, 'one: a#2': {} });
    const draft = draftIn(pool);
    const gang = jobIn(pool, 'gang');
    const pod = (at: number) => unitOf(gang, [seatIn(gang, at)], false);
    const one = unitIn(pool, draft, 'one');
    const usual: Option = {
      slot: 0,
      rank: 1,
      victims: [one],
      gangs: 1,
      priority: 50,
      loss: 7,
      lossMilli: 1000,
      oldest: 5,
    };
    const better: readonly Option[] = [
      { ...usual, gangs: 0, priority: 60 },
      { ...usual, priority: 49, loss: 8 },
      { ...usual, loss: 6, victims: [one, one] },
      { ...usual, victims: [], lossMilli: 2000 },
      { ...usual, lossMilli: 999, oldest: 1 },
      { ...usual, oldest: 6, rank: 2 },
      { ...usual, rank: 0 },
    ];
    for (const option of better) {
      expect(compareOptions(option, usual)).toBeLessThan(0);
      expect(compareOptions(usual, option)).toBeGreaterThan(0);
    }
    const [first, last] = [
      { ...usual, victims: [pod(0)], rank: 0 },
      { ...usual, victims: [pod(1)], rank: 2 },
    ];
    expect(compareOptions(last, first)).toBeLessThan(0);
    expect(compareOptions({ ...last, victims: [] }, { ...first, victims: [] })).toBeGreaterThan(0);
    expect(compareOptions(last, { ...usual, rank: 3 })).toBeLessThan(0);
  });

  it('say what their victims come to', () => {
    const pool = poolWith(
      { a: 4 },
      {
        'old: a#0,1': { gpus: 2, priority: 60, sinceMs: 6_000 },
        'new: a#2,3': { gpus: 2, sinceMs: 8_000 },
      },
    );
    expect(optionFor(pool, { gpus: 4 })).toMatchObject({
      slot: slotIn(pool, 'a'),
      rank: 0,
      gangs: 2,
      priority: 60,
      loss: 2000 * 4 + 2000 * 2,
      lossMilli: 4000,
      oldest: jobIn(pool, 'old').age,
    });
    const spare = poolWith({ a: 2 }, { 'elastic: a#0 a#1': { minPods: 1, sinceMs: 8_000 } });
    expect(optionFor(spare, {})).toMatchObject({ gangs: 0, loss: 2000, lossMilli: 1000 });
  });

  it('are the cheapest that make room alone', () => {
    const jobs = { 'x: a#0': { priority: 60 }, 'y: a#1': {}, 'z: a#2,3': { gpus: 2 } };
    expect(namesOf(optionFor(poolWith({ a: 4 }, jobs), {}))).toEqual(['y']);
    expect(namesOf(optionFor(poolWith({ a: 4 }, jobs), { gpus: 2 }))).toEqual(['z']);
    expect(namesOf(optionFor(poolWith({ a: 5 }, jobs), { gpus: 2 }))).toEqual(['y']);
    expect(namesOf(optionFor(poolWith({ a: 4 }, jobs), { pods: 4 }))).toEqual(['y']);
  });

  it('are several together where nobody makes room alone, and nobody who is not needed', () => {
    const jobs = { 'x: a#0': {}, 'y: a#1': { priority: 40 }, 'z: a#2,3': { gpus: 2 } };
    expect(namesOf(optionFor(poolWith({ a: 4 }, jobs), { gpus: 3 }))).toEqual(['y', 'z']);
    expect(namesOf(optionFor(poolWith({ a: 4 }, jobs), { gpus: 4 }))).toEqual(['x', 'y', 'z']);
    const cheap = {
      'large: a#0,1': { gpus: 2, priority: 80 },
      'p: a#2': { priority: 10 },
      'q: a#3': { priority: 20 },
      'r: a#4': { priority: 30 },
    };
    expect(namesOf(optionFor(poolWith({ a: 5 }, cheap), { gpus: 3 }))).toEqual(['large', 'p']);
  });

  it('are pods that can be spared, together, before a gang that would do alone', () => {
    const jobs = { 'elastic: a#0 a#1 a#2': { minPods: 1 }, 'wide: a#3,4': { gpus: 2 } };
    const spared = optionFor(poolWith({ a: 5 }, jobs), { gpus: 2 });
    expect(namesOf(spared)).toEqual(['1 of elastic', '1 of elastic']);
    expect(namesOf(optionFor(poolWith({ a: 5 }, jobs), { gpus: 3 }))).toEqual(['elastic']);
    const few = { 'elastic: a#0 a#1': { minPods: 1 }, 'wide: a#2,3': { gpus: 2 } };
    expect(namesOf(optionFor(poolWith({ a: 4 }, few), { gpus: 2 }))).toEqual(['wide']);
    expect(namesOf(optionFor(poolWith({ a: 4 }, few), { gpus: 3 }))).toEqual([
      '1 of elastic',
      'wide',
    ]);
    expect(namesOf(optionFor(poolWith({ a: 4 }, few), { gpus: 4 }))).toEqual(['elastic', 'wide']);
  });

  it('are nobody whom the law protects, be it after others have gone', () => {
    const jobs = { 'x: a#0': {}, 'y: a#1': {}, 'z: a#2': { priority: 90 } };
    const only = (...ids: readonly string[]): Law => ({
      ...lawless,
      mayTake: (_draft, _seeker, { workload }) => ids.includes(workload.id),
    });
    expect(namesOf(optionFor(poolWith({ a: 3 }, jobs), {}, only('z')))).toEqual(['z']);
    expect(namesOf(optionFor(poolWith({ a: 3 }, jobs), { gpus: 2 }, only('x', 'z')))).toEqual([
      'x',
      'z',
    ]);
    expect(optionFor(poolWith({ a: 3 }, jobs), { gpus: 2 }, only('z'))).toBeUndefined();
    const pool = poolWith({ a: 3 }, jobs);
    const queue = queueIn(pool, 'q');
    // One card is all that may be taken from the queue.
    const law = { ...lawless, mayTake: () => queue.allocated.gpuMilli >= 3000 };
    expect(optionFor(pool, { gpus: 2 }, law)).toBeUndefined();
  });

  it('are none where nobody who may go is left, where too little is, and where the node takes no such pods', () => {
    const pool = poolWith({ a: 2 }, { 'x: a#0': {}, 'y: a#1': {} });
    pool.job('asks');
    pool.job('picky', { nodeSelector: { zone: ['x'] } });
    pool.job('large', { cpuMilli: 64_001 });
    const draft = draftIn(pool);
    const slot = slotIn(pool, 'a');
    const at = (id: string) => {
      const hunt = huntIn(pool, draft, id);
      const field = fieldOf(hunt, [jobIn(pool, 'x'), jobIn(pool, 'y')]);
      return field && optionAt(hunt, { part: partIn(hunt.seeker.shape), slot, field });
    };
    expect(namesOf(at('asks'))).toEqual(['y']);
    expect([at('picky'), at('large')]).toEqual([undefined, undefined]);
    const hunt = huntIn(pool, draft, 'asks');
    const part = partIn(hunt.seeker.shape);
    expect(optionAt(hunt, { part, slot, field: { bySlot: [] } })).toBeUndefined();
    jobIn(pool, 'y').decidedIn = draft.number;
    expect(namesOf(at('asks'))).toEqual(['x']);
    jobIn(pool, 'x').decidedIn = draft.number;
    expect(at('asks')).toBeUndefined();
  });
});
