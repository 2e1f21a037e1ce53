import { describe, expect, it } from 'vitest';
import { isUntouched } from '../../../../domain/allocation/fit/alike.ts';
import { obstacleAt, refusalAt, roomOf } from '../../../../domain/allocation/fit/fit.ts';
import { isHopeless, isRefused, offerOf } from '../../../../domain/allocation/fit/offer.ts';
import {
  defaultPolicy,
  markDevice,
  markNode,
  type NodeOffer,
  type Policy,
  type Snapshot,
} from '../../../../domain/allocation/index.ts';
import { layOut } from '../../../../domain/allocation/plan/lay-out.ts';
import { addClaim } from '../../../../domain/allocation/state/surroundings.ts';
import type { Taint } from '../../../../domain/foundation/shapes.ts';
import {
  cards,
  kind,
  memory,
  offer,
  planes,
  poolOf,
  share,
  sit,
  whereTo,
  type Wish,
} from './pool-of.ts';

const gib = 2 ** 30;
const slice = 'nvidia.com/mig-1g.10gb';
const asking = (request: Wish['request']): Wish => ({
  request: { cpuMilli: 0, memoryBytes: 0, ...request },
});
const port = asking({ hostPorts: [{ port: 80, protocol: 'TCP' }] });
const slotOf = ({ nodes }: Snapshot, id: string): number => nodes.byId.get(id)?.slot ?? -1;

describe('fit › now or later', () => {
  const mixed = { gpuCount: 0, mig: { strategy: 'mixed', instances: { [slice]: 1 } } } as const;
  const more = { resources: { fpga: 1 }, podsMax: 3 };

  it.each<readonly [string, readonly [leaver: Wish, wish: Wish, ...devices: number[]]]>([
    ['CPU', [asking({ cpuMilli: 1 }), asking({ cpuMilli: 8000 })]],
    ['memory', [asking({ memoryBytes: 1 }), asking({ memoryBytes: 64 * gib })]],
    ['a card', [asking({ gpuDevices: 1, gpuMilli: 1000 }), cards(4), 0]],
    ['a share', [share(501), asking({ gpuDevices: 4, gpuMilli: 500 }), 0]],
    ['a port', [port, port]],
    ['a resource', [asking({ resources: { fpga: 1 } }), asking({ resources: { fpga: 1 } })]],
  ])(
    'a pod waits for %s that somebody leaves, and is refused by who stays',
    (_, [leaver, wish, ...devices]) => {
      for (const [stage, place] of [
        ['leaving', '~'],
        ['running', '-'],
        ['promised', '-'],
      ] as const) {
        const snapshot = poolOf(offer('a', more));
        sit(snapshot, { kind: kind(snapshot, leaver), on: 'a', devices, planes: planes[stage] });
        expect(whereTo(snapshot, kind(snapshot, wish)).slice(0, 1)).toBe(place);
      }
    },
  );

  it('a pod waits for the last place for a pod, and for slices', () => {
    const full = poolOf(offer('a', { podsMax: 1 }));
    sit(full, { kind: kind(full, asking({})), on: 'a', planes: planes.leaving });
    expect(whereTo(full, kind(full))).toBe('~a#');
    const sliced = poolOf(offer('a', mixed));
    const one = kind(sliced, asking({ mig: { [slice]: 1 } }));
    sit(sliced, { kind: one, on: 'a', planes: planes.leaving });
    expect(whereTo(sliced, one)).toBe('~a#');
  });

  it('a share goes nowhere where the pod that would hold a device for it has no room', () => {
    const snapshot = poolOf(offer('a', { podsMax: 2 }));
    expect(whereTo(snapshot, kind(snapshot, share(500)))).toBe('a#0');
    sit(snapshot, { kind: kind(snapshot), on: 'a' });
    expect(whereTo(snapshot, kind(snapshot, share(500)))).toBe('-');
    expect(whereTo(snapshot, kind(snapshot, cards(1)))).toBe('a#0');
  });
});

