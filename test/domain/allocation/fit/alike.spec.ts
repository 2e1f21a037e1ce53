import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPolicy, markDevice, type Policy } from '../../../../domain/allocation/index.ts';
import { isUntouched } from '../../../../domain/allocation/fit/alike.ts';
import { lookFor, scoreOf } from '../../../../domain/allocation/fit/fit.ts';
import { bestNode } from '../../../../domain/allocation/fit/seek.ts';
import { layOut } from '../../../../domain/allocation/plan/lay-out.ts';
import { occupy } from '../../../../domain/allocation/state/occupancy.ts';
import { rankNodes } from '../../../../domain/allocation/state/ranks.ts';
import { cards, kind, offer, planes, poolOf, share, type Wish } from './pool-of.ts';

const wishes: readonly Wish[] = [
  cards(1),
  cards(2),
  share(300),
  {},
  { request: { cpuMilli: 3000 } },
  { ...cards(1), group: { nodeSelector: { zone: ['z'] } } },
];
const usual = { cpuMilli: 0, models: [], shareMicro: 500_000 };
const typicalPods = [
  { ...usual, gpuDevices: 1, gpuMilli: 300 },
  { ...usual, gpuDevices: 2, gpuMilli: 1000, models: ['x'] },
];

const nodes = fc.array(
  fc.record({
    gpuCount: fc.constantFrom(0, 1, 2, 2, 2),
    cpuMilli: fc.constantFrom(8000, 8000, 8000, 4000),
    gpuModel: fc.constantFrom('x', 'x', 'x', 'y'),
    isInZone: fc.constantFrom(true, false, false, false),
    hasPod: fc.constantFrom('no', 'no', 'running', 'leaving', 'promised', 'promised', 'broken'),
  }),
  { minLength: 3, maxLength: 40 },
);

describe('fit › nodes that are alike', () => {
  it('∀ pools, the best of a new index is the best by looking at each', () => {
    let shared = 0;
    fc.assert(
      fc.property(nodes, fc.constantFrom('fgd', 'berth'), (made, gpuPlacement) => {
        const policy: Policy = { ...defaultPolicy, gpuPlacement, typicalPods };
        const snapshot = poolOf(
          ...made.map(({ isInZone, gpuCount, cpuMilli, gpuModel }, at) =>
            offer(`n${100 + at}`, {
              gpuCount,
              cpuMilli,
              gpuModel,
              labels: isInZone ? { zone: 'z' } : {},
            }),
          ),
        );
        const table = snapshot.nodes;
        rankNodes(table);
        const small = kind(snapshot, cards(1));
        for (const [at, { hasPod, gpuCount }] of made.entries()) {
          const node = table.byId.get(`n${100 + at}`);
          if (node === undefined || hasPod === 'no' || gpuCount === 0) continue;
          if (hasPod === 'broken') {
            markDevice(snapshot, node.id, { device: 0, isBroken: true });
            continue;
          }
          const seat = { node, kind: small, part: 0, pod: 0, devices: [0], gpuMilli: 1000 };
          occupy(table, seat, { planes: planes[hasPod], sign: 1 });
        }
        layOut(snapshot, policy);
        for (const wish of wishes) {
          const of = kind(snapshot, wish);
          let best = { slot: -1, score: 0 };
          for (const slot of table.slotAt.subarray(0, table.count)) {
            if (isUntouched(table, slot)) shared += 1;
            const score = scoreOf(lookFor(table, of, policy), slot);
            if (score > best.score) best = { slot, score };
          }
          expect(bestNode(table, of, policy)).toMatchObject(best);
        }
      }),
      { numRuns: 300 },
    );
    expect(shared).toBeGreaterThan(1000);
  });
});
