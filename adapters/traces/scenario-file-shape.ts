import { type Static, Type } from 'typebox';
import { gpuPlacementStrategies, placementStrategies } from '../../domain/node-pool/events.ts';
import { workloadTypes } from '../../domain/workload/events.ts';
import { priorityByWord } from '../../domain/workload/index.ts';
import { expectationShape } from './scenario-file-expect-shape.ts';
import { gangShape, podsShape, subGroupShape, tolerationsShape } from './scenario-file-pods.ts';
import {
  amount,
  countsBy,
  only,
  optional,
  several,
  text,
  textsBy,
  valuesBy,
  whole,
} from './scenario-file-words.ts';

const id = text('an id such as "vision": lower-case letters, digits and "-"');
const duration = text('a time such as "90s", "15m", "8h" or "1h30m"');
const cpu = amount('CPU cores such as 4, "500m" or "1.5"');
const memory = text('memory such as "16Gi"');
const gpuBound = amount('GPUs such as 8 or 0.5, or -1 for no bound');
const cpuBound = amount('CPU cores such as 64, or -1 for no bound');
const memoryBound = amount('memory such as "512Gi", or -1 for no bound');
const node = only('a node, or several that are equal', {
  id: optional(id),
  pool: optional(id),
  idPrefix: optional(id),
  count: optional(whole('a number of nodes, 1 to 100000', { min: 1, max: 100_000 })),
  gpus: whole('a number of GPUs, 0 to 64', { min: 0, max: 64 }),
  gpuModel: optional(text('a GPU model such as "H100"')),
  gpuMemory: optional(memory),
  cpu,
  memory,
  pods: optional(whole('a number of pods, 1 to 100000', { min: 1, max: 100_000 })),
  labels: optional(textsBy('labels: {"zone": "a"}')),
  taints: optional(
    Type.Array(
      only('a taint', {
        key: text('the key of a taint'),
        value: optional(Type.String({ description: 'the value of a taint' })),
        effect: Type.Enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'], {
          description: 'one of NoSchedule, PreferNoSchedule, NoExecute',
        }),
      }),
      { description: 'a list of taints' },
    ),
  ),
  mig: optional(
    only('how its GPUs are cut', {
      strategy: Type.Enum(['single', 'mixed'], { description: 'single or mixed' }),
      slices: countsBy('slices by their profile: {"1g.10gb": 7}', 0),
    }),
  ),
  resources: optional(countsBy('resources by name: {"example.com/rdma": 2}', 0)),
  deviceClasses: optional(countsBy('devices by class: {"gpu.example.com": 8}', 0)),
});

const layouts = (words: readonly string[]) => ({
  description: `one of ${words.join(', ')}`,
});

const nodePool = only('a node pool', {
  id,
  gpuPlacement: optional(
    Type.Enum<[...typeof gpuPlacementStrategies]>(
      [...gpuPlacementStrategies],
      layouts(gpuPlacementStrategies),
    ),
  ),
  cpuPlacement: optional(
    Type.Enum<[...typeof placementStrategies]>(
      [...placementStrategies],
      layouts(placementStrategies),
    ),
  ),
});

const topology = only('how nodes stand to each other', {
  name: text('a name such as "racks"'),
  levels: several('a list of labels, the widest domains first', text('a label of nodes')),
});

const claim = only('devices that pods use by name', {
  name: text('a name such as "pair"'),
  deviceClass: text('a class of devices, such as "gpu.example.com"'),
  count: optional(whole('a number of devices, 1 to 1024', { min: 1, max: 1024 })),
  project: optional(id),
});

const rank = whole('a rank among siblings, 0 to 1000000; 100 is usual', { min: 0, max: 1e6 });

const bound = only('bounds of a resource', {
  quota: optional(gpuBound),
  limit: optional(gpuBound),
});

const terms = only('what else is asked for', {
  preemptMinRun: optional(duration),
  reclaimMinRun: optional(duration),
  maxRun: optional(duration),
  lends: optional(
    only('what others may borrow', {
      gpu: optional(gpuBound),
      cpu: optional(cpuBound),
      memory: optional(memory),
    }),
  ),
  bounds: optional(
    Type.Record(Type.String(), bound, { description: 'bounds: {"gpu:H100": {"limit": 4}}' }),
  ),
});