describe('fit › where fragments count', () => {
  const under = (gpuPlacement: Policy['gpuPlacement'], ...offers: readonly NodeOffer[]) => {
    const typical = { cpuMilli: 0, models: [], shareMicro: 500_000 };
    const typicalPods = [
      { ...typical, gpuDevices: 1, gpuMilli: 300 },
      { ...typical, gpuDevices: 1, gpuMilli: 1000 },
    ];
    const policy: Policy = { ...defaultPolicy, gpuPlacement, typicalPods };
    const snapshot = poolOf(...offers);
    layOut(snapshot, policy);
    return { snapshot, to: (wish: Wish) => whereTo(snapshot, kind(snapshot, wish), policy) };
  };

  it('pods without cards go to nodes without any only where policy says so', () => {
    for (const [gpuPlacement, expected] of [
      ['fgd', 'a#'],
      ['berth', 'b#'],
    ] as const)
      expect(under(gpuPlacement, offer('a'), offer('b', { gpuCount: 0 })).to({})).toBe(expected);
  });

  it.each(['fgd', 'berth'] as const)(
    'a share waits where it must under %s, and only there',
    (gpuPlacement) => {
      const { snapshot, to } = under(gpuPlacement, offer('a', { gpuCount: 2, podsMax: 9 }));
      const half = kind(snapshot, share(500));
      sit(snapshot, { kind: half, on: 'a', devices: [0] });
      sit(snapshot, { kind: half, on: 'a', devices: [1], planes: planes.leaving });
      expect(to(share(501))).toBe('~a#1');
      expect(to(share(500))).toBe('a#0');
      sit(snapshot, { kind: half, on: 'a', devices: [1], planes: planes.promised });
      expect(to(share(501))).toBe('-');
      expect(to(share(500))).toBe('a#0');
    },
  );

  it.each(['fgd', 'berth'] as const)(
    'a share opens a device under %s where a second pod has room',
    (gpuPlacement) => {
      const places = [1, 2, 3].map((podsMax) =>
        under(gpuPlacement, offer('a', { gpuCount: 1, podsMax })).to(share(500)),
      );
      expect(places).toEqual(['-', 'a#0', 'a#0']);
      const leaving = under(gpuPlacement, offer('a', { gpuCount: 2, podsMax: 3 }));
      const whole = kind(leaving.snapshot, cards(1));
      sit(leaving.snapshot, { kind: whole, on: 'a', devices: [0], planes: planes.leaving });
      expect(leaving.to(share(500))).toBe('a#1');
      const last = under(gpuPlacement, offer('a', { gpuCount: 2, podsMax: 2 }));
      const bare = kind(last.snapshot, {});
      sit(last.snapshot, { kind: bare, on: 'a', planes: planes.leaving });
      expect(last.to(share(500)).slice(0, 1)).toBe('~');
    },
  );
});

describe('fit › what stands against a node', () => {
  it('is told by its first reason, lasting ones before those that pass', () => {
    const mixed = { strategy: 'mixed', instances: { [slice]: 1 } } as const;
    const snapshot = poolOf(
      offer('cards', { gpuMemoryMib: 1000, resources: { fpga: 1 } }),
      offer('slices', { gpuCount: 0, mig: mixed }),
      offer('claims', { gpuCount: 0, deviceClasses: { 'gpu.x': 1 } }),
      offer('single', { mig: { strategy: 'single', instances: {} } }),
    );
    addClaim(snapshot, { name: 'one', deviceClass: 'gpu.x', count: 1, queueId: '' });
    const told = (wish: Wish): readonly string[] =>
      [...snapshot.nodes.byId.values()].map(({ slot }) =>
        refusalAt(snapshot.nodes, kind(snapshot, wish), slot),
      );
    expect(told({})).toEqual(['none', 'none', 'none', 'none']);
    expect(told(cards(1))).toEqual(['none', 'mig', 'claims', 'none']);
    expect(told(share(500))).toEqual(['none', 'mig', 'claims', 'mig']);
    expect(told(memory(500))).toEqual(['none', 'mig', 'claims', 'mig']);
    expect(told(asking({ mig: { [slice]: 1 } }))).toEqual(['mig', 'none', 'mig', 'mig']);
    expect(told(asking({ mig: { [slice]: 2 } }))).toEqual(['mig', 'resources', 'mig', 'mig']);
    expect(told(asking({ claims: ['one'] }))).toEqual(['claims', 'claims', 'none', 'claims']);
    expect(told(asking({ claims: ['two'] }))).toEqual(['claims', 'claims', 'claims', 'claims']);
    expect(told(asking({ resources: { fpga: 1 } })).slice(0, 2)).toEqual(['none', 'resources']);
  });

  it('is told as a port, a resource, a claim or neighbours while others have them', () => {
    const snapshot = poolOf(offer('a', { resources: { fpga: 1 }, deviceClasses: { nic: 1 } }));
    for (const name of ['one', 'two'])
      addClaim(snapshot, { name, deviceClass: 'nic', count: 1, queueId: '' });
    const app = { app: 'x' };
    const far: Wish = {
      group: {
        podLabels: app,
        affinity: { podAntiAffinity: [{ labels: app, topologyKey: 'kubernetes.io/hostname' }] },
      },
    };
    const cases: readonly (readonly [Wish, Wish, string])[] = [
      [port, port, 'ports'],
      [asking({ resources: { fpga: 1 } }), asking({ resources: { fpga: 1 } }), 'resources'],
      [asking({ claims: ['one'] }), asking({ claims: ['two'] }), 'claims'],
      [far, far, 'affinity'],
    ];
    for (const [first, second, reason] of cases) {
      const next = kind(snapshot, second);
      expect(obstacleAt(snapshot.nodes, next, 0)).toBe('none');
      sit(snapshot, { kind: kind(snapshot, first), on: 'a' });
      expect(obstacleAt(snapshot.nodes, next, 0)).toBe(reason);
      expect(refusalAt(snapshot.nodes, next, 0)).toBe('none');
    }
  });
});

