import fc from 'fast-check';
import type { ScenarioNode } from '../../adapters/ports/scenario.ts';
import type { Labels, Taint } from '../../domain/foundation/shapes.ts';

/** How large a generated cluster may be. */
export interface ClusterBounds {
  /** 4 unless said. */
  readonly nodesMax?: number;
  /** Cards of a node; 4 unless said. */
  readonly gpusMax?: number;
}

const gib = 2 ** 30;

const labelsOf: fc.Arbitrary<Labels> = fc.constantFrom<Labels[]>({}, { zone: 'a' }, { zone: 'b' });
const taintsOf: fc.Arbitrary<readonly Taint[]> = fc.constantFrom<(readonly Taint[])[]>(
  [],
  [],
  [],
  [{ key: 'infra', value: 'yes', effect: 'NoSchedule' }],
  [{ key: 'slow', value: 'yes', effect: 'PreferNoSchedule' }],
);

/**
 * Clusters of a few nodes that differ in cards, processors, memory, labels (`zone`) and taints.
 *
 * Small on purpose: what is wrong with a scheduler shows on few nodes, and shrinks to fewer.
 */
export const clusters = ({ nodesMax = 4, gpusMax = 4 }: ClusterBounds = {}): fc.Arbitrary<
  readonly ScenarioNode[]
> =>
  fc
    .array(
      fc.record({
        labels: labelsOf,
        taints: taintsOf,
        cpuMilli: fc.constantFrom(64_000, 64_000, 16_000),
        memoryBytes: fc.constantFrom(512 * gib, 64 * gib, 16 * gib),
        podsMax: fc.constantFrom(110, 3),
        gpuCount: fc.constantFrom(...cardCounts(gpusMax)),
        gpuModel: fc.constantFrom('H100', 'A100'),
        gpuMemoryMib: fc.constant(81_920),
      }),
      { minLength: 1, maxLength: nodesMax, size: 'max' },
    )
    .map((nodes) => nodes.map((node, at) => ({ id: `node-${at}`, ...node })));

/** Powers of two up to the bound, the bound itself twice, and now and then a node without cards. */
const cardCounts = (gpusMax: number): readonly [number, ...number[]] => {
  const powers: number[] = [];
  for (let count = 1; count < gpusMax; count *= 2) powers.push(count);
  return [gpusMax, gpusMax, ...powers, 0];
};
