import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPolicy, type Snapshot } from '../../../../domain/allocation/index.ts';
import { lookFor, scoreOf, withRank } from '../../../../domain/allocation/fit/fit.ts';
import { bestWithin, scopeOf } from '../../../../domain/allocation/fit/seek.ts';
import { rankNodes } from '../../../../domain/allocation/state/ranks.ts';
import type { Found, Kind } from '../../../../domain/allocation/state/snapshot.ts';
import { cards, kind, offer, poolOf, share, sit, type Wish } from './pool-of.ts';

const wishes: readonly Wish[] = [
  cards(1),
  cards(2),
  share(300),
  {},
  { ...share(500), group: { podLabels: { app: 'a' } } },
  {
    group: {
      podLabels: { app: 'a' },
      affinity: {
        podAffinity: [{ labels: { app: 'a' }, topologyKey: 'kubernetes.io/hostname', weight: 3 }],
      },
    },
  },
];

/** The best by looking at every node of the scope: by score with rank, the earlier among equals. */
const bestByHand = (
  { nodes }: Snapshot,
  of: Kind,
  within: { readonly slots: readonly number[]; readonly rankOf: ReadonlyMap<number, number> },
): Found => {
  let best = { slot: -1, score: 0 };
  for (const slot of within.slots) {
    const score = withRank(
      scoreOf(lookFor(nodes, of, defaultPolicy), slot),
      within.rankOf.get(slot) ?? 0,
    );
    if (score > best.score) best = { slot, score };
  }
  return best;
};

describe('fit › some nodes', () => {
  it('∀ the best of them is found as by looking at each, however many there are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.nat({ max: wishes.length - 1 }), { minLength: 1, maxLength: 40, size: 'max' }),
        (count, steps, asked) => {
          const snapshot = poolOf(
            ...Array.from({ length: 100 }, (_, at) =>
              offer(`n${100 + at}`, { gpuCount: at % 5, cpuMilli: 2000 + 1000 * (at % 7) }),
            ),
          );
          const { nodes } = snapshot;
          rankNodes(nodes);
          const kinds = wishes.map((wish) => kind(snapshot, wish));
          const slots = [...nodes.slotAt].filter((slot) => (slot * 37) % 100 < count);
          const rankOf = new Map(slots.map((slot) => [slot, slot % steps]));
          const scope = scopeOf(slots, rankOf);
          for (const at of asked) {
            const of = kinds[at];
            if (of === undefined) continue;
            const found = bestWithin(nodes, of, { scope, policy: defaultPolicy });
            expect(found).toEqual(bestByHand(snapshot, of, { slots, rankOf }));
            const node = nodes.slots[found.slot];
            if (node === undefined) continue;
            const start = nodes.deviceStart[found.slot] ?? 0;
            const free = [...Array.from({ length: 4 }).keys()].filter(
              (device) => (nodes.usedNow[start + device] ?? 0) + of.gpuMilli <= 1000,
            );
            sit(snapshot, { kind: of, on: node.id, devices: free.slice(0, of.gpuDevices) });
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