describe('fit › room', () => {
  it('is what the scarcest of all that a pod wants leaves', () => {
    const snapshot = poolOf(
      offer('a', { gpuMemoryMib: 1000, podsMax: 17, resources: { fpga: 3 } }),
    );
    const room = (request: Wish['request']): number =>
      roomOf(snapshot.nodes, kind(snapshot, asking(request)), 0);
    expect(room({})).toBe(17);
    expect(room({ cpuMilli: 1500 })).toBe(5);
    expect(room({ memoryBytes: 10 * gib })).toBe(6);
    expect(room({ gpuDevices: 3, gpuMilli: 1000 })).toBe(1);
    expect(room({ gpuDevices: 1, gpuMilli: 300 })).toBe(12);
    expect(room({ gpuDevices: 2, gpuMilli: 300 })).toBe(6);
    expect(room({ gpuDevices: 1, gpuMilli: 0, gpuMemoryMib: 400 })).toBe(8);
    expect(room({ resources: { fpga: 2 } })).toBe(1);
    expect(room({ cpuMilli: 9000 })).toBe(0);
    sit(snapshot, {
      kind: kind(snapshot, share(500)),
      on: 'a',
      devices: [1],
      planes: planes.promised,
    });
    markDevice(snapshot, 'a', { device: 0, isBroken: true });
    expect(room({ gpuDevices: 1, gpuMilli: 500 })).toBe(5);
    expect(room({ gpuDevices: 1, gpuMilli: 1000 })).toBe(2);
    markNode(snapshot, 'a', { isCordoned: true });
    expect(room({})).toBe(0);
  });
});

