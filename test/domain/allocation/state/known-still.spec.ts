import { describe, expect, it } from 'vitest';
import {
  addClaim,
  addNode,
  addWorkload,
  defaultPolicy,
  plan,
  removeNode,
  type Snapshot,
} from '../../../../domain/allocation/index.ts';
import { forgetKind } from '../../../../domain/allocation/state/requests.ts';
import { kind, offer, planes, poolOf, sit, whereTo, type Wish } from '../fit/pool-of.ts';
import { poolUnder } from '../pool.ts';

const fpga: Wish = { request: { resources: { fpga: 1 } } };
const far = (app: string): Wish => ({
  group: {
    podLabels: { app },
    affinity: { podAntiAffinity: [{ labels: { app }, topologyKey: 'zone' }] },
  },
});
const inZone = (name: string): Parameters<typeof offer>[1] => ({ labels: { zone: name } });

describe('what stays known', () => {
  it('is what nodes count, when the last who asked for it is gone', () => {
    const snapshot = poolOf(offer('a', { resources: { fpga: 1 } }));
    const first = kind(snapshot, fpga);
    sit(snapshot, { kind: first, on: 'a', planes: planes.running });
    forgetKind(snapshot, first);
    expect(whereTo(snapshot, kind(snapshot, fpga))).toBe('-');
    const free = poolOf(offer('a', { resources: { fpga: 1 } }));
    forgetKind(free, kind(free, fpga));
    expect(whereTo(free, kind(free, fpga))).toBe('a#');
  });

  it('is which domain a new node is in, when one of two who asked is gone', () => {
    const snapshot = poolOf(offer('a', inZone('1')));
    const [gone, stays] = [kind(snapshot, far('x')), kind(snapshot, far('y'))];
    sit(snapshot, { kind: stays, on: 'a' });
    forgetKind(snapshot, gone);
    addNode(snapshot, offer('b', inZone('1')));
    addNode(snapshot, offer('c', inZone('2')));
    expect(whereTo(snapshot, stays)).toBe('c#');
    removeNode(snapshot, 'a');
    expect(whereTo(snapshot, stays)).toBe('b#');
  });

  it('is which claims are there already: only what is missing must be free', () => {
    const snapshot = poolOf(
      offer('a', { gpuCount: 0, deviceClasses: { gpu: 2, nic: 1 } }),
      offer('b', { gpuCount: 0, deviceClasses: { gpu: 1, nic: 1 } }),
    );
    const claim = (name: string, deviceClass: string): void =>
      addClaim(snapshot, { name, deviceClass, count: 1, queueId: '' });
    claim('one', 'gpu');
    claim('two', 'gpu');
    claim('net', 'nic');
    const using = (...claims: readonly string[]): Wish => ({ request: { claims: [...claims] } });
    // Two of one class are not to be had where there is one; one of each of two classes is.
    expect(whereTo(snapshot, kind(snapshot, using('one', 'two')))).toBe('a#');
    expect(whereTo(snapshot, kind(snapshot, using('net', 'one')))).not.toBe('-');
    sit(snapshot, { kind: kind(snapshot, using('one')), on: 'a' });
    expect(whereTo(snapshot, kind(snapshot, using('one', 'two')))).toBe('a#');
    sit(snapshot, { kind: kind(snapshot, using('two')), on: 'a' });
    expect(whereTo(snapshot, kind(snapshot, using('one', 'two')))).toBe('a#');
  });

  it('is the very device that is held for somebody, on whichever node', () => {
    const pool = poolUnder({ actions: ['allocate', 'preempt'] });
    pool.queue('q', { quota: -1 });
    pool.node('a', 2);
    pool.job('full', { gpus: 2, priority: 90 });
    pool.act();
    pool.node('b', 2);
    for (const id of ['first', 'second']) pool.job(id, { priority: 90 - id.length });
    pool.act();
    pool.job('seeker', { priority: 99 });
    expect(pool.act().evicted).toEqual(['second for seeker (preempt)']);
    expect(pool.act().placed).toEqual([]);
    pool.gone('second');
    expect(pool.act().placed).toEqual(['seeker: b#1']);
  });
});

describe('usual pods', () => {
  /** Pods of which most ask for half a card on nodes with one label, as the layout knows them. */
  const models = (snapshot: Snapshot): readonly (readonly string[])[] => {
    const fgd = { ...defaultPolicy, version: 'fgd', gpuPlacement: 'fgd' } as const;
    plan(snapshot, fgd);
    return (snapshot.nodes.layout?.typical ?? []).map((pod) => pod.models);
  };

  it('count on the models of the nodes that take them, as nodes come and go', () => {
    const snapshot = poolOf(
      offer('a', { gpuModel: 'A', labels: { for: 'us' } }),
      offer('b', { gpuModel: 'B' }),
    );
    for (const age of [1, 1000])
      addWorkload(snapshot, {
        id: `job-${age}`,
        age,
        priority: 50,
        isPreemptible: true,
        subGroups: [
          {
            name: 'w',
            pods: 300,
            request: { gpuDevices: 1, gpuMilli: 500, cpuMilli: 1, memoryBytes: 1 },
          },
        ],
        nodeSelector: { for: ['us'] },
        tolerations: [],
      });
    expect(models(snapshot)).toEqual([['A']]);
    addNode(snapshot, offer('c', { gpuModel: 'C', labels: { for: 'us' } }));
    expect(models(snapshot)).toEqual([['A', 'C']]);
    removeNode(snapshot, 'b');
    expect(models(snapshot)).toEqual([[]]);
  });
});
