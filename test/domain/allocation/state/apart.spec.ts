import { describe, expect, it } from 'vitest';
import {
  addClaim,
  addNode,
  addPending,
  addWorkload,
  bind,
  createSnapshot,
  markDevice,
  openQueue,
  removeNode,
  setQueueTerms,
  type Snapshot,
  type Workload,
} from '../../../../domain/allocation/index.ts';
import { isFarSeeing, isWelcome } from '../../../../domain/allocation/state/neighbours.ts';
import { forgetKind } from '../../../../domain/allocation/state/requests.ts';
import { removeClaim } from '../../../../domain/allocation/state/surroundings.ts';
import type { PodRequest } from '../../../../domain/foundation/shapes.ts';
import { kind, offer, openOnly, planes, poolOf, sit, whereTo, type Wish } from '../fit/pool-of.ts';

const slotOf = ({ nodes }: Snapshot, id: string): number => nodes.byId.get(id)?.slot ?? -1;

describe('pools that are kept together', () => {
  const others = { 'gpu:X': { quota: -1, limit: 9 } };
  const bare = { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 1, memoryBytes: 1 };

  const running = (snapshot: Snapshot, id: string, request: PodRequest): void => {
    addNode(snapshot, offer('a', { gpuModel: 'X', gpuMemoryMib: 1000 }));
    openOnly(snapshot);
    addWorkload(snapshot, {
      id,
      age: 1,
      priority: 50,
      isPreemptible: true,
      nodeSelector: {},
      tolerations: [],
      subGroups: [{ name: 'w', pods: 1, request }],
    });
    addPending(snapshot, id, { queueId: 'queue', attempt: 1 });
    const pods = [{ subGroup: 'w', pod: 0, nodeId: 'a', devices: [0], gpuMilli: 1000 }];
    bind(snapshot, id, { attempt: 1, pods });
  };
  const namedIn = (snapshot: Snapshot): unknown => [...(snapshot.queues.get('queue')?.named ?? [])];

  it('count each its own workloads by name, from when somebody has a say in it', () => {
    const workloads = new Map<string, Workload>();
    const [one, two] = [createSnapshot('one', workloads), createSnapshot('two', workloads)];
    running(one, 'first', bare);
    running(two, 'second', bare);
    for (const pool of [one, two, one]) setQueueTerms(pool, 'queue', { others });
    for (const pool of [one, two])
      expect(namedIn(pool)).toEqual([['gpu:X', { allocated: 1000, nonPreemptible: 0 }]]);
  });

  it('count each its own workloads anew, when devices of another size come', () => {
    const workloads = new Map<string, Workload>();
    const [one, two] = [createSnapshot('one', workloads), createSnapshot('two', workloads)];
    for (const [at, pool] of [one, two].entries())
      running(pool, `job-${at}`, { ...bare, gpuMilli: 0, gpuMemoryMib: 500 });
    addNode(one, offer('b', { gpuMemoryMib: 500 }));
    const requested = (pool: Snapshot) => pool.queues.get('queue')?.requested.gpuMilli;
    expect([requested(one), requested(two)]).toEqual([1000, 500]);
    removeNode(one, 'b');
    expect([requested(one), requested(two)]).toEqual([500, 500]);
  });

  it('say nothing by name where a queue says nothing of it', () => {
    const snapshot = createSnapshot('one');
    running(snapshot, 'job', bare);
    setQueueTerms(snapshot, 'queue', { maxRunMs: 1 });
    expect([snapshot.hasNamed, snapshot.hasLending, namedIn(snapshot)]).toEqual([false, false, []]);
    setQueueTerms(snapshot, 'queue', { lendingMax: { gpuMilli: 0 } });
    expect([snapshot.hasNamed, snapshot.hasLending]).toEqual([false, true]);
    openQueue(snapshot, {
      id: 'other',
      parentId: '',
      openedAt: 1,
      terms: { others },
      entitlements: { ...free, priority: 1 },
    });
    expect([snapshot.hasNamed, namedIn(snapshot)]).toEqual([
      true,
      [['gpu:X', { allocated: 1000, nonPreemptible: 0 }]],
    ]);
  });
});

