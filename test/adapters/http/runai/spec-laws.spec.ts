import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { NodePoolRow, OrgUnits, ProjectRow } from '../../../../projections/org-units/index.ts';
import { type DataOf, workload, type WorkloadSpec } from '../../../../domain/workload/index.ts';
import { workloadSpecOf } from '../../../../adapters/http/runai/workloads/spec-read.ts';
import type { SpecSaid } from '../../../../adapters/http/runai/workloads/spec-shape.ts';
import { masterSaid, specSaid } from '../../../../adapters/http/runai/workloads/spec-told.ts';
import {
  frameworks,
  priorityWords,
  typeNames,
  typeWords,
} from '../../../../adapters/http/runai/workloads/words.ts';
import { rightOf } from '../../../src/app/stage.ts';
import { mbOf, mibOf } from '../../../../adapters/http/runai/units/memory.ts';

const project: ProjectRow = {
  id: 'vision',
  name: 'vision',
  departmentId: 'department',
  clusterId: 'cluster',
  defaultNodePoolId: 'default',
  grants: new Map(),
  createdAtMs: 0,
  revision: 1,
};
const pool = (id: string): NodePoolRow => ({
  id,
  name: id,
  clusterId: 'cluster',
  labelKey: 'pool',
  labelValue: id,
  gpuPlacement: 'berth',
  cpuPlacement: 'binpack',
  createdAtMs: 0,
  revision: 1,
});
const units: OrgUnits = {
  projects: new Map([[project.id, project]]),
  departments: new Map(),
  nodePools: new Map(['default', 'h100', 'a100'].map((id) => [id, pool(id)])),
  clusters: new Map(),
  topologies: new Map(),
  claims: new Map(),
  policies: new Map(),
};

const gpuDevicesRequest = fc.integer({ min: 1, max: 8 });
const anyGpus = fc.oneof(
  fc.record({
    gpuDevicesRequest,
    gpuPortionRequest: fc.integer({ min: 1, max: 1000 }).map((milli) => milli / 1000),
  }),
  fc.record({ gpuDevicesRequest, gpuMemoryRequest: fc.constantFrom('20Gi', '10G', '0.5Gi') }),
  fc.record({ gpuDevicesRequest, migProfile: fc.constantFrom('1g.10gb', '3g.40gb') }),
);
const anyExtended = fc.uniqueArray(
  fc.record({
    resource: fc.constantFrom('example.com/rdma', 'hugepages-2Mi'),
    quantity: fc.constantFrom('1', '2Mi', '0'),
  }),
  { selector: ({ resource }) => resource },
);
const anyCompute = fc
  .tuple(
    anyGpus,
    fc.record({
      cpuCoreRequest: fc.integer({ min: 0, max: 64_000 }).map((milli) => milli / 1000),
      cpuMemoryRequest: fc.constantFrom('1Gi', '1500M', '7', '0', '1e9', '0.5Gi'),
      extendedResources: anyExtended,
    }),
  )
  .map(([gpus, others]) => ({ ...gpus, ...others }));
const anyNamed = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('a', 'b', 'x/y'), value: fc.string() }),
  { selector: ({ name }) => name, maxLength: 3 },
);

interface ExpressionSaid {
  readonly key: string;
  readonly operator: string;
  readonly values?: string[];
}
const anyTerm = fc.record({
  matchExpressions: fc.array(
    fc.constantFrom<ExpressionSaid[]>(
      { key: 'zone', operator: 'In', values: ['a', 'b'] },
      { key: 'run.ai/type', operator: 'In', values: ['dgx'] },
      { key: 'zone', operator: 'NotIn', values: ['a'] },
      { key: 'disk', operator: 'Exists' },
      { key: 'spot', operator: 'DoesNotExist', values: [] },
      { key: 'cpus', operator: 'Gt', values: ['32'] },
    ),
    { minLength: 1, maxLength: 3 },
  ),
});

