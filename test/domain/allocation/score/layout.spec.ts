import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addNode,
  addPending,
  addWorkload,
  bind,
  createSnapshot,
  defaultPolicy,
  markDevice,
  type NodeOffer,
  openQueue,
  plan,
  type Plan,
  type Policy,
  type Snapshot,
  type TieOrder,
} from '../../../../domain/allocation/index.ts';
import { berthMeasure } from '../../../../domain/allocation/score/berth.ts';
import { fgdMeasure } from '../../../../domain/allocation/score/fgd.ts';
import { levelOf } from '../../../../domain/allocation/score/levels.ts';
import { type Ask, lossOf, type Measure } from '../../../../domain/allocation/score/measure.ts';
import type { TypicalPod } from '../../../../domain/allocation/policy/policy.ts';
import { hostileWorlds } from '../../../arbitraries/kernel/worlds.ts';
import { known } from '../known.ts';
import { promptly } from '../promptly.ts';
import { runs } from '../runs.ts';
import { begin, look, lookAnew, take } from '../world.ts';
import {
  after,
  asks,
  fits,
  type PlainNode,
  plainNodes,
  roomOf,
  typicalPods,
  usual,
} from './rooms.ts';

const gib = 2 ** 30;

const under = (but: Partial<Policy>): Policy => ({
  ...defaultPolicy,
  version: JSON.stringify(but),
  actions: ['allocate'],
  ...but,
});

const offerOf = (at: number, but: Partial<NodeOffer> = {}): NodeOffer => ({
  id: `node-${at}`,
  labels: {},
  taints: [],
  cpuMilli: 32_000,
  memoryBytes: 64 * gib,
  podsMax: 100,
  gpuCount: 2,
  ...but,
});

const poolOf = (offers: readonly NodeOffer[]): Snapshot => {
  const snapshot = createSnapshot('pool');
  for (const offer of offers) addNode(snapshot, offer);
  const all = { quota: -1, limit: -1, weight: 1 };
  openQueue(snapshot, {
    id: 'queue',
    parentId: '',
    openedAt: 1,
    entitlements: { gpuMilli: all, cpuMilli: all, memoryMib: all, priority: 100 },
  });
  return snapshot;
};

const ask = (snapshot: Snapshot, at: number, wish: Ask): void => {
  const request = { ...wish, memoryBytes: gib };
  addWorkload(snapshot, {
    id: `pod-${at}`,
    age: at,
    priority: 50,
    isPreemptible: true,
    subGroups: [{ name: 'main', pods: 1, request }],
    nodeSelector: {},
    tolerations: [],
  });
  addPending(snapshot, `pod-${at}`, { queueId: 'queue', attempt: 1 });
};

const carryOut = (snapshot: Snapshot, made: Plan): void => {
  for (const { workloadId, attempt, pods } of made.placements)
    bind(snapshot, workloadId, { attempt, pods, atMs: 0 });
};

const whereIn = (made: Plan): readonly string[] =>
  made.placements.flatMap(({ pods }) =>
    pods.map(({ nodeId, devices }) => `${nodeId}[${devices.join()}]`),
  );

/** Every choice of one device, none, or of the first so many whole ones. */
const choices = (node: PlainNode, { gpuDevices, gpuMilli }: Ask): readonly number[][] => {
  const roomy = node.restMilli.flatMap((rest, at) => (rest >= gpuMilli ? [at] : []));
  if (gpuDevices === 0) return [[]];
  return gpuMilli === 1000 ? [roomy.slice(0, gpuDevices)] : roomy.map((at) => [at]);
};

/** The best place by looking at every node and device: the first among equals. */
const bestPlace = (measure: Measure, nodes: readonly PlainNode[], wish: Ask) => {
  let best = { score: -1, node: -1, devices: [] as readonly number[] };
  for (const [node, plain] of nodes.entries()) {
    if (!fits(plain, wish)) continue;
    const before = lossOf(measure, roomOf(measure.yardstick, plain));
    for (const devices of choices(plain, wish)) {
      const then = roomOf(measure.yardstick, after(plain, wish, devices));
      const score = levelOf(measure.levels, before - lossOf(measure, then));
      if (score > best.score) best = { score, node, devices };
    }
  }
  return best;
};

