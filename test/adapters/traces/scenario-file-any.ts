import fc from 'fast-check';
import type {
  Scenario,
  ScenarioFailure,
  ScenarioNode,
  ScenarioUnit,
} from '../../../adapters/ports/scenario.ts';
import { jobThat } from './scenario-file-jobs.ts';
import { durationMs, label, name, names } from './scenario-file-words.ts';

const nodeThat = (id: string): fc.Arbitrary<ScenarioNode> =>
  fc
    .record({
      labels: fc.dictionary(label, fc.string({ maxLength: 5 }), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
      taints: fc.array(
        fc.record({
          key: label,
          value: fc.string({ maxLength: 5 }),
          effect: fc.constantFrom('NoSchedule' as const, 'PreferNoSchedule' as const),
        }),
        { maxLength: 2 },
      ),
      cpuMilli: fc.nat(1_000_000),
      memoryBytes: fc.oneof(
        fc.nat(2 ** 30),
        fc.nat(2 ** 20).map((kib) => kib * 1024),
      ),
      podsMax: fc.integer({ min: 1, max: 500 }),
      gpuCount: fc.nat(8),
      gpuModel: fc.constantFrom('any', 'H100', 'A100'),
      gpuMemoryMib: fc.nat(200_000),
    })
    .map(({ gpuModel: model, ...node }) => {
      const gpuModel = node.gpuCount === 0 ? '' : model;
      const isNamed = gpuModel !== '' && gpuModel !== 'any';
      return {
        id,
        ...node,
        gpuModel,
        labels: { ...node.labels, ...(isNamed && { 'gpu.model': gpuModel }) },
      };
    });

const boundsThat = fc
  .tuple(fc.integer({ min: -1, max: 1_000_000 }), fc.integer({ min: -1, max: 1_000_000 }))
  .map(([quota, limit]) => ({
    quota,
    limit: limit === -1 || quota === -1 ? limit : Math.max(quota, limit),
  }));

const unitThat = (id: string): fc.Arbitrary<ScenarioUnit> =>
  fc
    .record({
      gpu: boundsThat,
      cpu: boundsThat,
      memory: boundsThat,
      weight: fc.nat(9),
      priority: fc.nat(200),
    })
    .map(({ gpu, cpu, memory, weight, priority }) => ({
      id,
      entitlements: {
        gpuMilli: { ...gpu, weight },
        cpuMilli: { ...cpu, weight },
        memoryMib: { ...memory, weight },
        priority,
      },
    }));

const failureThat = (nodeIds: readonly string[], startMs: number): fc.Arbitrary<ScenarioFailure> =>
  fc
    .record({
      nodeId: fc.constantFrom(...nodeIds),
      after: durationMs,
      away: fc.option(durationMs, { nil: undefined }),
    })
    .map(({ nodeId, after, away }) => {
      const atMs = startMs + after;
      return { nodeId, atMs, returnAtMs: away === undefined ? undefined : atMs + away + 1 };
    });

/** Any scenario that the engine could play, its jobs in order. */
export const anyScenario: fc.Arbitrary<Scenario> = fc
  .record({
    name,
    startMs: fc.nat(4_000_000_000_000),
    nodeIds: names,
    departmentIds: names,
    projectIds: names,
    jobIds: names,
  })
  .chain(({ name: called, startMs, nodeIds, departmentIds, projectIds, jobIds }) =>
    fc.record({
      name: fc.constant(called),
      clusterId: fc.constant(called),
      nodePoolId: fc.constant('default'),
      startMs: fc.constant(startMs),
      nodes: fc.tuple(...nodeIds.map(nodeThat)),
      departments: fc.tuple(...departmentIds.map(unitThat)),
      projects: fc.tuple(
        ...projectIds.map((id) =>
          fc
            .tuple(unitThat(id), fc.constantFrom(...departmentIds))
            .map(([unit, departmentId]) => ({ ...unit, departmentId })),
        ),
      ),
      jobs: fc
        .tuple(...jobIds.map((id) => jobThat(id, { startMs, projectIds })))
        .map((jobs) =>
          jobs.toSorted((a, b) => a.submitAtMs - b.submitAtMs || (a.id < b.id ? -1 : 1)),
        ),
      failures: fc.array(failureThat(nodeIds, startMs), { maxLength: 3 }),
    }),
  );
