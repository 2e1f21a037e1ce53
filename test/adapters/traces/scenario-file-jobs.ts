import fc from 'fast-check';
import type { ScenarioJob } from '../../../adapters/ports/scenario.ts';
import type { PodRequest } from '../../../domain/foundation/shapes.ts';
import { durationMs, label, names } from './scenario-file-words.ts';

const requestThat: fc.Arbitrary<PodRequest> = fc
  .record({
    gpuDevices: fc.nat(8),
    gpuMilli: fc.constantFrom(1000, 500, 1, 999),
    cpuMilli: fc.nat(99_999),
    memoryBytes: fc.nat(2 ** 30),
  })
  .map((request) => ({ ...request, gpuMilli: request.gpuDevices === 0 ? 0 : request.gpuMilli }));

const subGroupsThat = fc.oneof(fc.constant(['main']), names).chain((of) =>
  fc.tuple(
    ...of.map((group) =>
      fc.record({
        name: fc.constant(group),
        pods: fc.integer({ min: 1, max: 9 }),
        request: requestThat,
      }),
    ),
  ),
);

const selectorThat = fc.dictionary(label, fc.array(label, { minLength: 1, maxLength: 2 }), {
  maxKeys: 2,
  noNullPrototype: true,
});

const types = ['workspace', 'training', 'distributed', 'inference'] as const;

const draftThat = fc.record({
  workloadType: fc.constantFrom(...types),
  priority: fc.nat(1000),
  preemptible: fc.boolean(),
  subGroups: subGroupsThat,
  nodeSelector: selectorThat,
  submit: durationMs,
  runMs: fc.option(durationMs, { nil: undefined }),
  stay: fc.option(durationMs, { nil: undefined }),
  exitCode: fc.nat(255),
});

/** Any workload of a scenario, with the given id. */
export const jobThat = (
  id: string,
  from: { readonly startMs: number; readonly projectIds: readonly string[] },
): fc.Arbitrary<ScenarioJob> =>
  fc
    .tuple(fc.constantFrom(...from.projectIds), draftThat)
    .map(([projectId, { submit, stay, ...job }]) => {
      const submitAtMs = from.startMs + submit;
      const cancelAtMs = stay === undefined ? undefined : submitAtMs + stay;
      return { id, projectId, ...job, submitAtMs, cancelAtMs };
    });
