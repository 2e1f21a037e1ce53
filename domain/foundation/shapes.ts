import { type Static, Type } from './schemas.ts';
import { nodeExpressionShape, nodeTermShape } from './node-terms.ts';
import { queueTermsShape } from './queue-terms.ts';
import type { Upcaster } from './upcast.ts';

/**
 * What a queue is promised, for one resource.
 *
 * @shape `quota` is guaranteed; `limit` is never exceeded, −1 means none; `weight` divides what is left over.
 * @unit GPUs in thousandths, CPU in millicores, memory in MiB; quota −1 means "all there is".
 */
export const entitlementShape = Type.Object({
  quota: Type.Integer({ minimum: -1 }),
  limit: Type.Integer({ minimum: -1 }),
  weight: Type.Integer({ minimum: 0 }),
});
/** See `entitlementShape`. */
export type Entitlement = Static<typeof entitlementShape>;

/**
 * What a queue is promised, resource by resource, its rank among its siblings (100 is usual, higher is first), and what
 * else it asks of the kernel.
 */
export const entitlementsShape = Type.Object({
  gpuMilli: entitlementShape,
  cpuMilli: entitlementShape,
  memoryMib: entitlementShape,
  priority: Type.Integer({ minimum: 0 }),
  terms: Type.Optional(queueTermsShape),
});
/** See `entitlementsShape`. */
export type Entitlements = Static<typeof entitlementsShape>;

/** Facts with entitlements may hold terms from schema 2 on: a program that knows none does not read them. */
export const withTerms: readonly Upcaster[] = [(data) => data];

/** Texts by key: labels, annotations, variables of an environment. */
export const labelsShape = Type.Record(Type.String(), Type.String());
/** See `labelsShape`. */
export type Labels = Static<typeof labelsShape>;

/** Which nodes a pod accepts: for each label key the values that will do; an empty record accepts every node. */
export const nodeSelectorShape = Type.Record(Type.String(), Type.Array(Type.String()));
/** See `nodeSelectorShape`. */
export type NodeSelector = Static<typeof nodeSelectorShape>;

/** What keeps a pod off a node unless it tolerates it; Kubernetes' words. */
export const taintShape = Type.Object({
  key: Type.String(),
  value: Type.String(),
  effect: Type.Union([
    Type.Literal('NoSchedule'),
    Type.Literal('PreferNoSchedule'),
    Type.Literal('NoExecute'),
  ]),
});
/** See `taintShape`. */
export type Taint = Static<typeof taintShape>;

/** What a pod tolerates: an empty `key` with `Exists` tolerates everything; an empty `effect` any effect. */
export const tolerationShape = Type.Object({
  key: Type.String(),
  operator: Type.Union([Type.Literal('Exists'), Type.Literal('Equal')]),
  value: Type.String(),
  effect: Type.String(),
});
/** See `tolerationShape`. */
export type Toleration = Static<typeof tolerationShape>;

/**
 * What each pod of a sub-group asks for.
 *
 * @shape `gpuDevices` cards, `gpuMilli` of each: 1000 is a whole card, less is a share of it; 0 devices is CPU only.
 * @unit thousandths of a card, millicores, bytes
 */
export const podRequestShape = Type.Object({
  gpuDevices: Type.Integer({ minimum: 0 }),
  gpuMilli: Type.Integer({ minimum: 0, maximum: 1000 }),
  cpuMilli: Type.Integer({ minimum: 0 }),
  memoryBytes: Type.Integer({ minimum: 0 }),
  /** Memory of each device instead of a share of it; `gpuMilli` is 0 then. @unit MiB */
  gpuMemoryMib: Type.Optional(Type.Integer({ minimum: 1 })),
  /** Slices of partitioned devices by the name of their resource (`nvidia.com/mig-1g.10gb`); no devices besides. */
  mig: Type.Optional(Type.Record(Type.String(), Type.Integer({ minimum: 1 }))),
  /** It wants a slice as annotations used to ask for it; nobody grants that any more. */
  legacyMig: Type.Optional(Type.Boolean()),
  /** Any other resource that nodes count. */
  resources: Type.Optional(Type.Record(Type.String(), Type.Integer({ minimum: 1 }))),
  /** Names of the resource claims that the pod uses; a claim that several pods name is shared by them. */
  claims: Type.Optional(Type.Array(Type.String())),
  /** Ports of the node that the pod takes for itself. */
  hostPorts: Type.Optional(
    Type.Array(
      Type.Object({ port: Type.Integer({ minimum: 1, maximum: 65_535 }), protocol: Type.String() }),
    ),
  ),
});
/** See `podRequestShape`. */
export type PodRequest = Static<typeof podRequestShape>;

/** Nodes or other pods that a pod wants near, or far, by the domains of a node label. */
export const podTermShape = Type.Object({
  /** The pods that are meant carry all of these labels. */
  labels: labelsShape,
  /** Two nodes with one value of this label are one domain. */
  topologyKey: Type.String(),
  /** Absent where it must hold; else how much it counts. */
  weight: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
});
/** See `podTermShape`. */
export type PodTerm = Static<typeof podTermShape>;

