import fc from 'fast-check';
import type { PodTerm, SubGroup } from '../../../domain/foundation/shapes.ts';
import { oneWay, type Traits, way } from './traits.ts';

/** What pods say of themselves and of their neighbours. */
export type Neighbours = Pick<SubGroup, 'podLabels' | 'affinity' | 'nodeSelector'>;

const labels = fc.constantFrom({ app: 'web' }, { app: 'store' });
const keys = fc.constantFrom('host', 'rack', 'zone');

const terms: fc.Arbitrary<readonly PodTerm[]> = fc
  .record({ labels, topologyKey: keys })
  .map((term) => [term]);
const wishes: fc.Arbitrary<readonly PodTerm[]> = fc
  .record({ labels, topologyKey: keys, weight: fc.constantFrom(1, 100) })
  .map((term) => [term]);

const affinities: fc.Arbitrary<Neighbours> = fc.oneof(
  labels.map((podLabels) => ({ podLabels })),
  fc.tuple(labels, terms).map(([podLabels, podAntiAffinity]) => ({
    podLabels,
    affinity: { podAntiAffinity: [...podAntiAffinity] },
  })),
  fc.tuple(labels, terms).map(([podLabels, podAffinity]) => ({
    podLabels,
    affinity: { podAffinity: [...podAffinity] },
  })),
  fc.tuple(labels, wishes).map(([podLabels, podAffinity]) => ({
    podLabels,
    affinity: { podAffinity: [...podAffinity] },
  })),
);

/** No wishes as a rule; labels, required and preferred (anti-)affinity where that trait is wanted. */
export const podAffinities = (traits: Traits): fc.Arbitrary<Neighbours> =>
  oneWay<Neighbours>(
    way(5, fc.constant({})),
    way(3, affinities, traits.affinity),
    way(1, fc.constant({ nodeSelector: { zone: ['a'] } }), traits.affinity),
  );
