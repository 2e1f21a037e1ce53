import { describe, expect, it } from 'vitest';
import {
  addClaim,
  addWorkload,
  bind,
  forget,
  leave,
  type Snapshot,
} from '../../../../domain/allocation/index.ts';
import { removeClaim } from '../../../../domain/allocation/state/surroundings.ts';
import type { SubGroup } from '../../../../domain/foundation/shapes.ts';
import { placedIn, type Pool, poolUnder } from '../pool.ts';

const request = { gpuDevices: 0, gpuMilli: 0, cpuMilli: 1, memoryBytes: 1 };

/** Of everything that is remembered by what workloads ask for: how many. */
const sizes = ({ builds, shapes, kinds, usualBuilds, nodes }: Snapshot) => ({
  builds: builds.size,
  shapes: shapes.size,
  kinds: kinds.size,
  usualBuilds: usualBuilds.size,
  columns: nodes.columns.size,
  claims: nodes.claimUses.size,
  domains: nodes.domains.size,
  terms: nodes.terms.size,
  neighbourly: [...nodes.neighbourly].length,
});

/** So many workloads come and go that ask for something that nobody else does. */
const passThrough = (pool: Pool, count: number): void => {
  for (let at = 0; at < count; at += 1) {
    const affinity = { podAntiAffinity: [{ labels: { own: `${at}` }, topologyKey: `key-${at}` }] };
    const own: SubGroup = {
      name: `part-${at}`,
      pods: 2,
      request: {
        ...request,
        hostPorts: [{ port: at, protocol: 'TCP' }],
        claims: [`claim-${at}`],
      },
      podLabels: { own: `${at}` },
      affinity,
    };
    const id = `passes-${at}`;
    pool.job(id, { subGroups: at % 2 === 0 ? [own] : [{ name: `p-${at}`, pods: 2, request }] });
    forget(pool.snapshot, id);
  }
};

describe('what is remembered', () => {
  it('of workloads that are gone stays below a bound, however many there were', () => {
    const pool = poolUnder();
    pool.node('a', 4);
    pool.queue('q');
    passThrough(pool, 3000);
    const kept = sizes(pool.snapshot);
    for (const [what, size] of Object.entries(kept))
      expect([what, size <= 1200]).toEqual([what, true]);
    expect(pool.snapshot.workloads.size).toBe(0);
  });

  it('of those who are there stays, whoever passes: they are placed as they asked', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.node('a', 4);
    pool.node('b', 4);
    pool.queue('q', { quota: -1 });
    const affinity = {
      podAntiAffinity: [{ labels: { app: 'x' }, topologyKey: 'kubernetes.io/hostname' }],
    };
    const stays: SubGroup = { name: 'w', pods: 2, request, podLabels: { app: 'x' }, affinity };
    pool.job('stays', {
      subGroups: [stays],
      gang: { podSets: [{ name: 'w', minPods: 1 }], groups: [] },
    });
    const before = pool.look().placed;
    expect(before).toEqual(['stays: a b']);
    passThrough(pool, 3000);
    expect(pool.look().placed).toEqual(before);
    pool.act();
    // One more that keeps away from them has no node left.
    pool.job('third', { subGroups: [{ ...stays, pods: 1 }] });
    expect(pool.look().placed).toEqual([]);
    pool.done('stays');
    expect(pool.look().placed).toHaveLength(1);
  });

  it('of a line are those who wait: the order of those who stay is theirs, whoever left between them', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.queue('q', { quota: -1 });
    const ids = Array.from({ length: 400 }, (_, at) => `job-${String(at).padStart(3, '0')}`);
    for (const id of ids) pool.job(id);
    const stay = ids.filter((_, at) => at % 8 === 5);
    for (const id of ids.toReversed()) if (!stay.includes(id)) forget(pool.snapshot, id);
    const [line] = pool.snapshot.queues.get('q')?.waiting ?? [];
    expect(line?.waiting).toBe(stay.length);
    // As many may stand there that left as wait, or 64 where those are fewer.
    expect(line?.entries.length).toBeLessThanOrEqual(stay.length + 64);
    pool.node('a', 8);
    expect(placedIn(pool.look())).toEqual(stay.slice(0, 8));
    pool.node('b', 64);
    expect(placedIn(pool.look())).toEqual(stay);
  });

  it('of a claim is gone with the last who names it', () => {
    const pool = poolUnder();
    pool.node('a', 4);
    addClaim(pool.snapshot, { name: 'one', deviceClass: 'nic', count: 1, queueId: '' });
    expect(sizes(pool.snapshot).claims).toBe(1);
    removeClaim(pool.snapshot, 'one');
    expect(sizes(pool.snapshot).claims).toBe(0);
  });

  it('of a workload that changes what it asks for is one ask, not all that it ever had', () => {
    const pool = poolUnder({ actions: ['allocate'] });
    pool.node('a', 8);
    pool.queue('q', { quota: -1 });
    pool.job('grows', { pods: 6, minPods: 2 });
    const users = (): number =>
      [...pool.snapshot.shapes.values()].reduce((sum, shape) => sum + shape.users, 0);
    for (let pod = 0; pod < 3; pod += 1) {
      const pods = [{ subGroup: 'workers', pod, nodeId: 'a', devices: [pod], gpuMilli: 1000 }];
      bind(pool.snapshot, 'grows', { attempt: 1, pods });
    }
    // The build, and the pod that it would have next.
    expect(users()).toBe(2);
    leave(pool.snapshot, 'grows', { returns: false });
    forget(pool.snapshot, 'grows');
    expect([...pool.snapshot.builds.values()].map((build) => build.users)).toEqual([0]);
    expect(users()).toBeLessThanOrEqual(1);
  });

  it('tells workloads apart that look alike but for one thing', () => {
    const { snapshot } = poolUnder();
    const submit = (id: string, more: object): unknown => {
      addWorkload(snapshot, {
        id,
        age: 1,
        priority: 50,
        isPreemptible: true,
        subGroups: [{ name: 'w', pods: 1, request }],
        nodeSelector: {},
        tolerations: [],
        ...more,
      });
      return snapshot.workloads.get(id)?.build;
    };
    const group = { name: 'w', pods: 1, request };
    const plain = submit('plain', {});
    expect(submit('same', {})).toBe(plain);
    const others = [
      submit('pods', { subGroups: [{ ...group, pods: 2 }] }),
      submit('name', { subGroups: [{ ...group, name: 'x' }] }),
      submit('cpu', { subGroups: [{ ...group, request: { ...request, cpuMilli: 2 } }] }),
      submit('cards', {
        subGroups: [{ ...group, request: { ...request, gpuDevices: 1, gpuMilli: 1000 } }],
      }),
      submit('share', {
        subGroups: [{ ...group, request: { ...request, gpuDevices: 1, gpuMilli: 500 } }],
      }),
      submit('memory', { subGroups: [{ ...group, request: { ...request, memoryBytes: 3 } }] }),
      submit('labels', { subGroups: [{ ...group, podLabels: { a: 'b' } }] }),
      submit('selector', { nodeSelector: { a: ['b'] } }),
      submit('taint', { tolerations: [{ key: '', operator: 'Exists', value: '', effect: '' }] }),
      submit('two', { subGroups: [group, { ...group, name: 'x' }] }),
      submit('gang', { gang: { podSets: [{ name: 'w', minPods: 0 }], groups: [] } }),
    ];
    expect(new Set([plain, ...others]).size).toBe(others.length + 1);
  });
});