const all = { quota: -1, limit: -1, weight: 1 };
const free = { gpuMilli: all, cpuMilli: all, memoryMib: all };

describe('a pool of many nodes', () => {
  const near = (topologyKey: string): Wish => ({
    group: {
      podLabels: { app: 'a' },
      affinity: { podAntiAffinity: [{ labels: { app: 'a' }, topologyKey }] },
    },
  });

  it('knows of each that came where it is and what it has, from the first to the last', () => {
    const snapshot = poolOf(offer('n100', { labels: { zone: '0' } }));
    const lone = kind(snapshot, near('zone'));
    const port: Wish = { request: { hostPorts: [{ port: 80, protocol: 'TCP' }] } };
    const listens = kind(snapshot, port);
    sit(snapshot, { kind: lone, on: 'n100' });
    sit(snapshot, { kind: listens, on: 'n100' });
    const card = kind(snapshot, { request: { gpuDevices: 1, gpuMilli: 1000 } });
    sit(snapshot, { kind: card, on: 'n100', devices: [3] });
    markDevice(snapshot, 'n100', { device: 1, isBroken: true });
    for (let at = 1; at < 300; at += 1)
      addNode(
        snapshot,
        // Of the late ones one in three is in no zone, so that nothing keeps the pods off it.
        offer(`n${100 + at}`, {
          cpuMilli: 1000 + at,
          gpuCount: at % 6,
          memoryBytes: 2 ** 30 * (1 + (at % 7)),
          labels: at % 3 === 0 ? {} : { zone: `${at % 3 === 1 ? 0 : at}` },
          resources: { fpga: at },
        }),
      );
    const { nodes } = snapshot;
    expect([...nodes.usedFuture.subarray(0, 4), ...nodes.broken.subarray(0, 4)]).toEqual([
      0, 0, 0, 1000, 0, 1, 0, 0,
    ]);
    expect([nodes.wholeNow[0], nodes.deviceOk[0], nodes.podsNow[0]]).toEqual([2, 3, 17]);
    expect(snapshot.total.gpuMilli).toBe(1000 * (nodes.devices - 1));
    for (let at = 1; at < 300; at += 1) {
      const slot = slotOf(snapshot, `n${100 + at}`);
      expect([nodes.cpuCap[slot], nodes.cpuNow[slot], nodes.deviceCount[slot]]).toEqual([
        1000 + at,
        1000 + at,
        at % 6,
      ]);
      const [fpga, ports] = [nodes.columns.get('fpga'), nodes.columns.get('port:80/TCP')];
      expect([fpga?.cap[slot], fpga?.future[slot], ports?.cap[slot], ports?.now[slot]]).toEqual([
        at,
        at,
        1,
        1,
      ]);
    }
    expect(nodes.columns.get('port:80/TCP')?.now[slotOf(snapshot, 'n100')]).toBe(0);
    sit(snapshot, { kind: card, on: 'n399', devices: [4] });
    expect(nodes.usedNow.subarray(0, nodes.devices).filter((used) => used > 0)).toHaveLength(2);
    const welcome = (): readonly string[] =>
      [...nodes.byId.values()]
        .filter(({ slot }) => {
          const one = lone.extras?.neighbours;
          return one !== undefined && isWelcome(one, slot, 'future');
        })
        .map(({ id }) => id);
    const numbers = [...Array(300).keys()];
    expect(welcome()).toEqual(
      numbers.filter((at) => at > 0 && at % 3 !== 1).map((at) => `n${100 + at}`),
    );
    for (let at = 2; at < 300; at += 3) sit(snapshot, { kind: lone, on: `n${100 + at}` });
    expect(welcome()).toEqual(
      numbers.filter((at) => at > 0 && at % 3 === 0).map((at) => `n${100 + at}`),
    );
  });

  it('gives the place of one that goes to the next that has as many devices, as if it were new', () => {
    const snapshot = poolOf(offer('a', { gpuCount: 2 }), offer('b', { gpuCount: 3 }));
    const slots = ['a', 'b'].map((id) => slotOf(snapshot, id));
    const one = kind(snapshot, { request: { gpuDevices: 1, gpuMilli: 1000 } });
    for (const on of ['a', 'b']) sit(snapshot, { kind: one, on, devices: [0] });
    removeNode(snapshot, 'a');
    removeNode(snapshot, 'b');
    expect(snapshot.nodes.freeSlots).toHaveLength(2);
    addNode(snapshot, offer('c', { gpuCount: 1 }));
    addNode(snapshot, offer('d', { gpuCount: 3 }));
    expect(['c', 'd'].map((id) => slotOf(snapshot, id))).toEqual([2, slots[1]]);
    addNode(snapshot, offer('e', { gpuCount: 2 }));
    expect(slotOf(snapshot, 'e')).toBe(slots[0]);
    expect(snapshot.nodes.freeSlots).toEqual([]);
    const places = ['c', 'd', 'e'].map((id) => snapshot.nodes.wholeFuture[slotOf(snapshot, id)]);
    expect(places).toEqual([1, 3, 2]);
  });
});

