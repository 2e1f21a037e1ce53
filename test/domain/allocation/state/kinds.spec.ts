import { describe, expect, it } from 'vitest';
import type { SubGroup, Toleration } from '../../../../domain/foundation/shapes.ts';
import { type Asked, kindOf } from '../../../../domain/allocation/state/requests.ts';
import { isGpuClass, sliceSizeOf } from '../../../../domain/allocation/state/counts.ts';
import { offer, poolOf } from '../fit/pool-of.ts';

const plain: SubGroup = {
  name: 'main',
  pods: 1,
  request: { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 1000, memoryBytes: 1 },
};
const near = (key: string, value: string, weight?: number) => ({
  labels: { [key]: value },
  topologyKey: 'zone',
  ...(weight === undefined ? {} : { weight }),
});
const asking = (request: Partial<SubGroup['request']>): SubGroup => ({
  ...plain,
  request: { ...plain.request, ...request },
});

/** Sub-groups of which each asks for something that none of the others does. */
const groups: Readonly<Record<string, SubGroup>> = {
  plain,
  'another CPU': asking({ cpuMilli: 1001 }),
  'another memory': asking({ memoryBytes: 2 }),
  'more cards': asking({ gpuDevices: 2 }),
  'a share': asking({ gpuMilli: 500 }),
  'no card': asking({ gpuDevices: 0 }),
  'memory of a card': asking({ gpuMemoryMib: 1000 }),
  'more memory of a card': asking({ gpuMemoryMib: 2000 }),
  'a slice': asking({ mig: { 'nvidia.com/mig-1g.5gb': 1 } }),
  'two slices': asking({ mig: { 'nvidia.com/mig-1g.5gb': 2 } }),
  'a slice in the old way': asking({ legacyMig: true }),
  'a resource': asking({ resources: { fpga: 1 } }),
  'another resource': asking({ resources: { rdma: 1 } }),
  'a claim': asking({ claims: ['one'] }),
  'another claim': asking({ claims: ['two'] }),
  'a port': asking({ hostPorts: [{ port: 80, protocol: 'TCP' }] }),
  'a port of UDP': asking({ hostPorts: [{ port: 80, protocol: 'UDP' }] }),
  'a label': { ...plain, podLabels: { app: 'db' } },
  'another label': { ...plain, podLabels: { app: 'web' } },
  'a neighbour': { ...plain, affinity: { podAffinity: [near('app', 'db')] } },
  'another neighbour': { ...plain, affinity: { podAffinity: [near('app', 'web')] } },
  'a neighbour by another label': { ...plain, affinity: { podAffinity: [near('tier', 'db')] } },
  'a neighbour in another domain': {
    ...plain,
    affinity: { podAffinity: [{ ...near('app', 'db'), topologyKey: 'rack' }] },
  },
  'a neighbour that it would like': { ...plain, affinity: { podAffinity: [near('app', 'db', 5)] } },
  'a neighbour that it would like more': {
    ...plain,
    affinity: { podAffinity: [near('app', 'db', 6)] },
  },
  'nobody near': { ...plain, affinity: { podAntiAffinity: [near('app', 'db')] } },
  'a liked node': {
    ...plain,
    affinity: { preferredNodes: [{ labels: { disk: ['ssd'] }, weight: 5 }] },
  },
  'a more liked node': {
    ...plain,
    affinity: { preferredNodes: [{ labels: { disk: ['ssd'] }, weight: 6 }] },
  },
  'a node by its labels': { ...plain, nodeSelector: { disk: ['ssd'] } },
  'a node by other labels': { ...plain, nodeSelector: { disk: ['hdd'] } },
};

const toleration = (key: string, effect: Toleration['effect'] = ''): Toleration => ({
  key,
  operator: 'Exists',
  value: '',
  effect,
});