const emptyNodes = fc.array(
  plainNodes.map((node) => ({ ...node, restMilli: node.restMilli.map(() => 1000) })),
  { minLength: 1, maxLength: 5 },
);

const measures = { fgd: fgdMeasure, berth: berthMeasure } as const;

describe('allocation › score › layout', () => {
  it('∀ plans place pod after pod where a look at every node and device finds the best score', () => {
    const strategies = fc.constantFrom('fgd' as const, 'berth' as const);
    const wishes = fc.array(
      asks.filter(({ gpuDevices, gpuMilli }) => gpuDevices < 2 || gpuMilli === 1000),
      { minLength: 1, maxLength: 12 },
    );
    const some = typicalPods.filter((typical) => typical.length > 0);
    fc.assert(
      fc.property(
        fc.tuple(emptyNodes, some),
        wishes,
        strategies,
        ([nodes, typical], wanted, gpuPlacement) => {
          const policy = under({ gpuPlacement, typicalPods: typical });
          const measure = measures[gpuPlacement](typical);
          const snapshot = poolOf(
            nodes.map(({ model, cpuMilli, restMilli }, at) =>
              offerOf(at, { gpuModel: model, cpuMilli, gpuCount: Math.max(1, restMilli.length) }),
            ),
          );
          const plain: PlainNode[] = nodes.map((node) =>
            node.restMilli.length === 0 ? { ...node, restMilli: [1000] } : node,
          );
          for (const [at, wish] of wanted.entries()) {
            ask(snapshot, at + 1, wish);
            const made = plan(snapshot, policy);
            carryOut(snapshot, made);
            const best = bestPlace(measure, plain, wish);
            const place = plain[best.node];
            const mine = made.placements.filter(({ workloadId }) => workloadId === `pod-${at + 1}`);
            const expected =
              place === undefined ? [] : [`node-${best.node}[${best.devices.join()}]`];
            expect(whereIn({ ...made, placements: mine })).toEqual(expected);
            if (place !== undefined) plain[best.node] = after(place, wish, best.devices);
          }
        },
      ),
      runs(300),
    );
  });

  it('∀ under fgd and berth a kernel that followed the facts says what one that is told them at once says', () => {
    const typical: readonly TypicalPod[] = [usual(500, 1000), usual(1000, 4000), usual(0, 2000)];
    for (const but of [
      { gpuPlacement: 'fgd', typicalPods: typical },
      { gpuPlacement: 'berth' },
    ] as const) {
      const policy = { ...defaultPolicy, version: but.gpuPlacement, ...but };
      fc.assert(
        fc.property(hostileWorlds(known), (world) =>
          promptly(() => {
            const tale = begin(world, policy);
            for (const step of world.steps) {
              take(tale, step);
              expect(look(tale)).toEqual(lookAnew(tale));
            }
          }),
        ),
        runs(40),
      );
    }
  });

  it('breaks ties by the order that the policy names, then by the id', () => {
    const offers = [
      offerOf(0, { gpuCount: 4, cpuMilli: 64_000 }),
      offerOf(1, { gpuCount: 2, cpuMilli: 64_000 }),
      offerOf(2, { gpuCount: 8, cpuMilli: 32_000 }),
      offerOf(3, { gpuCount: 2, cpuMilli: 64_000 }),
    ];
    const firstUnder = (tieOrder: TieOrder): readonly string[] => {
      const snapshot = poolOf(offers);
      ask(snapshot, 1, { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 0 });
      const typicalPods = [usual(1000, 0)];
      return whereIn(plan(snapshot, under({ gpuPlacement: 'fgd', typicalPods, tieOrder })));
    };
    expect(firstUnder('node-id')).toEqual(['node-0[0]']);
    expect(firstUnder('fewest-gpus')).toEqual(['node-1[0]']);
    expect(firstUnder('most-gpus')).toEqual(['node-2[0]']);
    expect(firstUnder('fewest-cpus')).toEqual(['node-2[0]']);
    expect(firstUnder('most-cpu-per-gpu')).toEqual(['node-1[0]']);
  });

  it('learns what is usual from the pods that the pool has seen, whatever the order of their facts', () => {
    const halves = { gpuDevices: 1, gpuMilli: 500, cpuMilli: 1000 };
    const thirds = { gpuDevices: 1, gpuMilli: 330, cpuMilli: 1000 };
    const policy = under({ gpuPlacement: 'berth' });
    const placesOf = (usually: Ask, ages: readonly number[]): readonly string[] => {
      // The first device has 500 left, the second 670, and the third is whole.
      const snapshot = poolOf([offerOf(0, { gpuCount: 3 })]);
      for (const [at, wish] of [halves, thirds].entries()) {
        ask(snapshot, at + 1, wish);
        bind(snapshot, `pod-${at + 1}`, {
          attempt: 1,
          pods: [
            { subGroup: 'main', pod: 0, nodeId: 'node-0', devices: [at], gpuMilli: wish.gpuMilli },
          ],
          atMs: 0,
        });
      }
      for (const age of ages)
        addWorkload(snapshot, {
          id: `past-${age}`,
          age,
          priority: 50,
          isPreemptible: true,
          subGroups: [{ name: 'main', pods: 1, request: { ...usually, memoryBytes: gib } }],
          nodeSelector: {},
          tolerations: [],
        });
      ask(snapshot, 2000, { gpuDevices: 1, gpuMilli: 170, cpuMilli: 0 });
      return whereIn(plan(snapshot, policy)).slice(-1);
    };
    const ages = Array.from({ length: 1000 }, (_, at) => at + 10);
    expect(placesOf(halves, ages)).toEqual(['node-0[1]']);
    expect(placesOf(thirds, ages)).toEqual(['node-0[0]']);
    expect(placesOf(thirds, ages.toReversed())).toEqual(['node-0[0]']);
  });

  it('judges nodes that it has judged before by what is usual now', () => {
    const halves = { gpuDevices: 1, gpuMilli: 500, cpuMilli: 1000 };
    const thirds = { gpuDevices: 1, gpuMilli: 330, cpuMilli: 1000 };
    const policy = under({ gpuPlacement: 'berth' });
    // Of the first node's device 500 are left, of the second's 670.
    const snapshot = poolOf([0, 1].map((at) => offerOf(at, { gpuCount: 1 })));
    for (const [at, wish] of [halves, thirds].entries()) {
      ask(snapshot, at + 1, wish);
      const place = { subGroup: 'main', pod: 0, nodeId: `node-${at}`, devices: [0] };
      const pods = [{ ...place, gpuMilli: wish.gpuMilli }];
      bind(snapshot, `pod-${at + 1}`, { attempt: 1, pods, atMs: 0 });
    }
    ask(snapshot, 3, { gpuDevices: 1, gpuMilli: 170, cpuMilli: 0 });
    const seen = (usually: Ask, from: number, count: number): void => {
      for (let at = from; at < from + count; at += 1)
        addWorkload(snapshot, {
          id: `past-${at}`,
          age: at,
          priority: 50,
          isPreemptible: true,
          subGroups: [{ name: 'main', pods: 1, request: { ...usually, memoryBytes: gib } }],
          nodeSelector: {},
          tolerations: [],
        });
    };
    seen(halves, 10, 1000);
    expect(whereIn(plan(snapshot, policy))).toEqual(['node-1[0]']);
    seen(thirds, 2000, 3000);
    expect(whereIn(plan(snapshot, policy))).toEqual(['node-0[0]']);
  });

  it('keeps CPU-only pods off nodes with devices while there are others', () => {
    const snapshot = poolOf([offerOf(0), offerOf(1, { gpuCount: 0 })]);
    ask(snapshot, 1, { gpuDevices: 0, gpuMilli: 0, cpuMilli: 1000 });
    expect(whereIn(plan(snapshot, under({ gpuPlacement: 'berth' })))).toEqual(['node-1[]']);
  });

  it('takes no broken device, and the same devices after the snapshot was stored', () => {
    const snapshot = poolOf([offerOf(0), offerOf(1)]);
    const policy = under({
      gpuPlacement: 'berth',
      typicalPods: [usual(400, 1000), usual(1000, 0)],
    });
    markDevice(snapshot, 'node-0', { device: 0, isBroken: true });
    for (let at = 1; at < 6; at += 1)
      ask(snapshot, at, { gpuDevices: 1, gpuMilli: 400, cpuMilli: 1000 });
    const made = plan(snapshot, policy);
    expect(whereIn(made)).not.toContain('node-0[0]');
    expect(made.placements).toHaveLength(5);
    expect(plan(structuredClone(snapshot), policy)).toEqual(made);
  });
});
