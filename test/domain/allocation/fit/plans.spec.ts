import { describe, expect, it } from 'vitest';
import {
  addClaim,
  addPending,
  addWorkload,
  bind,
  defaultPolicy,
  type NodeOffer,
  plan,
  setTopology,
  type Snapshot,
  type Submission,
} from '../../../../domain/allocation/index.ts';
import type { SubGroup } from '../../../../domain/foundation/shapes.ts';
import { offer, openOnly, poolOf } from './pool-of.ts';

const openedPool = (...offers: readonly NodeOffer[]): Snapshot => {
  const snapshot = poolOf(...offers);
  openOnly(snapshot);
  return snapshot;
};

const group = (
  name: string,
  other: Partial<Omit<SubGroup, 'request'>> & Partial<Pick<SubGroup, 'request'>> = {},
): SubGroup => ({
  name,
  pods: 1,
  request: { gpuDevices: 0, gpuMilli: 0, cpuMilli: 1000, memoryBytes: 0 },
  ...other,
});

/** Submits a workload of these pods. */
const submit = (
  snapshot: Snapshot,
  subGroups: readonly SubGroup[],
  more: Partial<Submission> = {},
): void => {
  addWorkload(snapshot, {
    id: 'job',
    age: 0,
    priority: 50,
    isPreemptible: true,
    subGroups,
    nodeSelector: {},
    tolerations: [],
    ...more,
  });
  addPending(snapshot, more.id ?? 'job', { queueId: 'queue', attempt: 1 });
};

/** Where a plan puts them. */
const placed = (snapshot: Snapshot): readonly string[] =>
  plan(snapshot, defaultPolicy, { nowMs: 0 }).placements.flatMap(({ pods }) =>
    pods.map((pod) => `${pod.subGroup} ${pod.nodeId}#${pod.devices.join(',')}@${pod.gpuMilli}`),
  );

const bare = { gpuDevices: 0, gpuMilli: 0, cpuMilli: 1000, memoryBytes: 0 };

