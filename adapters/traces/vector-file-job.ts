import { type Static, type TSchema, Type } from 'typebox';
import { amount, count, instances, labels, only, optional, text } from './vector-file-pieces.ts';

/** Every state of a pod that the peer knows. */
export const vectorStatuses = [
  'Pending',
  'Gated',
  'Allocated',
  'Pipelined',
  'Binding',
  'Bound',
  'Running',
  'Releasing',
  'Succeeded',
  'Failed',
  'Unknown',
  'Deleted',
] as const;
/** See `vectorStatuses`. */
export const status = Type.Enum([...vectorStatuses]);
/** See `vectorStatuses`. */
export type VectorStatus = Static<typeof status>;

const constraint = only('a topology constraint', {
  topology: text,
  required: optional(text),
  preferred: optional(text),
});
/** Which part of a topology pods must share, and which they should. */
export type VectorConstraint = Static<typeof constraint>;

const podSet = only('a pod set', {
  name: text,
  minAvailable: count,
  constraint: optional(constraint),
});
/** Pods that are counted together. */
export type VectorPodSet = Static<typeof podSet>;

/** A group of pod sets and of further groups. */
export interface VectorGroup {
  readonly name?: string;
  readonly constraint?: VectorConstraint;
  readonly podSets?: readonly VectorPodSet[];
  readonly groups?: readonly VectorGroup[];
}

/** Deeper than any tree of groups that means something. */
const groupDepthMax = 12;

const groupOf = (depth: number): TSchema =>
  only('a group of pods', {
    name: optional(Type.String()),
    constraint: optional(constraint),
    podSets: optional(Type.Array(podSet)),
    groups: optional(
      depth === 0 ? Type.Array(Type.Unknown(), { maxItems: 0 }) : Type.Array(groupOf(depth - 1)),
    ),
  });
const group = Type.Unsafe<VectorGroup>(groupOf(groupDepthMax));

const task = only('a task', {
  name: text,
  status,
  node: optional(Type.String()),
  cpuCores: amount,
  memoryBytes: count,
  gpus: optional(count),
  gpuFraction: optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
  gpuMemoryMiB: optional(Type.Integer({ minimum: 1 })),
  mig: optional(instances),
  legacyMig: optional(Type.Boolean()),
  bestEffort: optional(Type.Boolean()),
  gpuGroups: optional(Type.Array(text)),
  podSet: optional(text),
  taskPriority: optional(Type.Integer()),
  claims: optional(Type.Array(text)),
  allowedNodes: optional(Type.Array(text)),
  labels: optional(labels),
  podAffinityKey: optional(text),
  podAntiAffinityKey: optional(text),
});
/** A pod of a job. */
export type VectorTask = Static<typeof task>;

/** Pods that were submitted together. */
export const job = only('a job', {
  name: text,
  queue: text,
  priority: Type.Integer(),
  preemptible: Type.Boolean(),
  createdMinute: Type.Integer(),
  podGroup: optional(group),
  stuckReleasing: optional(Type.Boolean()),
  brokenForSeconds: optional(amount),
  tasks: Type.Array(task),
});
/** Pods that were submitted together. */
export type VectorJob = Static<typeof job>;
