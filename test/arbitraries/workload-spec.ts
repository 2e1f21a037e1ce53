import fc from 'fast-check';
import type { SubGroup } from '../../domain/foundation/shapes.ts';
import { workloadTypes } from '../../domain/workload/events.ts';
import type { WorkloadSpec } from '../../domain/workload/index.ts';
import { withPodsAsked } from './pods-asked.ts';

/** Ids of whatever. */
export const idFrom = fc.constantFrom('p-1', 'p-2', 'team:vision@gpu', 'a');
/** Short texts of any characters that a keyboard has. */
export const textFrom = fc.string({ maxLength: 12 });

const podRequestFrom = fc.record({
  gpu: fc.constantFrom([0, 0], [1, 1000], [1, 250], [8, 1000], [2, 500]),
  cpuMilli: fc.nat({ max: 64_000 }),
  memoryBytes: fc.nat({ max: 512_000_000 }),
});

const subGroupFrom = (name: string): fc.Arbitrary<SubGroup> =>
  fc
    .record({ pods: fc.integer({ min: 1, max: 4 }), asks: podRequestFrom })
    .map(({ pods, asks }) => {
      const { gpu, cpuMilli, memoryBytes } = asks;
      const [gpuDevices = 0, gpuMilli = 0] = gpu;
      return { name, pods, request: { gpuDevices, gpuMilli, cpuMilli, memoryBytes } };
    });

const plainFrom: fc.Arbitrary<WorkloadSpec> = fc.record(
  {
    name: fc.string({ minLength: 1, maxLength: 12 }),
    projectId: idFrom,
    nodePoolId: idFrom,
    workloadType: fc.constantFrom(...workloadTypes),
    priority: fc.constantFrom(25, 40, 65, 80, 90, 100, 125, 150),
    preemptible: fc.boolean(),
    subGroups: fc.oneof(
      fc.tuple(subGroupFrom('main')),
      fc.tuple(subGroupFrom('master'), subGroupFrom('worker')),
      fc.tuple(subGroupFrom('a'), subGroupFrom('b'), subGroupFrom('c')),
    ),
    nodeSelector: fc.dictionary(textFrom, fc.array(textFrom, { maxLength: 2 }), { maxKeys: 2 }),
    tolerations: fc.array(
      fc.record({
        key: textFrom,
        operator: fc.constantFrom('Exists', 'Equal'),
        value: textFrom,
        effect: textFrom,
      }),
      { maxLength: 2 },
    ),
    graceMs: fc.nat({ max: 300_000 }),
  },
  {
    requiredKeys: [
      'name',
      'projectId',
      'nodePoolId',
      'workloadType',
      'priority',
      'preemptible',
      'subGroups',
    ],
  },
);

const textsFrom = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), textFrom, {
  maxKeys: 3,
});

/** What any workload may say besides. */
const extrasFrom = fc.record(
  {
    labels: textsFrom,
    annotations: textsFrom,
    container: fc.record(
      {
        image: fc.string({ minLength: 1, maxLength: 12 }),
        command: textFrom,
        args: textFrom,
        workingDir: textFrom,
        environment: textsFrom,
      },
      { requiredKeys: ['image'] },
    ),
    backoffLimit: fc.nat({ max: 3 }),
    timeToLiveMs: fc.nat({ max: 100_000 }),
    clonedFrom: idFrom,
  },
  { requiredKeys: [] },
);

/** What a service may say, and what all others may. */
const termsFrom = ({
  workloadType,
  subGroups,
}: WorkloadSpec): fc.Arbitrary<Partial<WorkloadSpec>> => {
  if (workloadType !== 'inference') {
    return fc.record({ timeLimitMs: fc.integer({ min: 1, max: 100_000 }) }, { requiredKeys: [] });
  }
  const pods = subGroups.length === 1 ? subGroups[0]?.pods : undefined;
  if (pods === undefined) return fc.constant({});
  const bounds = fc.record({
    min: fc.integer({ min: 0, max: pods }),
    max: fc.integer({ min: pods, max: pods + 4 }),
  });
  return fc.record({ replicas: bounds }, { requiredKeys: [] });
};

/** Specs that mean something: of every type, with one to three sub-groups, plain ones and such as say all they can. */
export const specFrom: fc.Arbitrary<WorkloadSpec> = plainFrom
  .chain((plain) =>
    fc.oneof(
      fc.constant(plain),
      fc
        .tuple(extrasFrom, termsFrom(plain))
        .map(([extras, terms]) => ({ ...plain, ...extras, ...terms })),
    ),
  )
  .chain((spec) =>
    fc.oneof(
      { weight: 2, arbitrary: fc.constant(spec) },
      { weight: 1, arbitrary: withPodsAsked(spec) },
    ),
  );