describe('ports', () => {
  it('that one of two kinds is forgotten which has them are still taken', () => {
    const snapshot = poolOf(offer('a'));
    const port: Wish = { request: { hostPorts: [{ port: 80, protocol: 'TCP' }] } };
    const [gone, stays] = [
      kind(snapshot, port),
      kind(snapshot, { request: { ...port.request, cpuMilli: 7 } }),
    ];
    forgetKind(snapshot, gone);
    sit(snapshot, { kind: stays, on: 'a' });
    expect(whereTo(snapshot, kind(snapshot, port))).toBe('-');
    for (const one of [kind(snapshot, port), stays]) forgetKind(snapshot, one);
    expect(snapshot.nodes.columns.size).toBe(0);
  });
});

describe('what one node says of others', () => {
  const wish = (affinity: object, podLabels = {}): Wish => ({ group: { podLabels, affinity } });
  const term = (topologyKey: string, weight?: number) => ({
    labels: { app: 'a' },
    topologyKey,
    ...(weight !== undefined && { weight }),
  });

  it('is something where pods must be near others, or a domain of theirs has more nodes than one', () => {
    const snapshot = poolOf(
      offer('a', { labels: { zone: '1', own: 'a' } }),
      offer('b', { labels: { zone: '1', own: 'b' } }),
    );
    const sees = (of: Wish): boolean => {
      const one = kind(snapshot, of).extras?.neighbours;
      return one !== undefined && isFarSeeing(one);
    };
    expect(sees(wish({}, { app: 'b' }))).toBe(false);
    expect(sees(wish({ podAffinity: [term('own')] }))).toBe(true);
    expect(sees(wish({ podAntiAffinity: [term('own')] }))).toBe(false);
    expect(sees(wish({ podAntiAffinity: [term('own'), term('zone')] }))).toBe(true);
    expect(sees(wish({ podAffinity: [term('own', 1)] }))).toBe(false);
    expect(sees(wish({ podAffinity: [term('own', 1), term('zone', 1)] }))).toBe(true);
    expect(sees(wish({}, { app: 'a' }))).toBe(true);
  });
});

