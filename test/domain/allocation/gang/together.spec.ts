import { describe, expect, it } from 'vitest';
import { bind, defaultPolicy, leave, release } from '../../../../domain/allocation/index.ts';
import { gathered } from '../../../../domain/allocation/gang/gathering.ts';
import { later, mayFit, seatAsk } from '../../../../domain/allocation/gang/gang.ts';
import type { Confines } from '../../../../domain/allocation/gang/seat-pod.ts';
import type { Journal } from '../../../../domain/allocation/state/journal.ts';
import { rankNodes } from '../../../../domain/allocation/state/ranks.ts';
import type { Part, Snapshot, Workload } from '../../../../domain/allocation/state/snapshot.ts';
import { addClaim } from '../../../../domain/allocation/state/surroundings.ts';
import type { PodRequest, PodTerm } from '../../../../domain/foundation/shapes.ts';
import { kind, offer, planes, poolOf, sit, type Wish } from '../fit/pool-of.ts';
import { type Pool, poolUnder } from '../pool.ts';

const request: PodRequest = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 100, memoryBytes: 1 };
const part = (name: string, pods: number, more: Partial<PodRequest> = {}) => ({
  name,
  pods,
  request: { ...request, ...more },
});

const workloadIn = (pool: Pool, id: string): Workload => {
  const workload = pool.snapshot.workloads.get(id);
  if (workload === undefined) throw new Error(`no ${id}`);
  return workload;
};

describe('pods that must end up together', () => {
  const host = 'kubernetes.io/hostname';
  const near = (...keys: readonly string[]): Wish => {
    const podAffinity = keys.map((topologyKey): PodTerm => ({ labels: { app: 'a' }, topologyKey }));
    return { group: { podLabels: { app: 'a' }, affinity: { podAffinity } } };
  };
  /** Zone 1 has room for one pod and three, zone 2 for two and for two. */
  const pool = (): Snapshot => {
    const snapshot = poolOf(
      offer('a', { cpuMilli: 1000, labels: { zone: '1' } }),
      offer('b', { cpuMilli: 3000, labels: { zone: '1' } }),
      offer('c', { cpuMilli: 2000, labels: { zone: '2' } }),
      offer('d', { cpuMilli: 2000, labels: { zone: '2' } }),
      offer('e', { cpuMilli: 9000 }),
    );
    rankNodes(snapshot.nodes);
    return snapshot;
  };
  const part = (snapshot: Snapshot, wish: Wish, pods: number): Part => ({
    name: 'w',
    kind: kind(snapshot, wish),
    pods,
    at: 0,
  });
  const ids = (snapshot: Snapshot, confines: Confines | undefined): string | undefined =>
    confines?.slots.map((slot) => snapshot.nodes.slots[slot]?.id).join('');

  it('are confined to nodes of one that has room for all of them', () => {
    const snapshot = pool();
    const on = (wish: Wish, pods: number) =>
      ids(snapshot, gathered(snapshot.nodes, part(snapshot, wish, pods), undefined));
    expect(on(near(host), 2)).toBe('bcde');
    expect(on(near(host), 3)).toBe('be');
    expect(on(near(host), 9)).toBe('e');
    expect(on(near(host), 10)).toBe('');
    expect(on(near('zone'), 4)).toBe('abcd');
    expect(on(near('zone'), 5)).toBe('');
    expect(on(near('zone', host), 3)).toBe('b');
    expect(on(near('zone', host), 2)).toBe('bcd');
  });

  it('are confined to those of the nodes that they may use, and keep what ranks them', () => {
    const snapshot = pool();
    const slots = ['c', 'a', 'e'].map((id) => snapshot.nodes.byId.get(id)?.slot ?? -1);
    const rankOf = new Map([[slots[0] ?? 0, 3]]);
    const found = gathered(snapshot.nodes, part(snapshot, near(host), 2), { slots, rankOf });
    expect([ids(snapshot, found), found?.rankOf]).toEqual(['ce', rankOf]);
  });

  it('are left alone where nothing ties them: one of them, plain ones, and those who have begun', () => {
    const snapshot = pool();
    const within = { slots: [0, 1] };
    const on = (wish: Wish, pods: number) =>
      gathered(snapshot.nodes, part(snapshot, wish, pods), within);
    const others: Wish = {
      group: { affinity: { podAffinity: [{ labels: { app: 'b' }, topologyKey: 'zone' }] } },
    };
    const label: Wish = { group: { podLabels: { app: 'x' } } };
    for (const [wish, pods] of [
      [near(host), 1],
      [{}, 3],
      [label, 3],
      [others, 3],
    ] as const)
      expect(on(wish, pods)).toBe(within);
    for (const key of ['zone', host]) {
      sit(snapshot, { kind: kind(snapshot, near(key)), on: 'c', planes: planes.promised });
      expect(on(near(key), 2)).toBe(within);
    }
  });

  it('are tied to one node by a claim, until it is allocated somewhere', () => {
    const snapshot = poolOf(
      offer('a', { cpuMilli: 1000, deviceClasses: { nic: 1 } }),
      offer('b', { cpuMilli: 3000, deviceClasses: { nic: 1 } }),
    );
    rankNodes(snapshot.nodes);
    for (const name of ['one', 'two'])
      addClaim(snapshot, { name, deviceClass: 'nic', count: 0, queueId: '' });
    const both: Wish = { request: { claims: ['one', 'two'] } };
    const on = (wish: Wish) =>
      ids(snapshot, gathered(snapshot.nodes, part(snapshot, wish, 2), undefined));
    expect(on(both)).toBe('b');
    sit(snapshot, { kind: kind(snapshot, { request: { claims: ['one'] } }), on: 'b' });
    expect(on(both)).toBe('b');
    expect(on({ request: { claims: ['one'] } })).toBeUndefined();
  });

  it('find a node for all of them, though the first of them would rather have another', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.queue('q', { quota: -1 });
    pool.node('a', 1);
    pool.node('b', 2);
    pool.job('pair', {
      subGroups: [{ name: 'w', pods: 2, request, ...near(host).group }],
    });
    expect(pool.look().placed).toEqual(['pair: b#0 b#1']);
  });
});