describe('kinds of pods', () => {
  const snapshot = poolOf(offer('a'));
  const asked: Asked = { subGroups: [], nodeSelector: {}, tolerations: [] };
  const keyFor = (group: SubGroup, more: Partial<Asked> = {}): string =>
    kindOf(snapshot, group, { ...asked, ...more }).key;

  it.each(Object.keys(groups))('are one for equal asks, and another for %s', (name) => {
    const group = groups[name] ?? plain;
    expect(keyFor({ ...group, name: 'other', pods: 7 })).toBe(keyFor(group));
    for (const [other, one] of Object.entries(groups))
      if (other !== name) expect(keyFor(one)).not.toBe(keyFor(group));
  });

  it('are the same in whichever order things are asked for', () => {
    const [one, two] = [near('app', 'db', 5), near('app', 'web', 5)];
    const ports = [80, 443].map((port) => ({ port, protocol: 'TCP' }));
    const wish = (labels: string) => ({ labels: { disk: [labels] }, weight: 5 });
    const asks = {
      claims: ['one', 'two'],
      resources: { fpga: 1, rdma: 2 },
      mig: { 'nvidia.com/mig-1g.5gb': 1, 'nvidia.com/mig-2g.10gb': 1 },
      hostPorts: ports,
    };
    const reversed = {
      claims: ['two', 'one'],
      resources: { rdma: 2, fpga: 1 },
      mig: { 'nvidia.com/mig-2g.10gb': 1, 'nvidia.com/mig-1g.5gb': 1 },
      hostPorts: ports.toReversed(),
    };
    const full: SubGroup = {
      ...asking(asks),
      podLabels: { app: 'db', tier: 'x' },
      nodeSelector: { disk: ['ssd', 'nvme'], zone: ['1'] },
      affinity: {
        podAffinity: [one, two],
        podAntiAffinity: [one, two],
        preferredNodes: [wish('ssd'), wish('hdd')],
      },
    };
    const other: SubGroup = {
      ...asking(reversed),
      podLabels: { tier: 'x', app: 'db' },
      nodeSelector: { zone: ['1'], disk: ['nvme', 'ssd'] },
      affinity: {
        podAffinity: [two, one],
        podAntiAffinity: [two, one],
        preferredNodes: [wish('hdd'), wish('ssd')],
      },
    };
    expect(keyFor(other)).toBe(keyFor(full));
    const tolerations = [toleration('a'), toleration('b')];
    expect(keyFor(plain, { tolerations: tolerations.toReversed() })).toBe(
      keyFor(plain, { tolerations: tolerations }),
    );
  });

  it('are the same whether nothing is left out or said to be nothing', () => {
    const none = { podAffinity: [], podAntiAffinity: [], preferredNodes: [] };
    expect(keyFor({ ...plain, affinity: {}, podLabels: {}, nodeSelector: {} })).toBe(keyFor(plain));
    const far = { podAntiAffinity: [near('app', 'db')] };
    expect(keyFor({ ...plain, affinity: { ...none, ...far } })).toBe(
      keyFor({ ...plain, affinity: far }),
    );
  });

  it('are another for other nodes and taints of the whole workload', () => {
    const keys = [
      keyFor(plain),
      keyFor(plain, { nodeSelector: { disk: ['ssd'] } }),
      keyFor(plain, { tolerations: [toleration('a')] }),
      keyFor(plain, { tolerations: [toleration('b')] }),
      keyFor(plain, { tolerations: [toleration('a', 'NoSchedule')] }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('may go only where both the workload and the sub-group let them', () => {
    const kind = kindOf(
      snapshot,
      { ...plain, nodeSelector: { disk: ['ssd', 'hdd'], zone: ['1'] } },
      { ...asked, nodeSelector: { disk: ['hdd', 'nvme'], rack: ['r'] } },
    );
    expect(kind.selector).toEqual({ disk: ['hdd'], zone: ['1'], rack: ['r'] });
  });

  it('ask for memory in whole MiB, rounded up', () => {
    const memoryOf = (memoryBytes: number) =>
      kindOf(snapshot, asking({ memoryBytes }), asked).memoryMib;
    expect([0, 1, 2 ** 20, 2 ** 20 + 1].map(memoryOf)).toEqual([0, 1, 1, 2]);
  });

  it('ask for no device where they ask for none of it, or for devices without anything of them', () => {
    const devices = (gpuDevices: number, gpuMilli: number) => {
      const kind = kindOf(snapshot, asking({ gpuDevices, gpuMilli }), asked);
      return [kind.gpuDevices, kind.gpuMilli];
    };
    expect(devices(0, 1000)).toEqual([0, 0]);
    expect(devices(2, 0)).toEqual([0, 0]);
    expect(devices(2, 1)).toEqual([2, 1]);
    const memory = kindOf(snapshot, asking({ gpuDevices: 0, gpuMemoryMib: 5 }), asked);
    expect([memory.gpuDevices, memory.gpuMilli]).toEqual([1, 0]);
  });
});

describe('names of what is counted', () => {
  it('tell the size of slices', () => {
    expect(
      [
        'nvidia.com/mig-1g.5gb',
        'mig-2g.10gb',
        'nvidia.com/mig-1c.3g.40gb',
        'nvidia.com/gpu',
        'nvidia.com/xmig-1g.5gb',
        'amd-mig-7g.80gb',
      ].map(sliceSizeOf),
    ).toEqual([1, 2, 3, 0, 0, 7]);
  });

  it('tell whether the devices of a class are cards', () => {
    expect(['gpu.nvidia.com', 'a-gpus', 'gpu', 'gpux.com', 'nic.io'].map(isGpuClass)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