/** What a pod says of its neighbours and of labels that a node must, or should, have; Kubernetes' words. */
export const affinityShape = Type.Object({
  podAffinity: Type.Optional(Type.Array(podTermShape)),
  podAntiAffinity: Type.Optional(Type.Array(podTermShape)),
  preferredNodes: Type.Optional(
    Type.Array(
      Type.Object({
        labels: nodeSelectorShape,
        weight: Type.Integer({ minimum: 1, maximum: 100 }),
        /** Must hold besides the labels. */
        matchExpressions: Type.Optional(Type.Array(nodeExpressionShape)),
      }),
    ),
  ),
  /** One of these must hold of a node, besides any selector. */
  requiredNodes: Type.Optional(Type.Array(nodeTermShape)),
});
/** See `affinityShape`. */
export type Affinity = Static<typeof affinityShape>;

/** A set of equal pods of a workload; all pods of all sub-groups start together unless a gang says otherwise. */
export const subGroupShape = Type.Object({
  name: Type.String(),
  pods: Type.Integer({ minimum: 1 }),
  request: podRequestShape,
  /** The pod set that it belongs to; one of its own name where absent. */
  podSet: Type.Optional(Type.String()),
  /** Among the pods of a pod set the higher are placed first and leave last. */
  podPriority: Type.Optional(Type.Integer()),
  /** Asked of nodes besides what the workload asks. */
  nodeSelector: Type.Optional(nodeSelectorShape),
  /** Labels of its pods, by which others name them. */
  podLabels: Type.Optional(labelsShape),
  affinity: Type.Optional(affinityShape),
});
/** See `subGroupShape`. */
export type SubGroup = Static<typeof subGroupShape>;

/**
 * Which part of a topology pods must share, and which they should.
 *
 * @shape `required` and `preferred` are node labels among the levels of the named topology.
 */
export const topologyConstraintShape = Type.Object({
  topology: Type.String(),
  required: Type.Optional(Type.String()),
  preferred: Type.Optional(Type.String()),
});
/** See `topologyConstraintShape`. */
export type TopologyConstraint = Static<typeof topologyConstraintShape>;

/**
 * Which pods of a workload stand or fall together, as a tree: pod sets are its leaves.
 *
 * @shape without it every sub-group is a pod set of its own whose minimum is all its pods. `group` and `parent` name a
 * group; absent means the workload itself.
 */
export const gangShape = Type.Object({
  podSets: Type.Array(
    Type.Object({
      name: Type.String(),
      minPods: Type.Integer({ minimum: 0 }),
      group: Type.Optional(Type.String()),
      topology: Type.Optional(topologyConstraintShape),
    }),
  ),
  groups: Type.Array(
    Type.Object({
      name: Type.String(),
      parent: Type.Optional(Type.String()),
      topology: Type.Optional(topologyConstraintShape),
    }),
  ),
  topology: Type.Optional(topologyConstraintShape),
});
/** See `gangShape`. */
export type Gang = Static<typeof gangShape>;

/**
 * Where one pod runs: its node and its numbered devices.
 *
 * @shape `devices` ascending, 0..n−1 of that node; empty for a CPU pod. `gpuMilli` is what it takes of each of them.
 */
export const podPlacementShape = Type.Object({
  subGroup: Type.String(),
  pod: Type.Integer({ minimum: 0 }),
  nodeId: Type.String(),
  devices: Type.Array(Type.Integer({ minimum: 0 })),
  gpuMilli: Type.Integer({ minimum: 0, maximum: 1000 }),
});
/** See `podPlacementShape`. */
export type PodPlacement = Static<typeof podPlacementShape>;

/** Names a pod of a workload. */
export const podNameShape = Type.Object({
  subGroup: Type.String(),
  pod: Type.Integer({ minimum: 0 }),
});
/** See `podNameShape`. */
export type PodName = Static<typeof podNameShape>;

/** What each pod runs; the words are those of the image where they are left out. */
export const containerShape = Type.Object({
  image: Type.String(),
  command: Type.Optional(Type.String()),
  args: Type.Optional(Type.String()),
  workingDir: Type.Optional(Type.String()),
  environment: Type.Optional(labelsShape),
});
/** See `containerShape`. */
export type Container = Static<typeof containerShape>;

/** How few and how many pods a service may be scaled to. */
export const replicaBoundsShape = Type.Object({
  min: Type.Integer({ minimum: 0 }),
  max: Type.Integer({ minimum: 1 }),
});
/** See `replicaBoundsShape`. */
export type ReplicaBounds = Static<typeof replicaBoundsShape>;

/** Amounts of the three resources that queues share. @unit thousandths of a card, millicores, MiB */
export const amountsShape = Type.Object({
  gpuMilli: Type.Integer(),
  cpuMilli: Type.Integer(),
  memoryMib: Type.Integer(),
});
/** See `amountsShape`. */
export type Amounts = Static<typeof amountsShape>;

/** Which state, which rules and which program a decision was made with. */
export const basisShape = Type.Object({
  /** The revision of the state that was looked at; its chain hash is the digest of the inputs. */
  revision: Type.Integer({ minimum: 0 }),
  kernel: Type.String(),
  policy: Type.String(),
});
/** See `basisShape`. */
export type Basis = Static<typeof basisShape>;

/** A union of the given words. */
export const wordsShape = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  Type.Enum<[...Words]>([...words]);
