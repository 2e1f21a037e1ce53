import { describe, expect, it } from 'vitest';
import { addPending, type Policy } from '../../../../domain/allocation/index.ts';
import { poolUnder } from '../pool.ts';

const reclaiming = (rules: Partial<Policy> = {}) =>
  poolUnder({ actions: ['allocate', 'reclaim'], isMovedKept: false, ...rules });

describe('reclaim › from whom', () => {
  it('takes from a queue that holds more than it may, down to its share and no further', () => {
    const pool = reclaiming();
    pool.node('a', 4);
    pool.queue('theirs');
    pool.queue('q');
    for (const at of [0, 1, 2, 3]) pool.job(`runs-${at}`, { queue: 'theirs' });
    pool.act();
    for (const at of [0, 1, 2]) pool.job(`waits-${at}`);
    // Two each are fair: a third of ours would lift us above our share.
    expect(pool.act().evicted).toEqual([
      'runs-3 for waits-0 (reclaim)',
      'runs-2 for waits-1 (reclaim)',
    ]);
  });

  /** One job holds all cards, which its queue has no right to, and most cores. */
  const crowded = () => {
    const pool = reclaiming();
    pool.node('a', 4, { cpuMilli: 1000 });
    pool.queue('theirs');
    pool.queue('q');
    pool.job('cards', { queue: 'theirs', gpus: 4, cpuMilli: 900 });
    pool.act();
    return pool;
  };

  it('takes cores back from who has too many cards, as the peer does', () => {
    const pool = crowded();
    pool.job('cores', { gpus: 0, cpuMilli: 200 });
    expect(pool.look().evicted).toEqual(['cards for cores (reclaim)']);
  });

  it('goes by what is asked for alone when who asks has been sent away before (S11)', () => {
    const pool = crowded();
    pool.job('cores', { gpus: 0, cpuMilli: 200 });
    addPending(pool.snapshot, 'cores', { queueId: 'q', attempt: 2 });
    expect(pool.look().evicted).toEqual([]);
    pool.job('card', { gpus: 1, cpuMilli: 50 });
    expect(pool.look().evicted).toEqual(['cards for card (reclaim)']);
  });

  it('takes from within the share of who is above quota for somebody who stays within its own', () => {
    /** Of either pair of cards one is free: pods of two cards have no room, though nobody is above its share. */
    const split = (ourQuota: number, theirQuota: number) => {
      const pool = reclaiming({ gpuPlacement: 'spread' });
      pool.node('a', 2);
      pool.node('b', 2);
      pool.queue('theirs', { quota: theirQuota });
      pool.queue('q', { quota: ourQuota });
      for (const at of [0, 1]) pool.job(`runs-${at}`, { queue: 'theirs' });
      pool.act();
      pool.job('pair', { gpus: 2 });
      return pool.look().evicted;
    };
    expect(split(2, 1)).toEqual(['runs-1 for pair (reclaim)']);
    expect(split(2, 2)).toEqual([]);
    expect(split(1, 1)).toEqual([]);
    expect(split(-1, 1)).toEqual(['runs-1 for pair (reclaim)']);
    expect(split(2, -1)).toEqual([]);
  });

  it('leaves those alone whose department would be brought as low as ours is lifted', () => {
    /** Both departments are owed five of ten cards; ours would have six, and theirs has six. */
    const departments = (saturationMilli: number) => {
      const pool = reclaiming({ saturationMilli });
      pool.node('a', 10);
      pool.queue('ours');
      pool.queue('theirs');
      pool.queue('q', { parent: 'ours' });
      pool.queue('sibling', { parent: 'ours' });
      pool.queue('far', { parent: 'theirs' });
      for (const at of [0, 1]) pool.job(`near-${at}`, { queue: 'sibling', gpus: 2, priority: 60 });
      for (const at of [0, 1, 2]) pool.job(`far-${at}`, { queue: 'far', gpus: 2 });
      pool.act();
      pool.job('waits', { gpus: 2 });
      return pool.look().evicted;
    };
    expect(departments(1000)).toEqual(['near-1 for waits (reclaim)']);
    // Held over share, 6/5, counts for half only: that is less than the 4/5 that theirs would be left with.
    expect(departments(500)).toEqual(['far-2 for waits (reclaim)']);
  });

  it('does not let two queues that are promised nothing take from each other', () => {
    const pool = reclaiming();
    pool.node('a', 1);
    pool.queue('theirs', { weight: 0 });
    pool.queue('q', { weight: 0 });
    pool.job('runs', { queue: 'theirs' });
    pool.act();
    pool.job('waits');
    expect(pool.look().evicted).toEqual([]);
  });

  it('takes nothing that is not preemptible, nor the minimum of what is so in part', () => {
    const pool = reclaiming();
    pool.node('a', 4);
    pool.queue('theirs', { quota: 4 });
    pool.queue('q');
    pool.job('firm', { queue: 'theirs', isPreemptible: false });
    pool.job('semi', {
      queue: 'theirs',
      pods: 3,
      minPods: 2,
      isPreemptible: false,
      isSemiPreemptible: true,
    });
    pool.act();
    pool.queue('theirs', { quota: 0 });
    pool.job('one');
    expect(pool.act().evicted).toEqual(['1 of semi for one (reclaim)']);
    pool.job('two');
    expect(pool.act().evicted).toEqual([]);
  });
});

