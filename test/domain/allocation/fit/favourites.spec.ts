import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy, type Snapshot } from '../../../../domain/allocation/index.ts';
import { fitsNow, lookFor, pickDevices, scoreOf } from '../../../../domain/allocation/fit/fit.ts';
import { bestNode } from '../../../../domain/allocation/fit/seek.ts';
import { both, occupy } from '../../../../domain/allocation/state/occupancy.ts';
import { rankNodes } from '../../../../domain/allocation/state/ranks.ts';
import type { Found, Kind, Seat } from '../../../../domain/allocation/state/snapshot.ts';
import { cards, kind, offer, poolOf, share, type Wish } from './pool-of.ts';

const wishes: readonly Wish[] = [
  cards(1),
  cards(2),
  cards(4),
  share(300),
  share(700),
  {},
  { request: { cpuMilli: 3000 } },
  { request: { hostPorts: [{ port: 80, protocol: 'TCP' }] } },
];

const packing: Policy = { ...defaultPolicy, gpuPlacement: 'binpack' };
const spreading: Policy = { ...packing, gpuPlacement: 'spread', cpuPlacement: 'spread' };

/** The best by looking at every node, the earlier among equals. */
const bestByHand = ({ nodes }: Snapshot, of: Kind, policy: Policy): Found => {
  let best = { slot: -1, score: 0 };
  for (const slot of nodes.slotAt.subarray(0, nodes.count)) {
    const score = scoreOf(lookFor(nodes, of, policy), slot);
    if (score > best.score) best = { slot, score };
  }
  return best;
};

const seatOn = (
  { nodes }: Snapshot,
  of: Kind,
  at: { readonly found: Found; readonly policy: Policy },
): Seat | undefined => {
  const { slot, score } = at.found;
  const node = nodes.slots[slot];
  if (node === undefined) return undefined;
  const devices = pickDevices(nodes, of, { slot, isNow: fitsNow(score), policy: at.policy });
  return { node, kind: of, part: 0, pod: 0, devices, gpuMilli: of.gpuMilli };
};

const step = fc.record({
  which: fc.nat({ max: wishes.length - 1 }),
  isGoing: fc.boolean(),
  who: fc.nat({ max: 400 }),
});

describe('fit › favourites', () => {
  it('∀ pools that change much between two looks, the best is found as by looking at each node', () => {
    let kept = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(packing, spreading),
        fc.integer({ min: 70, max: 130 }),
        fc.array(step, { minLength: 80, maxLength: 400, size: 'max' }),
        (policy, count, steps) => {
          const snapshot = poolOf(
            ...Array.from({ length: count }, (_, at) =>
              offer(`n${100 + at}`, { gpuCount: at % 5, cpuMilli: 3000 + 1000 * (at % 4) }),
            ),
          );
          const { nodes } = snapshot;
          rankNodes(nodes);
          const kinds = wishes.map((wish) => kind(snapshot, wish));
          const seats: Seat[] = [];
          for (const { which, isGoing, who } of steps) {
            const of = kinds[which];
            if (of === undefined) continue;
            const gone = isGoing ? seats.splice(who % (seats.length + 1), 1)[0] : undefined;
            if (gone !== undefined) {
              occupy(nodes, gone, { planes: both, sign: -1 });
              continue;
            }
            // Only some are looked for often enough that an index of all nodes is worth it.
            if (of.favourites !== undefined) kept += 1;
            const found = bestNode(nodes, of, policy);
            expect(found).toMatchObject(bestByHand(snapshot, of, policy));
            const seat = seatOn(snapshot, of, { found, policy });
            if (seat === undefined || !fitsNow(found.score)) continue;
            occupy(nodes, seat, { planes: both, sign: 1 });
            seats.push(seat);
          }
        },
      ),
      { numRuns: 60 },
    );
    expect(kept).toBeGreaterThan(1000);
  });
});