describe('claims', () => {
  const using = (...claims: readonly string[]): Wish => ({ request: { claims: [...claims] } });
  const claim = (
    snapshot: Snapshot,
    of: { readonly name: string; readonly count: number; readonly deviceClass?: string },
  ): void => addClaim(snapshot, { deviceClass: 'nic', queueId: '', ...of });
  const leftOf = ({ nodes }: Snapshot, deviceClass: string): readonly (number | undefined)[] => {
    const column = nodes.columns.get(`class:${deviceClass}`);
    return [column?.now[0], column?.future[0]];
  };

  it('that change while pods hold them take what they say now, and give the former back', () => {
    const snapshot = poolOf(offer('a', { deviceClasses: { nic: 5, tpu: 5 } }));
    claim(snapshot, { name: 'one', count: 1 });
    const of = kind(snapshot, using('one'));
    sit(snapshot, { kind: of, on: 'a' });
    expect(leftOf(snapshot, 'nic')).toEqual([4, 4]);
    claim(snapshot, { name: 'one', count: 3 });
    expect(leftOf(snapshot, 'nic')).toEqual([2, 2]);
    claim(snapshot, { name: 'one', count: 2, deviceClass: 'tpu' });
    expect([leftOf(snapshot, 'nic'), leftOf(snapshot, 'tpu')]).toEqual([
      [5, 5],
      [3, 3],
    ]);
    removeClaim(snapshot, 'one');
    expect(leftOf(snapshot, 'tpu')).toEqual([5, 5]);
    expect(whereTo(snapshot, of)).toBe('-');
    claim(snapshot, { name: 'one', count: 5 });
    expect(leftOf(snapshot, 'nic')).toEqual([0, 0]);
  });

  it('that change while their pods leave, or are to come, change what there is now or later alone', () => {
    for (const [stage, left] of [
      ['leaving', [2, 5]],
      ['promised', [5, 2]],
    ] as const) {
      const snapshot = poolOf(offer('a', { deviceClasses: { nic: 5 } }));
      claim(snapshot, { name: 'one', count: 1 });
      sit(snapshot, { kind: kind(snapshot, using('one')), on: 'a', planes: planes[stage] });
      claim(snapshot, { name: 'one', count: 3 });
      expect(leftOf(snapshot, 'nic')).toEqual(left);
    }
  });

  it('become known while pods hold them, and are known as long as anybody names them', () => {
    const snapshot = poolOf(offer('a', { deviceClasses: { nic: 5 } }));
    const [of, other] = [kind(snapshot, using('one')), kind(snapshot, using('one', 'two'))];
    sit(snapshot, { kind: of, on: 'a' });
    claim(snapshot, { name: 'one', count: 2 });
    expect(leftOf(snapshot, 'nic')).toEqual([3, 3]);
    removeClaim(snapshot, 'one');
    removeClaim(snapshot, 'nobody');
    expect([...snapshot.nodes.claimUses.keys()].toSorted()).toEqual(['one', 'two']);
    forgetKind(snapshot, of);
    expect([...snapshot.nodes.claimUses.keys()].toSorted()).toEqual(['one', 'two']);
    forgetKind(snapshot, other);
    expect(snapshot.nodes.claimUses.size).toBe(0);
  });

  it('are allocated anew where their pods come together again after the node is gone', () => {
    const snapshot = poolOf(
      offer('a', { deviceClasses: { nic: 2 } }),
      offer('b', { deviceClasses: { nic: 2 } }),
    );
    claim(snapshot, { name: 'one', count: 2 });
    claim(snapshot, { name: 'two', count: 1 });
    const [first, second] = [kind(snapshot, using('one')), kind(snapshot, using('two'))];
    sit(snapshot, { kind: first, on: 'a' });
    sit(snapshot, { kind: second, on: 'b' });
    expect(whereTo(snapshot, first)).toBe('a#');
    removeNode(snapshot, 'a');
    expect(whereTo(snapshot, first)).toBe('-');
    expect(whereTo(snapshot, second)).toBe('b#');
    addNode(snapshot, offer('c', { deviceClasses: { nic: 2 } }));
    expect(whereTo(snapshot, first)).toBe('c#');
    sit(snapshot, { kind: first, on: 'c' });
    expect(whereTo(snapshot, first)).toBe('c#');
    expect(whereTo(snapshot, second)).toBe('b#');
  });
});
