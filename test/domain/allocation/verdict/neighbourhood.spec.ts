import { describe, expect, it } from 'vitest';
import type { Affinity, PodTerm } from '../../../../domain/foundation/shapes.ts';
import type { Verdict } from '../../../../domain/foundation/verdict.ts';
import { placedIn, poolUnder } from '../pool.ts';

const request = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 0, memoryBytes: 0 };
const red = { app: 'red' };
const near = (topologyKey: string, labels = red): PodTerm => ({ labels, topologyKey });

/** Pods of an app that say this of their neighbours. */
const pods = (count: number, app: string, affinity: Affinity = {}) => ({
  subGroups: [{ name: 'w', pods: count, request, podLabels: { app }, affinity }],
});

type Pool = ReturnType<typeof poolUnder>;

/** Two racks of two nodes, and a queue with a limit that is never reached unless said. */
const racks = (limit = -1): Pool => {
  const pool = poolUnder({ actions: ['allocate'] });
  for (const [at, host] of ['a', 'b', 'c', 'd'].entries())
    pool.node(host, 2, { labels: { host, rack: at < 2 ? 'left' : 'right' } });
  pool.queue('q', { limit });
  return pool;
};

const told = (pool: Pool, id: string): Verdict | undefined =>
  pool.look(0).plan.verdicts.find(({ workloadId }) => workloadId === id)?.verdict;

const refused = (refusals: readonly { readonly reason: string; readonly nodes: number }[]) => ({
  _tag: 'NoMatchingNode',
  nodes: 4,
  refusedBySelector: 0,
  refusedByTaint: 0,
  refusals,
});

describe('verdicts › neighbours', () => {
  it('counts the nodes that are near somebody whom a pod must not be near, until one joins that is far from him', () => {
    const pool = racks();
    for (const host of ['a', 'c'])
      pool.job(`red-${host}`, { ...pods(1, 'red'), nodeSelector: { host: [host] } });
    pool.act();
    pool.job('one', pods(1, 'blue', { podAntiAffinity: [near('rack')] }));
    expect(told(pool, 'one')).toEqual(refused([{ reason: 'affinity', nodes: 4 }]));
    pool.node('e', 2, { labels: { host: 'e', rack: 'own' } });
    expect(placedIn(pool.look(0))).toEqual(['one']);
  });

  it('tells of those who must be near somebody that he is nowhere', () => {
    const pool = racks();
    pool.job('one', pods(3, 'blue', { podAffinity: [near('rack')] }));
    expect(told(pool, 'one')).toEqual(refused([{ reason: 'affinity', nodes: 4 }]));
  });

  it('tells of a gang whose pods must be apart what nodes say to the first that finds none', () => {
    const pool = racks();
    pool.job('three', pods(3, 'red', { podAntiAffinity: [near('rack')] }));
    expect(told(pool, 'three')).toEqual(refused([{ reason: 'affinity', nodes: 4 }]));
  });

  it('tells of those whom others will not have near them, though they say nothing themselves', () => {
    const pool = racks();
    for (const [id, rack] of [
      ['left', 'left'],
      ['right', 'right'],
    ] as const)
      pool.job(id, {
        ...pods(1, 'lonely', { podAntiAffinity: [near('rack')] }),
        nodeSelector: { rack: [rack] },
      });
    pool.act();
    pool.job('one', pods(1, 'red'));
    expect(told(pool, 'one')).toEqual(refused([{ reason: 'affinity', nodes: 4 }]));
    pool.job('other', pods(1, 'green'));
    expect(placedIn(pool.look(0))).toEqual(['other']);
  });

  it('sets full nodes apart from those that are near the wrong pods', () => {
    const pool = racks();
    pool.job('full', { ...pods(2, 'green'), nodeSelector: { host: ['a'] } });
    for (const host of ['b', 'c', 'd'])
      pool.job(`red-${host}`, { ...pods(1, 'red'), nodeSelector: { host: [host] } });
    pool.act();
    pool.job('one', pods(1, 'blue', { podAntiAffinity: [near('host')] }));
    expect(told(pool, 'one')).toEqual(
      refused([
        { reason: 'affinity', nodes: 3 },
        { reason: 'no-room', nodes: 1 },
      ]),
    );
  });

  it('tells of too little room where there would be none without neighbours either, and of a limit first', () => {
    const pool = racks(4);
    pool.job('full', pods(4, 'red'));
    pool.act();
    pool.job('one', pods(1, 'blue', { podAffinity: [near('rack', { app: 'nobody' })] }));
    expect(told(pool, 'one')?._tag).toBe('OverLimit');
    const open = racks();
    open.job('full', pods(8, 'red'));
    open.act();
    open.job('one', pods(1, 'blue', { podAntiAffinity: [near('rack')] }));
    expect(told(open, 'one')?._tag).toBe('InsufficientCapacity');
  });
});