describe('gangs in trees', () => {
  const within = (required: string) => ({ topology: 'site', required });
  const poolOfRacks = (racks: Readonly<Record<string, string>>): Pool => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.topology('site', ['zone', 'rack']);
    pool.queue('q', { quota: -1 });
    for (const [rack, zone] of Object.entries(racks))
      pool.node(rack, 2, { labels: { zone, rack } });
    return pool;
  };

  it('try the next domain where the first has room for each kind of pods, and not for all together', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.topology('site', ['rack']);
    pool.queue('q', { quota: -1 });
    // The pair takes the first node, and only there have the others processors enough.
    pool.node('a', 2, { labels: { rack: '1' }, cpuMilli: 2000 });
    pool.node('b', 2, { labels: { rack: '1' }, cpuMilli: 500 });
    for (const id of ['c', 'd', 'e']) pool.node(id, 2, { labels: { rack: '2' } });
    pool.job('gang', {
      subGroups: [
        part('pair', 1, { gpuDevices: 2, cpuMilli: 0 }),
        part('single', 2, { cpuMilli: 1000 }),
      ],
      gang: {
        podSets: [
          { name: 'pair', minPods: 1 },
          { name: 'single', minPods: 2 },
        ],
        groups: [],
        topology: within('rack'),
      },
    });
    expect(pool.look().placed).toEqual(['gang: c#0,1 d#0 d#1']);
  });

  it('hold each group to where its own pods are, not those of another', () => {
    const pool = poolOfRacks({ r0: 'z', r1: 'z', r2: 'z' });
    const gang = {
      podSets: [
        { name: 'left', minPods: 1, group: 'one' },
        { name: 'right', minPods: 2, group: 'two' },
      ],
      groups: [
        { name: 'one', topology: within('rack') },
        { name: 'two', topology: within('rack') },
      ],
    };
    pool.job('gang', { subGroups: [part('left', 1), part('right', 2)], gang });
    const seat = (subGroup: string, pod: number, nodeId: string) => ({
      subGroup,
      pod,
      nodeId,
      gpuMilli: 1000,
      devices: [pod],
    });
    const pods = [seat('left', 0, 'r0'), seat('right', 0, 'r1'), seat('right', 1, 'r1')];
    bind(pool.snapshot, 'gang', { attempt: 1, pods });
    const gone = pods.slice(1).map(({ subGroup, pod }) => ({ subGroup, pod }));
    leave(pool.snapshot, 'gang', { returns: true, pods: gone });
    release(pool.snapshot, 'gang', gone);
    // Its rack has one card left: as nothing of the group is anywhere, another will do.
    expect(pool.look().placed).toEqual(['gang: r1#0 r1#1']);
    bind(pool.snapshot, 'gang', { attempt: 1, pods: [seat('right', 0, 'r2')] });
    expect(pool.look().placed).toEqual(['gang: r2#1']);
  });
});

