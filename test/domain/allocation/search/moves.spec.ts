import { describe, expect, it } from 'vitest';
import {
  bind,
  defaultPolicy,
  leave,
  nominate,
  type Policy,
} from '../../../../domain/allocation/index.ts';
import type { JobWish } from '../../../../src/testing/try-pool.ts';
import { poolUnder } from '../pool.ts';

const { bounds } = defaultPolicy;

/** Nodes of two cards, with a job of one card on each. */
const scattered = (rules: Partial<Policy>, jobs: readonly (readonly [string, JobWish])[]) => {
  const pool = poolUnder({ actions: ['allocate', 'consolidate'], ...rules });
  pool.queue('q', { quota: -1 });
  for (const [id, wish] of jobs) {
    const nodeId = `node-of-${id}`;
    pool.node(nodeId, 2);
    pool.job(id, wish);
    const pods = [{ subGroup: 'workers', pod: 0, nodeId, devices: [0], gpuMilli: 1000 }];
    bind(pool.snapshot, id, { attempt: 1, pods });
  }
  return pool;
};

describe('consolidation', () => {
  const two = [
    ['one', {}],
    ['two', {}],
  ] as const;

  it('moves the newest of equally many, and says where it goes on', () => {
    const pool = scattered({}, two);
    pool.job('pair', { gpus: 2 });
    expect(pool.look().evicted).toEqual(['two for pair (consolidate) → node-of-one#1']);
  });

  it('is off where cards or cores are spread, and where nobody may be moved', () => {
    for (const rules of [
      { gpuPlacement: 'spread' },
      { cpuPlacement: 'spread' },
      { bounds: { ...bounds, consolidationVictimsMax: 0 } },
    ] as const) {
      const pool = scattered(rules, two);
      pool.job('pair', { gpus: 2 });
      expect(pool.look().evicted).toEqual([]);
    }
  });

  it('is for work that may be moved itself, and moves such work only', () => {
    const pool = scattered({}, two);
    pool.queue('q', { quota: 8 });
    pool.job('firm', { gpus: 2, isPreemptible: false });
    expect(pool.look().evicted).toEqual([]);
    const firm = scattered({}, [
      ['one', {}],
      ['two', { isPreemptible: false }],
    ]);
    firm.job('pair', { gpus: 2 });
    expect(firm.look().evicted).toEqual(['one for pair (consolidate) → node-of-two#1']);
  });

  it('moves no more than the policy allows, and as many where it sets no bound', () => {
    const four = Array.from({ length: 4 }, (_, at) => [`job-${at}`, {}] as const);
    const moved = (consolidationVictimsMax: number) => {
      const pool = scattered({ bounds: { ...bounds, consolidationVictimsMax } }, four);
      pool.job('gang', { pods: 2, gpus: 2 });
      return pool.look().evicted.length;
    };
    expect([moved(1), moved(2), moved(-1)]).toEqual([0, 2, 2]);
  });

  it('moves nobody where there is too little room in all, or enough without', () => {
    const pool = scattered({}, two);
    pool.job('three', { gpus: 2, pods: 2 });
    expect(pool.look().evicted).toEqual([]);
    pool.node('spare', 2);
    pool.job('pair', { gpus: 2 });
    const made = pool.look();
    expect([made.evicted, made.placed]).toEqual([[], ['pair: spare#0,1']]);
  });

  it('lifts nobody above a limit by it', () => {
    const pool = scattered({}, two);
    pool.queue('q', { quota: -1, limit: 3 });
    pool.job('pair', { gpus: 2 });
    expect(pool.look().evicted).toEqual([]);
  });

  it('keeps the other place for whoever moves, also where a place elsewhere spares no victim of reclaim', () => {
    const pool = scattered({ isMovedKept: false }, two);
    pool.job('pair', { gpus: 2 });
    const { evicted } = pool.look();
    expect(evicted).toEqual([expect.stringMatching(/ for pair \(consolidate\) → node-of-/)]);
  });

  it('moves no gang that is promised a place, for that would be free for somebody else', () => {
    const promised = (isPromised: boolean) => {
      const pool = poolUnder({ actions: ['allocate', 'consolidate'] });
      pool.queue('q', { quota: -1 });
      for (const id of ['a', 'b']) pool.node(id, 2, { labels: { id } });
      pool.job('grows', { pods: 2, minPods: 1 });
      const at = (nodeId: string, pod = 0, device = 0) => ({
        pods: [{ subGroup: 'workers', pod, nodeId, devices: [device], gpuMilli: 1000 }],
        attempt: 1,
      });
      bind(pool.snapshot, 'grows', at('a'));
      if (isPromised) {
        pool.job('goes');
        bind(pool.snapshot, 'goes', at('a', 0, 1));
        leave(pool.snapshot, 'goes', { returns: false });
        nominate(pool.snapshot, 'grows', at('a', 1, 1));
      } else bind(pool.snapshot, 'grows', at('a', 1, 1));
      pool.job('pinned', { nodeSelector: { id: ['a'] } });
      return pool.look().evicted;
    };
    expect(promised(false)).toEqual(['1 of grows for pinned (consolidate) → b#0']);
    expect(promised(true)).toEqual([]);
  });
});
