import fc from 'fast-check';
import type { Gang, SubGroup, TopologyConstraint } from '../../../domain/foundation/shapes.ts';
import { topologyLevels, topologyName } from './nodes.ts';
import { podAffinities } from './neighbours.ts';
import { requests } from './requests.ts';
import { oneWay, type Traits, way } from './traits.ts';

/** The pods of a job and which of them stand or fall together. */
export interface PodsWish {
  readonly subGroups: readonly SubGroup[];
  readonly gang?: Gang;
}

const levels = fc.constantFrom(...topologyLevels);

const constraints: fc.Arbitrary<TopologyConstraint> = fc.oneof(
  levels.map((required) => ({ topology: topologyName, required })),
  levels.map((preferred) => ({ topology: topologyName, preferred })),
  fc.constant({ topology: topologyName, required: 'block', preferred: 'rack' }),
);

const maybeConstraint = (
  traits: Traits,
): fc.Arbitrary<{ readonly topology?: TopologyConstraint }> =>
  oneWay<{ readonly topology?: TopologyConstraint }>(
    way(4, fc.constant({})),
    way(
      1,
      constraints.map((topology) => ({ topology })),
      traits.topology,
    ),
  );

const subGroupNamed = (name: string, traits: Traits): fc.Arbitrary<SubGroup> =>
  fc
    .tuple(fc.constantFrom(1, 1, 1, 1, 2, 3), requests(traits), podAffinities(traits))
    .map(([pods, request, neighbours]) => ({ name, pods, request, ...neighbours }));

/** Equal pods, or a leader with its workers; all start together. */
const wholeGangs = (traits: Traits): fc.Arbitrary<PodsWish> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: subGroupNamed('workers', traits).map((one) => ({ subGroups: [one] })),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(subGroupNamed('leader', traits), subGroupNamed('workers', traits))
        .map((subGroups) => ({ subGroups })),
    },
  );

const constrainedGangs = (traits: Traits): fc.Arbitrary<PodsWish> =>
  fc.tuple(wholeGangs(traits), constraints).map(([{ subGroups }, topology]) => ({
    subGroups,
    gang: {
      podSets: subGroups.map(({ name, pods }) => ({ name, minPods: pods })),
      groups: [],
      topology,
    },
  }));

/** Fewer pods than all are enough to start. */
const elasticGangs = (traits: Traits): fc.Arbitrary<PodsWish> =>
  fc
    .tuple(
      subGroupNamed('workers', traits),
      fc.constantFrom(2, 3, 4),
      fc.constantFrom(1, 1, 2, 0),
      maybeConstraint(traits),
    )
    .map(([workers, pods, minPods, constraint]) => ({
      subGroups: [{ ...workers, pods }],
      gang: { podSets: [{ name: 'workers', minPods }], groups: [], ...constraint },
    }));

/** Pod sets of which each has one or two sub-groups, two of them in a group below a group. */
const treeGangs = (traits: Traits): fc.Arbitrary<PodsWish> =>
  fc
    .record({
      leader: subGroupNamed('leader', traits),
      left: subGroupNamed('left', traits),
      right: subGroupNamed('right', traits),
      isRightInLeft: fc.boolean(),
      inner: maybeConstraint(traits),
      outer: maybeConstraint(traits),
      spare: traits.elastic ? fc.constantFrom(0, 0, 1) : fc.constant(0),
    })
    .map(({ leader, left, right, isRightInLeft, inner, outer, spare }) => {
      const leftPods = left.pods + (isRightInLeft ? right.pods : 0);
      const sets = [
        { name: 'leader', minPods: leader.pods, group: 'all' },
        { name: 'left', minPods: Math.max(1, leftPods - spare), group: 'inner', ...inner },
        ...(isRightInLeft ? [] : [{ name: 'right', minPods: right.pods, group: 'inner' }]),
      ];
      return {
        subGroups: [
          leader,
          { ...left, podSet: 'left', podPriority: 1 },
          isRightInLeft ? { ...right, podSet: 'left' } : right,
        ],
        gang: {
          podSets: sets,
          groups: [
            { name: 'all', ...outer },
            { name: 'inner', parent: 'all' },
          ],
        },
      };
    });

/** Pods of every sort that the traits allow, alone or in gangs. */
export const podsOf = (traits: Traits): fc.Arbitrary<PodsWish> =>
  oneWay<PodsWish>(
    way(8, wholeGangs(traits)),
    way(2, constrainedGangs(traits), traits.topology),
    way(3, elasticGangs(traits), traits.elastic),
    way(2, treeGangs(traits), traits.trees),
  );