describe('plan › pods that ask for more than amounts', () => {
  it('says what memory came to on the node', () => {
    const snapshot = openedPool(offer('a', { gpuMemoryMib: 3000 }));
    submit(snapshot, [
      group('main', { pods: 3, request: { ...bare, gpuDevices: 1, gpuMemoryMib: 1000 } }),
    ]);
    expect(placed(snapshot)).toEqual(['main a#0@334', 'main a#0@334', 'main a#1@334']);
  });

  it('seats pods near those who come with them', () => {
    const snapshot = openedPool(
      offer('a', { labels: { zone: '1' } }),
      offer('b', { labels: { zone: '2' } }),
    );
    const near = { podAffinity: [{ labels: { app: 'db' }, topologyKey: 'zone' }] };
    submit(snapshot, [
      group('db', { podLabels: { app: 'db' }, nodeSelector: { zone: ['2'] } }),
      group('web', { affinity: near }),
    ]);
    expect(placed(snapshot)).toEqual(['db b#@0', 'web b#@0']);
  });

  it('seats pods that will not have each other near on different nodes, or none of them', () => {
    const far = {
      podAntiAffinity: [{ labels: { app: 'db' }, topologyKey: 'kubernetes.io/hostname' }],
    };
    const of = (pods: number): readonly SubGroup[] => [
      group('db', { pods, podLabels: { app: 'db' }, affinity: far }),
    ];
    const enough = openedPool(offer('a'), offer('b'));
    submit(enough, of(2));
    expect(placed(enough)).toEqual(['db a#@0', 'db b#@0']);
    const few = openedPool(offer('a'), offer('b'));
    submit(few, of(3));
    expect(placed(few)).toEqual([]);
  });

  it('keeps pods that share a claim together, or seats none of them', () => {
    const devices = { gpuCount: 0, deviceClasses: { 'gpu.nvidia.com': 1 } };
    const sharing = [group('main', { pods: 2, request: { ...bare, claims: ['one'] } })];
    const claim = { name: 'one', deviceClass: 'gpu.nvidia.com', count: 1, queueId: '' };
    const narrow = openedPool(
      offer('a', { ...devices, cpuMilli: 1000 }),
      offer('b', { ...devices, cpuMilli: 1000 }),
    );
    addClaim(narrow, claim);
    submit(narrow, sharing);
    expect(placed(narrow)).toEqual([]);
    const wide = openedPool(offer('a', { ...devices, cpuMilli: 1000 }), offer('b', devices));
    addClaim(wide, claim);
    submit(wide, sharing);
    expect(placed(wide)).toEqual(['main b#@0', 'main b#@0']);
  });

  it('begins with pods that must be near each other where all of them have room', () => {
    const near = { podAffinity: [{ labels: { app: 'db' }, topologyKey: 'zone' }] };
    const snapshot = openedPool(
      offer('a', { labels: { zone: '1' }, cpuMilli: 2000 }),
      offer('b', { labels: { zone: '2' }, cpuMilli: 3000 }),
      offer('c', { labels: { zone: '2' }, cpuMilli: 3000 }),
    );
    submit(snapshot, [group('db', { pods: 5, podLabels: { app: 'db' }, affinity: near })]);
    expect(placed(snapshot)).toEqual(['db b#@0', 'db b#@0', 'db b#@0', 'db c#@0', 'db c#@0']);
  });

  it('takes nodes of sub-groups by their own selectors besides that of the workload', () => {
    const snapshot = openedPool(
      offer('a', { labels: { disk: 'fast', arch: 'arm' } }),
      offer('b', { labels: { disk: 'fast', arch: 'x86' } }),
      offer('c', { labels: { disk: 'slow', arch: 'x86' } }),
    );
    submit(
      snapshot,
      [
        group('one', { nodeSelector: { arch: ['x86'] } }),
        group('two', { nodeSelector: { arch: ['arm'], disk: ['fast', 'slow'] } }),
      ],
      { nodeSelector: { disk: ['fast'] } },
    );
    expect(placed(snapshot)).toEqual(['one b#@0', 'two a#@0']);
  });

  it('seats a gang in one domain of a topology with slices in it', () => {
    const slice = 'nvidia.com/mig-1g.10gb';
    const sliced = (rack: string, slices: number): Parameters<typeof offer>[1] => ({
      labels: { rack },
      mig: { strategy: 'mixed', instances: { [slice]: slices } },
    });
    const snapshot = openedPool(
      offer('a', sliced('1', 2)),
      offer('b', sliced('2', 2)),
      offer('c', sliced('2', 1)),
    );
    setTopology(snapshot, 'net', ['rack']);
    submit(snapshot, [group('main', { pods: 3, request: { ...bare, mig: { [slice]: 1 } } })], {
      gang: {
        podSets: [{ name: 'main', minPods: 3 }],
        groups: [],
        topology: { topology: 'net', required: 'rack' },
      },
    });
    expect(placed(snapshot)).toEqual(['main b#@0', 'main b#@0', 'main c#@0']);
  });

  it('moves pods with slices so that others have theirs on one node', () => {
    const slice = 'nvidia.com/mig-1g.10gb';
    const two = { mig: { strategy: 'mixed', instances: { [slice]: 2 } } } as const;
    const snapshot = openedPool(offer('a', two), offer('b', two));
    const slices = (count: number): SubGroup =>
      group('main', { request: { ...bare, mig: { [slice]: count } } });
    for (const [age, nodeId] of ['a', 'b'].entries()) {
      const id = `on-${nodeId}`;
      submit(snapshot, [slices(1)], { id, age });
      const pod = { subGroup: 'main', pod: 0, nodeId, devices: [], gpuMilli: 0 };
      bind(snapshot, id, { attempt: 1, pods: [pod], atMs: 0 });
    }
    submit(snapshot, [slices(2)], { id: 'wide', age: 2 });
    const made = plan(snapshot, defaultPolicy, { nowMs: 0 });
    expect(made.evictions.map(({ workloadId, action }) => [workloadId, action])).toEqual([
      ['on-b', 'consolidate'],
    ]);
    expect(made.nominations.map(({ workloadId, pods }) => [workloadId, pods[0]?.nodeId])).toEqual([
      ['wide', 'b'],
    ]);
  });
});