const ofAll = {
  image: fc.constantFrom('a/b:1', 'c'),
  command: fc.string(),
  args: fc.string(),
  workingDir: fc.string(),
  environmentVariables: anyNamed,
  compute: anyCompute,
  nodePools: fc.uniqueArray(fc.constantFrom('default', 'h100', 'a100'), { minLength: 1 }),
  nodeType: fc.constantFrom('dgx', 'hgx'),
  nodeAffinityRequired: fc.oneof(
    fc.constantFrom('zone', 'rack').map((key) => ({
      nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: ['a', 'b'] }] }],
    })),
    fc.array(anyTerm, { maxLength: 3 }).map((nodeSelectorTerms) => ({ nodeSelectorTerms })),
  ),
  tolerations: fc
    .constantFrom(
      { key: 'gpu', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'a', operator: 'Equal', value: 'b', effect: 'Any' },
    )
    .map((one) => [one]),
  priorityClass: fc.constantFrom(...priorityWords),
  preemptibility: fc.constantFrom('preemptible', 'non-preemptible', 'semi-preemptible'),
  podAffinity: fc.record({
    type: fc.constantFrom('Required', 'Preferred'),
    key: fc.constantFrom('rack', 'zone'),
  }),
  topology: fc.constantFrom(
    { topology: 'racks', requiredTopologyLevel: 'zone' },
    { topology: 'racks', requiredTopologyLevel: 'zone', preferredTopologyLevel: 'rack' },
  ),
  autoDeletionTimeAfterCompletionSeconds: fc.nat(1_000_000),
  terminationGracePeriodSeconds: fc.nat(1_000),
  labels: anyNamed,
  annotations: anyNamed,
};

const anySpec = fc.record(ofAll, { requiredKeys: ['image'] });

/** What only one type of workload can say. */
const ownOf = {
  workspace: fc.constant({}),
  training: fc.record({ parallelism: fc.integer({ min: 1, max: 9 }) }, { requiredKeys: [] }),
  distributed: fc.record(
    {
      numWorkers: fc.constant(4),
      minReplicas: fc.integer({ min: 1, max: 4 }),
      maxReplicas: fc.integer({ min: 4, max: 9 }),
      distributedFramework: fc.constantFrom(...frameworks),
    },
    { requiredKeys: ['numWorkers'] },
  ),
  inference: fc.record({
    autoscaling: fc.constantFrom({ minReplicas: 0, maxReplicas: 3 }, { initialReplicas: 2 }),
  }),
} as const;

const anySubmission = fc.constantFrom(...typeNames).chain((type) =>
  fc.record({
    type: fc.constant(type),
    spec: fc
      .tuple(anySpec, ownOf[type], fc.nat(20))
      .map(([shared, own, backoffLimit]): SpecSaid =>
        type === 'inference' ? { ...shared, ...own } : { ...shared, ...own, backoffLimit },
      ),
    master: fc.constantFrom(
      {},
      { masterSpecSameAsWorker: false },
      { masterSpec: { compute: { cpuCoreRequest: 2 } } },
    ),
  }),
);

/** What the ledger keeps of a submission. */
const submittedData = (spec: WorkloadSpec): DataOf<'WorkloadSubmitted'> => {
  const known = { isProjectKnown: true, isNodePoolKnown: true, isNameTaken: false };
  const command = { ...spec, ...known, type: 'SubmitWorkload', queueId: undefined } as const;
  const [fact] = rightOf(workload.decide(command, workload.initial));
  if (fact?.type !== 'WorkloadSubmitted') throw new Error('not submitted');
  return fact.data;
};

describe("Run:ai's way to write a submission", () => {
  test.prop([anySubmission], { numRuns: 150 })(
    '∀ submissions: what is told and sent again asks for the same',
    ({ type, spec, master }) => {
      const said = {
        name: 'a',
        projectId: 'vision',
        spec,
        ...(type === 'distributed' ? master : {}),
      };
      const asked = workloadSpecOf(type, said, units);
      const told = specSaid(submittedData(asked));
      const again = { ...said, masterSpec: undefined, masterSpecSameAsWorker: undefined };
      const masterTold = masterSaid(submittedData(asked));
      expect(workloadSpecOf(type, { ...again, ...masterTold, spec: told }, units)).toEqual(asked);
      expect(told).toHaveProperty('category', typeWords[type].category);
    },
  );

  test.prop([fc.nat(2 ** 40)])(
    '∀ amounts of memory: what is read and sent again changes nothing, and is at most 1 MB more',
    (amount) => {
      const mib = mibOf(amount);
      expect(mibOf(mbOf(mib))).toBe(mib);
      expect(mbOf(mib) - amount).toBeGreaterThanOrEqual(0);
      expect(mbOf(mib) - amount).toBeLessThanOrEqual(1);
    },
  );
});