describe('reclaim › by moving', () => {
  /** Of either pair of cards one is free: somebody who asks for a pair has room once one of both has moved. */
  const halves = (theirs: string) => {
    const pool = poolUnder({ actions: ['allocate', 'reclaim'], gpuPlacement: 'spread' });
    for (const id of ['a', 'b']) pool.node(id, 2);
    pool.queue('q', { quota: 2 });
    pool.queue('other', { quota: 2 });
    for (const at of [0, 1]) pool.job(`runs-${at}`, { queue: theirs });
    pool.act();
    pool.job('pair', { gpus: 2 });
    return pool.look().evicted;
  };

  it('asks those of other queues to move, whatever their share, and none of its own', () => {
    expect(halves('other')).toEqual(['runs-1 for pair (reclaim) → a#1']);
    expect(halves('q')).toEqual([]);
  });
});

describe('reclaim › with whose time', () => {
  /** `theirs` below `top` borrows all; `q` asks for its share after so many ms. */
  const lent = (
    rules: Partial<Policy>,
    terms: { readonly top?: number; readonly theirs?: number },
  ) => {
    const pool = reclaiming(rules);
    const minRun = (reclaimMinRunMs: number | undefined) =>
      reclaimMinRunMs === undefined ? {} : { terms: { reclaimMinRunMs } };
    pool.node('a', 2);
    pool.queue('top', minRun(terms.top));
    pool.queue('theirs', { parent: 'top', ...minRun(terms.theirs) });
    pool.queue('q', { quota: 1 });
    for (const at of [0, 1]) pool.job(`runs-${at}`, { queue: 'theirs' });
    pool.act(1000);
    pool.job('owed', { atMs: 1000 });
    return (nowMs: number) => pool.look(nowMs).evicted.length;
  };
  const minRun = { preemptMs: 0, reclaimMs: 500, method: 'lca' } as const;

  it('waits for the policy’s time where no queue says another, to the millisecond', () => {
    const victims = lent({ minRun }, {});
    expect([victims(1499), victims(1500)]).toEqual([0, 1]);
  });

  it('asks the queue where both part, and those above it', () => {
    const victims = lent({ minRun }, { top: 100, theirs: 900 });
    expect([victims(1099), victims(1100)]).toEqual([0, 1]);
  });

  it('asks the queue of the victim first where the policy says so', () => {
    const own = { minRun: { ...minRun, method: 'queue' } } as const;
    const victims = lent(own, { top: 100, theirs: 900 });
    expect([victims(1899), victims(1900)]).toEqual([0, 1]);
    const above = lent(own, { top: 100 });
    expect([above(1099), above(1100)]).toEqual([0, 1]);
  });

  it('takes a time of nothing for said', () => {
    expect(lent({ minRun }, { top: 0 })(1000)).toBe(1);
  });
});
