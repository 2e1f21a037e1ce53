import fc from 'fast-check';
import type { NodeExpression } from '../../domain/foundation/node-terms.ts';
import type {
  Gang,
  PodRequest,
  SubGroup,
  TopologyConstraint,
} from '../../domain/foundation/shapes.ts';
import type { WorkloadSpec } from '../../domain/workload/index.ts';

const labelFrom = fc.constantFrom('zone', 'rack', 'kubernetes.io/hostname');
const labelsFrom = fc.dictionary(labelFrom, fc.constantFrom('a', 'b'), { minKeys: 1, maxKeys: 2 });
const weightFrom = fc.integer({ min: 1, max: 100 });
const optional = { requiredKeys: [], noNullPrototype: true };

const termFrom = fc.record(
  { labels: labelsFrom, topologyKey: labelFrom, weight: weightFrom },
  { requiredKeys: ['labels', 'topologyKey'], noNullPrototype: true },
);
const termsFrom = fc.array(termFrom, { maxLength: 2 });

const valued = fc.record({
  key: labelFrom,
  operator: fc.constantFrom('In' as const, 'NotIn' as const),
  values: fc.constantFrom<string[][]>(['a'], ['a', 'b']),
});
const unvalued = fc.record({
  key: labelFrom,
  operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
});
const bounding = fc.record({
  key: labelFrom,
  operator: fc.constantFrom('Gt' as const, 'Lt' as const),
  values: fc.constantFrom<string[][]>(['-7'], ['64']),
});
const expressionsFrom = fc.array(
  fc.oneof<fc.Arbitrary<NodeExpression>[]>(valued, unvalued, bounding),
  { minLength: 1, maxLength: 2 },
);
const nodeTermsFrom = fc.array(
  expressionsFrom.map((matchExpressions) => ({ matchExpressions })),
  { minLength: 1, maxLength: 2 },
);

const affinityFrom = fc.record(
  {
    podAffinity: termsFrom,
    podAntiAffinity: termsFrom,
    preferredNodes: fc.array(
      fc.record({
        labels: fc.dictionary(labelFrom, fc.constant<string[]>(['a']), { minKeys: 1, maxKeys: 1 }),
        weight: weightFrom,
      }),
      { maxLength: 2 },
    ),
    requiredNodes: nodeTermsFrom,
  },
  optional,
);

/** What a request says besides: memory instead of a share, slices instead of devices, and what every node counts. */
const besidesFrom = (request: PodRequest): fc.Arbitrary<PodRequest> =>
  fc
    .record(
      {
        resources: fc.constantFrom<NonNullable<PodRequest['resources']>[]>(
          { 'example.com/efa': 4 },
          {},
        ),
        claims: fc.constantFrom<string[][]>(['claim-1'], ['claim-1', 'claim-2'], []),
        hostPorts: fc.constantFrom<NonNullable<PodRequest['hostPorts']>[]>(
          [{ port: 8080, protocol: 'TCP' }],
          [],
        ),
      },
      optional,
    )
    .map((more) =>
      request.gpuDevices === 0
        ? { ...request, ...more, mig: { 'nvidia.com/mig-1g.10gb': 2 } }
        : { ...request, ...more, gpuMilli: 0, gpuMemoryMib: 4_096 },
    );

const subGroupFrom = (subGroup: SubGroup): fc.Arbitrary<SubGroup> =>
  fc
    .record(
      {
        podPriority: fc.integer({ min: -3, max: 3 }),
        nodeSelector: fc.dictionary(labelFrom, fc.constant<string[]>(['a', 'b']), { maxKeys: 1 }),
        podLabels: labelsFrom,
        affinity: affinityFrom,
      },
      optional,
    )
    .chain((more) =>
      fc
        .oneof(fc.constant(subGroup.request), besidesFrom(subGroup.request))
        .map((request) => ({ ...subGroup, ...more, request })),
    );

const topologyFrom: fc.Arbitrary<TopologyConstraint> = fc.constantFrom(
  { topology: 'racks', required: 'rack' },
  { topology: 'racks', preferred: 'rack' },
  { topology: 'racks', required: 'zone', preferred: 'rack' },
);

/** A gang of the sub-groups: each a pod set of its own, or all one; below a group or not. */
const gangFrom = (subGroups: readonly SubGroup[]): fc.Arbitrary<Gang> =>
  fc
    .record({
      isGrouped: fc.boolean(),
      topology: fc.option(topologyFrom, { nil: undefined }),
      mins: fc.tuple(...subGroups.map(({ pods }) => fc.integer({ min: 1, max: pods }))),
    })
    .map(({ isGrouped, topology, mins }) => {
      const constraint = topology === undefined ? {} : { topology };
      const podSets = subGroups.map(({ name }, at) => ({
        name,
        minPods: mins[at] ?? 1,
        ...(isGrouped ? { group: 'inner' } : constraint),
      }));
      const groups = [
        { name: 'outer', ...constraint },
        { name: 'inner', parent: 'outer' },
      ];
      return { podSets, groups: isGrouped ? groups : [], ...(isGrouped ? {} : constraint) };
    });

/** A spec whose pods say more of themselves: how they stand together, what they want near, where they may go. */
export const withPodsAsked = (spec: WorkloadSpec): fc.Arbitrary<WorkloadSpec> =>
  fc
    .record({
      subGroups: fc.tuple(...spec.subGroups.map(subGroupFrom)),
      gang: spec.replicas === undefined ? gangFrom(spec.subGroups) : fc.constant(undefined),
      isSemi: fc.boolean(),
      isWide: fc.boolean(),
    })
    .map(({ subGroups, gang, isSemi, isWide }) => ({
      ...spec,
      subGroups,
      ...(gang === undefined ? {} : { gang }),
      ...(isSemi && !spec.preemptible ? { semiPreemptible: true } : {}),
      ...(isWide ? { nodePoolIds: [spec.nodePoolId, 'further'] } : {}),
    }));
