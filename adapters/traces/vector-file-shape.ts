import { type Static, Type } from 'typebox';
import { job, status } from './vector-file-job.ts';
import { count, instances, labels, amount, only, optional, text } from './vector-file-pieces.ts';

/** −1 is "no bound". */
const bound = Type.Number({ minimum: -1 });

const node = only('a node', {
  name: text,
  gpus: count,
  gpuMemoryMiB: optional(count),
  gpuMemoryKnown: optional(Type.Boolean()),
  cpuCores: amount,
  memoryBytes: count,
  maxPods: count,
  labels: optional(labels),
  mig: optional(
    only('the partitions of a node', {
      strategy: Type.Enum(['single', 'mixed', 'none']),
      instances: optional(instances),
    }),
  ),
});

const topology = only('a topology', { name: text, levels: Type.Array(text) });

const deviceSlice = only('a slice of devices', {
  Name: optional(text),
  NodeName: text,
  DeviceClassName: text,
  Count: count,
});

/** What a cluster has written of a claim: its devices are those of a pool, which is a node. Who has it is told by the tasks. */
const claimStatus = Type.Object({
  allocation: optional(
    Type.Object({
      devices: optional(
        Type.Object({ results: optional(Type.Array(Type.Object({ pool: text }))) }),
      ),
    }),
  ),
});

const claim = only('a claim', {
  Name: text,
  Namespace: optional(Type.String()),
  DeviceClassName: text,
  Count: count,
  Labels: optional(labels),
  ClaimStatus: optional(claimStatus),
});

const cluster = only('a cluster', {
  nodes: Type.Array(node),
  topologies: optional(Type.Array(topology)),
  deviceSlices: optional(Type.Array(deviceSlice)),
  claims: optional(Type.Array(claim)),
});

const entitlement = only('what a queue gets of one resource', {
  quota: bound,
  limit: bound,
  overQuotaWeight: bound,
});

const queue = only('a queue', {
  name: text,
  parent: optional(text),
  priority: Type.Integer(),
  createdMinute: Type.Integer(),
  gpu: entitlement,
  cpuCores: entitlement,
  memoryMB: entitlement,
});

/** A plugin; what else is said of it switches parts of it off. */
const plugin = Type.Object(
  { Name: text, Arguments: optional(Type.Record(Type.String(), Type.Unknown())) },
  { additionalProperties: Type.Unknown() },
);
const config = only('the settings of a scheduler', {
  Actions: optional(Type.String()),
  QueueDepthPerAction: optional(Type.Record(Type.String(), count)),
  Tiers: Type.Array(only('a tier of plugins', { Plugins: Type.Array(plugin) })),
});

const sight = only('how a task is to stand', { status, node: optional(Type.String()) });
/** How every task of a job, or one task, is to stand at the end. */
export type VectorSight = Static<typeof sight>;

const expected = only('what is expected', {
  jobs: optional(Type.Record(Type.String(), sight)),
  tasks: optional(Type.Record(Type.String(), sight)),
  nodes: optional(
    Type.Record(
      Type.String(),
      only('the devices of a node', {
        idleGpus: optional(Type.Number()),
        releasingGpus: optional(Type.Number()),
      }),
    ),
  ),
});

/** One vector: facts, what is run on them, and the answer. */
export const vectorShape = only('a case', {
  id: text,
  mode: Type.Enum(['single', 'steady']),
  action: optional(
    Type.Enum(['allocate', 'consolidation', 'reclaim', 'preempt', 'stalegangeviction']),
  ),
  rounds: optional(only('how many rounds', { until: count, after: count })),
  limits: optional(
    only('limits of a cycle', {
      binds: optional(count),
      evictions: optional(count),
      nominations: optional(count),
    }),
  ),
  needs: optional(Type.Array(text)),
  config: optional(config),
  cluster,
  queues: Type.Array(queue),
  jobs: Type.Array(job),
  expect: expected,
});
/** See `vectorShape`. */
export type Vector = Static<typeof vectorShape>;