describe('asks that found no place', () => {
  const trialOf = (pool: Pool) => {
    rankNodes(pool.snapshot.nodes);
    const journal: Journal = { snapshot: pool.snapshot, entries: [] };
    return { journal, policy: defaultPolicy };
  };
  /** Two nodes that have cards and processors, but not on one and the same. */
  const awkward = (): Pool => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.queue('q', { quota: -1 });
    pool.node('a', 2, { cpuMilli: 2000 });
    pool.node('b', 2, { cpuMilli: 500 });
    pool.job('gang', {
      subGroups: [
        part('pair', 1, { gpuDevices: 2, cpuMilli: 0 }),
        part('single', 2, { cpuMilli: 1000 }),
      ],
    });
    return pool;
  };

  it('are not looked at again while the nodes are as they were, and leave them so', () => {
    const pool = awkward();
    const { snapshot } = pool;
    const workload = workloadIn(pool, 'gang');
    const { shape } = workload;
    const before = structuredClone([snapshot.nodes.wholeNow, snapshot.nodes.version]);
    expect(mayFit(snapshot, shape, defaultPolicy)).toBe(true);
    expect(seatAsk(trialOf(pool), { workload, shape })).toBeUndefined();
    expect([snapshot.nodes.wholeNow, snapshot.nodes.version]).toEqual(before);
    expect(shape.failedAt).toBe(snapshot.nodes.version);
    expect(mayFit(snapshot, shape, defaultPolicy)).toBe(false);
    pool.node('c', 2);
    expect(mayFit(snapshot, shape, defaultPolicy)).toBe(true);
  });

  it('are looked at again if only some nodes were tried', () => {
    const pool = awkward();
    const workload = workloadIn(pool, 'gang');
    const { shape } = workload;
    expect(seatAsk(trialOf(pool), { workload, shape }, { slots: [0] })).toBeUndefined();
    expect(shape.failedAt).toBe(-1);
    expect(mayFit(pool.snapshot, shape, defaultPolicy)).toBe(true);
  });

  it('hold what could start at once for later only, where one of them must wait', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.queue('q', { quota: -1 });
    pool.node('a', 2);
    pool.job('goes');
    pool.act();
    leave(pool.snapshot, 'goes', { returns: false });
    pool.job('gang', { pods: 2 });
    const workload = workloadIn(pool, 'gang');
    const { nodes } = pool.snapshot;
    const seating = seatAsk(trialOf(pool), { workload, shape: workload.shape });
    expect(seating?.isNow).toBe(false);
    expect([nodes.podsNow[0], nodes.podsFuture[0]]).toEqual([109, 108]);
    expect([...nodes.usedNow.subarray(0, 2), ...nodes.usedFuture.subarray(0, 2)]).toEqual([
      1000, 0, 1000, 1000,
    ]);
  });

  it('may be put off, all of them, and then nothing of them is there yet', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.queue('q', { quota: -1 });
    pool.node('a', 2);
    pool.job('gang', { pods: 2 });
    const workload = workloadIn(pool, 'gang');
    const trial = trialOf(pool);
    const seating = seatAsk(trial, { workload, shape: workload.shape });
    if (seating === undefined) throw new Error('it has room');
    expect(seating.isNow).toBe(true);
    const { nodes } = pool.snapshot;
    for (const one of [seating, { ...seating, isNow: false }]) {
      const put = later(trial.journal, one);
      expect(put).toEqual({ seats: seating.seats, isNow: false });
      expect([nodes.podsNow[0], nodes.podsFuture[0]]).toEqual([110, 108]);
    }
  });

  it('keep off the models that their queue may have no more of', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.queue('q', {
      quota: -1,
      terms: { others: { 'gpu:A': { quota: 1000, limit: 2000 } } },
    });
    pool.node('a', 4, { gpuModel: 'A' });
    pool.node('b', 16, { gpuModel: 'B' });
    pool.job('one', { gpus: 3 });
    pool.job('two', { gpus: 2, isPreemptible: false });
    pool.job('semi', { gpus: 2, isPreemptible: false, isSemiPreemptible: true });
    expect(pool.act().placed).toEqual(['one: b#0,1,2', 'two: b#3,4', 'semi: a#0,1']);
  });
});
