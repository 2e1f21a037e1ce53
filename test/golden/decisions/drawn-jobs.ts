import fc from 'fast-check';
import type { NodeExpression } from '../../../domain/foundation/node-terms.ts';
import type { PodRequest, PodTerm, SubGroup } from '../../../domain/foundation/shapes.ts';
import { type Job, jobs } from '../../arbitraries/kernel/jobs.ts';
import { oneWay, type Traits, way } from '../../arbitraries/kernel/traits.ts';

type Oddity = Partial<SubGroup> & { readonly isLegacy?: boolean };

const labels = fc.constantFrom({ app: 'web' }, { app: 'store' }, { app: 'web', tier: 'front' });
const keys = fc.constantFrom('host', 'rack', 'zone', 'nowhere');
const weight = fc.constantFrom(1, 7, 50, 100);
const term: fc.Arbitrary<PodTerm> = fc.record({ labels, topologyKey: keys });
const wish: fc.Arbitrary<PodTerm> = fc.record({ labels, topologyKey: keys, weight });
const terms = fc.array(fc.oneof(term, wish, wish), { minLength: 1, maxLength: 3 });

const preferredNodes = fc.array(
  fc.record({
    labels: fc.constantFrom<{ [key: string]: string[] }>(
      { zone: ['a'] },
      { zone: ['b'] },
      { block: ['block-1'], zone: ['a', 'b'] },
      { nothing: ['x'] },
    ),
    weight,
  }),
  { minLength: 1, maxLength: 3 },
);

const expression: fc.Arbitrary<NodeExpression> = fc.oneof(
  fc.record({
    key: fc.constantFrom('zone', 'block', 'nothing'),
    operator: fc.constantFrom('In' as const, 'NotIn' as const),
    values: fc.constantFrom<string[]>(['a'], ['b', 'block-1'], ['block-0']),
  }),
  fc.record({
    key: fc.constantFrom('zone', 'nothing'),
    operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
  }),
  fc.record({
    key: fc.constantFrom('generation', 'zone', 'nothing'),
    operator: fc.constantFrom('Gt' as const, 'Lt' as const),
    values: fc.constantFrom<string[]>(['1'], ['5'], ['-3'], ['x']),
  }),
);
const expressions = fc.array(expression, { minLength: 1, maxLength: 2 });

/** What must, and what should, hold of the labels of a node. */
const nodeTerms: fc.Arbitrary<Oddity> = fc.record({
  affinity: fc.record(
    {
      requiredNodes: fc.array(
        expressions.map((matchExpressions) => ({ matchExpressions })),
        { minLength: 1, maxLength: 2 },
      ),
      preferredNodes: fc
        .tuple(weight, expressions)
        .map(([one, matchExpressions]) => [{ labels: {}, weight: one, matchExpressions }]),
    },
    { requiredKeys: [] },
  ),
});

const wishesOfNodes = preferredNodes.map((some) => ({ affinity: { preferredNodes: some } }));

const nearAndFar = fc
  .tuple(labels, terms, terms)
  .map(([podLabels, podAffinity, podAntiAffinity]) => ({
    podLabels,
    affinity: { podAffinity, podAntiAffinity },
  }));

const far = fc.tuple(labels, terms).map(([podLabels, podAntiAffinity]) => ({
  podLabels,
  affinity: { podAntiAffinity },
}));

const ranks = fc.constantFrom(-1, 3).map((podPriority) => ({ podPriority }));
const places = fc.constant<Oddity>({ nodeSelector: { block: ['block-0'], zone: ['a', 'b'] } });

/** What pods seldom ask for: several terms at once, wishes about nodes, a rank among pods, slices by annotations. */
const oddities = (traits: Traits): fc.Arbitrary<Oddity> =>
  oneWay<Oddity>(
    way(12, fc.constant({})),
    way(2, wishesOfNodes, traits.affinity),
    way(3, nearAndFar, traits.affinity),
    way(1, far, traits.affinity),
    way(2, nodeTerms, traits.affinity),
    way(1, ranks, traits.elastic),
    way(1, places),
    way(1, fc.constant({ isLegacy: true }), traits.mig),
  );

const withOddity = (one: SubGroup, { isLegacy, ...more }: Oddity): SubGroup => ({
  ...one,
  ...more,
  request: { ...one.request, ...(isLegacy === true && { legacyMig: true }) },
});

const ports = fc.constantFrom<NonNullable<PodRequest['hostPorts']>>(
  [
    { port: 8080, protocol: 'TCP' },
    { port: 9090, protocol: 'TCP' },
  ],
  [
    { port: 8080, protocol: 'UDP' },
    { port: 8080, protocol: 'TCP' },
  ],
);
const claims = fc.constantFrom<string[]>(
  ['claim-a', 'claim-b'],
  ['claim-c', 'claim-a'],
  ['claim-x'],
);

type More = Partial<PodRequest>;

const extras = (traits: Traits): fc.Arbitrary<More> =>
  oneWay<More>(
    way(12, fc.constant({})),
    way(
      2,
      ports.map((hostPorts) => ({ hostPorts })),
      traits.ports,
    ),
    way(
      2,
      claims.map((some) => ({ claims: some })),
      traits.claims,
    ),
  );

/** Jobs of every sort that the traits allow, with what is seldom asked for now and then. */
export const drawnJobs = (traits: Traits): fc.Arbitrary<Job> =>
  fc
    .tuple(jobs(traits), fc.array(oddities(traits), { minLength: 3, maxLength: 3 }), extras(traits))
    .map(([job, odd, more]) => ({
      ...job,
      subGroups: job.subGroups
        .map((one, at) => withOddity(one, odd[at] ?? {}))
        .map((one) => ({ ...one, request: { ...one.request, ...more } })),
    }));
