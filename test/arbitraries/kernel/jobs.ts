import fc from 'fast-check';
import type { Submission } from '../../../domain/allocation/index.ts';
import type { NodeSelector, Toleration } from '../../../domain/foundation/shapes.ts';
import { podsOf } from './gangs.ts';
import { oneWay, type Traits, way } from './traits.ts';

/** A job before it has its id and its age. @shape `queue` chooses among the leaves of the world's tree */
export type Job = Omit<Submission, 'id' | 'age'> & { readonly queue: number };

const selectors: fc.Arbitrary<NodeSelector> = oneWay<NodeSelector>(
  way(16, fc.constant({})),
  way(2, fc.constant({ zone: ['a'] })),
  way(1, fc.constant({ zone: ['b', 'a'] })),
  way(1, fc.constant({ zone: ['nowhere'] })),
);

const tolerations: fc.Arbitrary<readonly Toleration[]> = oneWay<readonly Toleration[]>(
  way(6, fc.constant([])),
  way(1, fc.constant([{ key: 'infra', operator: 'Exists' as const, value: '', effect: '' }])),
  way(
    1,
    fc.constant([{ key: 'infra', operator: 'Equal' as const, value: 'yes', effect: 'NoSchedule' }]),
  ),
  way(1, fc.constant([{ key: '', operator: 'Exists' as const, value: '', effect: '' }])),
);

/** Jobs of every sort that the traits allow. */
export const jobs = (traits: Traits): fc.Arbitrary<Job> =>
  fc
    .tuple(
      podsOf(traits),
      fc.record({
        queue: fc.nat(3),
        priority: fc.constantFrom(50, 50, 50, 75, 75, 100, 125),
        isPreemptible: fc.constantFrom(true, true, true, true, true, true, true, false),
        nodeSelector: selectors,
        tolerations,
      }),
      traits.elastic ? fc.constantFrom(false, false, false, true) : fc.constant(false),
      fc.constantFrom(undefined, undefined, 60_000),
    )
    .map(([pods, job, isSemiPreemptible, maxRunMs]) => ({
      ...job,
      ...pods,
      ...(isSemiPreemptible && { isSemiPreemptible }),
      ...(maxRunMs !== undefined && { maxRunMs }),
    }));
