import fc from 'fast-check';
import type { NodeOffer } from '../../../domain/allocation/index.ts';
import type { Labels, Taint } from '../../../domain/foundation/shapes.ts';
import { oneWay, type Traits, way } from './traits.ts';

const gib = 2 ** 30;

/** The levels of the one topology that generated nodes are labelled for, the widest first. */
export const topologyName = 'datacentre';
/** See `topologyName`. */
export const topologyLevels = ['block', 'rack', 'host'] as const;
/** The slices of partitioned cards by the names of their resources. */
export const sliceNames = ['nvidia.com/mig-1g.10gb', 'nvidia.com/mig-3g.40gb'] as const;
/** A countable resource that some nodes have. */
export const networkCard = 'example.com/nic';
/** The class of devices that claims ask for. */
export const claimedClass = 'gpu.example.com';

/** What a node is, but for its id. */
export type NodeWish = Omit<NodeOffer, 'id'>;

const places: fc.Arbitrary<Labels> = fc
  .record({ zone: fc.constantFrom('a', 'a', 'b'), block: fc.nat(1), rack: fc.nat(2) })
  .map(({ zone, block, rack }) => ({
    zone,
    block: `block-${block}`,
    rack: `rack-${block}-${rack}`,
  }));

const taints: fc.Arbitrary<readonly Taint[]> = oneWay<readonly Taint[]>(
  way(20, fc.constant([])),
  way(1, fc.constant([{ key: 'infra', value: 'yes', effect: 'NoSchedule' as const }])),
  way(1, fc.constant([{ key: 'infra', value: 'yes', effect: 'NoExecute' as const }])),
  way(1, fc.constant([{ key: 'slow', value: 'yes', effect: 'PreferNoSchedule' as const }])),
);

const partitions = fc
  .record({
    strategy: fc.constantFrom('mixed' as const, 'single' as const),
    small: fc.nat(4),
    large: fc.nat(2),
  })
  .map(({ strategy, small, large }) => ({
    strategy,
    instances:
      strategy === 'single'
        ? { [sliceNames[0]]: small + 1 }
        : { [sliceNames[0]]: small, [sliceNames[1]]: large },
  }));

type Cards = Pick<NodeWish, 'gpuCount' | 'gpuMemoryMib' | 'gpuModel' | 'mig'>;

const usualCards: fc.Arbitrary<Cards> = fc.record({
  gpuCount: fc.constantFrom(4, 4, 4, 2, 2, 1, 0),
  gpuMemoryMib: fc.constantFrom(80_000, 80_000, 40_000),
  gpuModel: fc.constantFrom('H100', 'H100', 'A100'),
});

/** Cards whose memory nobody knows yet. */
const unknownCards: fc.Arbitrary<Cards> = fc.record({ gpuCount: fc.constantFrom(2, 4) });

/** `single` offers each slice as a card; `mixed` offers no cards. */
const slicedCards: fc.Arbitrary<Cards> = partitions.map((mig) => ({
  gpuCount:
    mig.strategy === 'mixed' ? 0 : Object.values(mig.instances).reduce((sum, one) => sum + one, 0),
  gpuMemoryMib: 10_000,
  gpuModel: 'H100',
  mig,
}));

type Extras = Pick<NodeWish, 'resources' | 'deviceClasses'>;

const extras = (traits: Traits): fc.Arbitrary<Extras> =>
  fc
    .record({
      nics: traits.resources ? fc.nat(2) : fc.constant(0),
      devices: traits.claims ? fc.nat(3) : fc.constant(0),
    })
    .map(({ nics, devices }) => ({
      ...(nics > 0 && { resources: { [networkCard]: nics } }),
      ...(devices > 0 && { deviceClasses: { [claimedClass]: devices } }),
    }));

/** A node of any sort that the traits allow. */
export const nodes = (traits: Traits): fc.Arbitrary<NodeWish> =>
  fc
    .tuple(
      fc.record({
        labels: places,
        taints,
        cpuMilli: fc.constantFrom(64_000, 64_000, 64_000, 16_000),
        memoryBytes: fc.constantFrom(512 * gib, 512 * gib, 512 * gib, 32 * gib),
        podsMax: fc.constantFrom(110, 110, 110, 110, 110, 3),
      }),
      oneWay(
        way(8, usualCards),
        way(1, unknownCards, traits.widerShares),
        way(2, slicedCards, traits.mig),
      ),
      extras(traits),
    )
    .map(([bare, cards, more]) => ({ ...bare, ...cards, ...more }));

/** Gives a node its id, and the label of its own that some topologies end in. */
export const named = (wish: NodeWish, id: string): NodeOffer => ({
  ...wish,
  id,
  labels: { ...wish.labels, host: id },
});