const promises = {
  gpuQuota: optional(gpuBound),
  gpuLimit: optional(gpuBound),
  cpuQuota: optional(cpuBound),
  cpuLimit: optional(cpuBound),
  memoryQuota: optional(memoryBound),
  memoryLimit: optional(memoryBound),
  weight: optional(whole('an over-quota weight, 0 to 1000000', { min: 0, max: 1e6 })),
  priority: optional(rank),
  terms: optional(terms),
};

const elsewhere = {
  nodePools: optional(
    Type.Record(Type.String(), only('what is promised in a node pool', promises), {
      description: 'promises by node pool: {"a100": {"gpuQuota": 8}}',
    }),
  ),
};
const preference = optional(several('a list of node pools, the dearest first', id));

const priorityWords = Object.keys(priorityByWord).join(', ');

const workloadType = Type.Enum(workloadTypes, {
  description: `one of ${workloadTypes.join(', ')}`,
});

const workload = only('a workload', {
  id,
  project: id,
  nodePools: preference,
  type: workloadType,
  priority: optional(amount(`a whole number from 0, or one of ${priorityWords}`)),
  preemptible: optional(Type.Boolean({ description: 'true or false' })),
  semiPreemptible: optional(Type.Boolean({ description: 'true or false' })),
  ...podsShape,
  subGroups: optional(several('a list of one sub-group or more', subGroupShape)),
  gang: optional(gangShape),
  nodeSelector: optional(valuesBy('labels with the values that will do: {"gpu.model": ["H100"]}')),
  tolerations: optional(tolerationsShape),
  submit: optional(duration),
  run: optional(duration),
  cancel: optional(duration),
  exitCode: optional(whole('an exit code, 0 to 255', { min: 0, max: 255 })),
});

/** A scenario as people write it; `docs/SCENARIOS.md` explains it. Each part says in `description` what it must be. */
export const scenarioShape = only('a scenario', {
  name: text('a name such as "two-teams": lower-case letters, digits and "-"'),
  start: optional(
    Type.Union([Type.Integer(), Type.String()], {
      description: 'an instant such as "2026-01-05T08:00:00Z", or milliseconds since 1970',
    }),
  ),
  policy: optional(text('the name of a file of rules beside this one, such as "night.yaml"')),
  nodePools: optional(several('a list of one node pool or more', nodePool)),
  nodes: several('a list of one group of nodes or more', node),
  topologies: optional(several('a list of one topology or more', topology)),
  claims: optional(several('a list of one claim or more', claim)),
  departments: several(
    'a list of one department or more',
    only('a department', { id, ...promises, ...elsewhere }),
  ),
  projects: several(
    'a list of one project or more',
    only('a project', {
      id,
      department: id,
      ...promises,
      ...elsewhere,
      defaultNodePools: preference,
    }),
  ),
  workloads: several('a list of one workload or more', workload),
  failures: optional(
    Type.Array(only('a failure of a node', { node: id, at: duration, back: optional(duration) }), {
      description: 'a list of failures of nodes',
    }),
  ),
  expect: optional(Type.Array(expectationShape, { description: 'a list of expectations' })),
});

const { start, departments, projects, workloads } = scenarioShape.properties;

/** Teams beside those of a trace, on its nodes. */
export const teamsShape = only('teams beside a trace', { start, departments, projects, workloads });

/** See `scenarioShape`. */
export type ScenarioText = Static<typeof scenarioShape>;
/** One group of equal nodes. */
export type NodeText = ScenarioText['nodes'][number];
/** What a department or project is promised. */
export type PromisesText = Omit<ScenarioText['departments'][number], 'id' | 'nodePools'>;
/** What a department or project asks besides quotas. */
export type TermsText = NonNullable<PromisesText['terms']>;
/** One workload. */
export type WorkloadText = ScenarioText['workloads'][number];