describe('fit › what empty nodes offer', () => {
  it('is the most of each that one has, and how many would do, whoever is on them', () => {
    const taint: Taint = { key: 'k', value: '', effect: 'NoSchedule' };
    const snapshot = poolOf(
      offer('a', { gpuCount: 1, cpuMilli: 9000, memoryBytes: 3 * gib }),
      offer('b', { gpuCount: 3, cpuMilli: 1000, memoryBytes: 9 * gib }),
      offer('c', { gpuCount: 9, taints: [taint] }),
      offer('d', { gpuCount: 0, mig: { strategy: 'mixed', instances: { [slice]: 1 } } }),
      offer('e', { gpuCount: 9, podsMax: 0, cpuMilli: 8000, memoryBytes: gib }),
      offer('f', { gpuCount: 99 }),
    );
    markNode(snapshot, 'f', { isLost: true });
    markDevice(snapshot, 'b', { device: 1, isBroken: true });
    sit(snapshot, { kind: kind(snapshot, cards(1)), on: 'a', devices: [0] });
    const fitting = (wish: Wish) => offerOf(snapshot.nodes, kind(snapshot, wish));
    expect(fitting(cards(1))).toMatchObject({
      nodes: 5,
      refusedBySelector: 0,
      refusedByTaint: 1,
      refusals: [{ reason: 'mig', nodes: 1 }],
      fitsEmpty: 2,
      largestGpuMilli: 9000,
      largestCpuMilli: 9000,
      largestMemoryBytes: 9 * gib,
    });
    const count = (wish: Wish): number => fitting(wish).fitsEmpty;
    expect(count(cards(2))).toBe(1);
    expect(count(cards(3))).toBe(0);
    expect(count(asking({ gpuDevices: 1, gpuMilli: 1000, cpuMilli: 9000 }))).toBe(1);
    expect(count(asking({ gpuDevices: 1, gpuMilli: 1000, cpuMilli: 9001 }))).toBe(0);
    expect(count(asking({ gpuDevices: 1, gpuMilli: 1000, memoryBytes: 9 * gib }))).toBe(1);
    expect(count(asking({ gpuDevices: 1, gpuMilli: 1000, memoryBytes: 9 * gib + 1 }))).toBe(0);
    const shape = (wish: Wish) => ({
      key: '',
      amounts: { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 },
      pods: 1,
      devices: 0,
      parts: [{ name: 'w', kind: kind(snapshot, wish), pods: 1, at: 0 }],
      failedAt: -1,
      users: 0,
    });
    expect(isHopeless(snapshot.nodes, shape(cards(2)))).toBe(false);
    expect(isHopeless(snapshot.nodes, shape(cards(3)))).toBe(true);
    expect(isRefused(fitting(cards(1)))).toBe(false);
    const label: Wish = { group: { nodeSelector: { zone: ['z'] } } };
    expect(fitting(label)).toMatchObject({ refusedBySelector: 5, fitsEmpty: 0 });
    expect(isRefused(fitting(label))).toBe(true);
    markNode(snapshot, 'c', { isCordoned: true });
    expect(fitting(cards(1))).toMatchObject({ nodes: 4, refusedByTaint: 0 });
  });

  it('is nothing where the memory of a device is less than is asked', () => {
    const snapshot = poolOf(offer('a', { gpuMemoryMib: 1000 }));
    expect(offerOf(snapshot.nodes, kind(snapshot, memory(1000))).fitsEmpty).toBe(1);
    expect(offerOf(snapshot.nodes, kind(snapshot, memory(1001))).fitsEmpty).toBe(0);
  });
});

describe('fit › a node that nobody has touched', () => {
  it('is one on which nobody is or will be, that is open and of which nothing is broken', () => {
    for (const stage of ['running', 'leaving', 'promised'] as const) {
      const snapshot = poolOf(offer('a'));
      expect(isUntouched(snapshot.nodes, 0)).toBe(true);
      sit(snapshot, { kind: kind(snapshot, asking({})), on: 'a', planes: planes[stage] });
      expect(isUntouched(snapshot.nodes, 0)).toBe(false);
    }
    const snapshot = poolOf(offer('a'), offer('b'));
    markDevice(snapshot, 'a', { device: 3, isBroken: true });
    markNode(snapshot, 'b', { isCordoned: true });
    for (const id of ['a', 'b'])
      expect(isUntouched(snapshot.nodes, slotOf(snapshot, id))).toBe(false);
    markDevice(snapshot, 'a', { device: 3, isBroken: false });
    expect(isUntouched(snapshot.nodes, slotOf(snapshot, 'a'))).toBe(true);
  });
});

describe('fit › slices', () => {
  it('are no matter of CPU: of nodes that have some the smaller id is taken, however full', () => {
    const mixed = { gpuCount: 0, mig: { strategy: 'mixed', instances: { [slice]: 1 } } } as const;
    const snapshot = poolOf(offer('a', mixed), offer('b', { ...mixed, cpuMilli: 2000 }));
    expect(whereTo(snapshot, kind(snapshot, asking({ mig: { [slice]: 1 } })))).toBe('a#');
    expect(whereTo(snapshot, kind(snapshot, asking({ cpuMilli: 1 })))).toBe('b#');
  });
});
