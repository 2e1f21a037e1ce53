import { type Static, Type } from './schemas.ts';

const integer = Type.Integer();
const resource = Type.Union([
  Type.Literal('gpuMilli'),
  Type.Literal('cpuMilli'),
  Type.Literal('memoryMib'),
]);

/** What came of an action that was tried for a waiting workload, with the figure that stopped it. */
export const attemptedActionShape = Type.Object({
  action: Type.Union([
    Type.Literal('allocate'),
    Type.Literal('consolidate'),
    Type.Literal('reclaim'),
    Type.Literal('preempt'),
  ]),
  obstacle: Type.Union([
    /** Only work that may be evicted itself may have others moved (consolidate). */
    Type.Literal('NotPreemptible'),
    /** Fewer pods found a node than the gang needs. */
    Type.Literal('TooFewPodsFit'),
    /** The queue would rise above its fair share (reclaim). */
    Type.Literal('AboveFairShare'),
    /** Non-preemptible work would rise above the quota. */
    Type.Literal('AboveQuota'),
    /** Nobody is there who may be evicted for it. */
    Type.Literal('NoVictims'),
    /** Even with every lawful victim gone it would not fit. */
    Type.Literal('VictimsTooFew'),
  ]),
  figure: integer,
  bound: integer,
});

/**
 * The first obstacle between a waiting workload and its devices, told with its numbers.
 *
 * The variants stand in order of precedence: where several obstacles hold, the first is told.
 * @unit thousandths of a card, millicores, MiB
 * @source scheduling §3.5 · peer-scheduler reference §1.13 (reason words)
 */
export const verdictShape = Type.Union([
  /** Its queue does not exist or takes no workloads. */
  Type.Object({ _tag: Type.Literal('QueueNotFound'), queueId: Type.String() }),
  /** A place is held for it; victims are still leaving. */
  Type.Object({ _tag: Type.Literal('AwaitingRelease'), pods: integer, devices: integer }),
  /** No node of the pool carries the labels asked for, or all that do have taints it does not tolerate. */
  Type.Object({
    _tag: Type.Literal('NoMatchingNode'),
    nodes: integer,
    refusedBySelector: integer,
    refusedByTaint: integer,
    /**
     * What else stands against nodes, as far as it does.
     *
     * @shape with `affinity` other pods are what is in the way: that passes, and is told after what is not lent.
     */
    refusals: Type.Optional(Type.Array(Type.Object({ reason: Type.String(), nodes: integer }))),
  }),
  /** A pod asks for more than any matching node has when empty. */
  Type.Object({
    _tag: Type.Literal('LargerThanAnyNode'),
    subGroup: Type.String(),
    askedGpuMilli: integer,
    largestGpuMilli: integer,
    askedCpuMilli: integer,
    largestCpuMilli: integer,
    askedMemoryBytes: integer,
    largestMemoryBytes: integer,
  }),
  /** It would take a queue or one of its ancestors above its hard limit. */
  Type.Object({
    _tag: Type.Literal('OverLimit'),
    queueId: Type.String(),
    resource,
    limit: integer,
    allocated: integer,
    asked: integer,
  }),
  /** It would take a queue or an ancestor above its limit of one resource or device model. */
  Type.Object({
    _tag: Type.Literal('OverNamedLimit'),
    queueId: Type.String(),
    /** The name of the resource, or `gpu:` and a device model. */
    name: Type.String(),
    limit: integer,
    allocated: integer,
    asked: integer,
  }),
  /** Being non-preemptible it must stay inside the quota of its queue and of every ancestor. */
  Type.Object({
    _tag: Type.Literal('NonPreemptibleOverQuota'),
    queueId: Type.String(),
    resource,
    quota: integer,
    allocatedNonPreemptible: integer,
    asked: integer,
  }),
  /** What is free is not lent: siblings keep it for themselves. */
  Type.Object({
    _tag: Type.Literal('WithheldFromLending'),
    /** The queue that would have to borrow. */
    queueId: Type.String(),
    resource,
    free: integer,
    withheld: integer,
    asked: integer,
  }),
  /** There is room for its pods, but not in one domain of the topology that they must share. */
  Type.Object({
    _tag: Type.Literal('NoDomainFits'),
    topology: Type.String(),
    level: Type.String(),
    domains: integer,
    podsAsked: integer,
  }),
  /** There is room, but it is kept for a workload that was passed over too often. */
  Type.Object({
    _tag: Type.Literal('ReservedForAnother'),
    holderId: Type.String(),
    podsAsked: integer,
  }),
  /** Actions try only so many of its queue, and it stands behind those. */
  Type.Object({
    _tag: Type.Literal('BeyondQueueDepth'),
    queueId: Type.String(),
    /** How many of the queue each action tries. */
    depth: integer,
    /** How many wait in the queue. */
    waiting: integer,
  }),
  /** The pool has not enough free now, and nobody may be evicted for it; says what each action found. */
  Type.Object({
    _tag: Type.Literal('InsufficientCapacity'),
    podsAsked: integer,
    podsFit: integer,
    askedGpuMilli: integer,
    freeGpuMilli: integer,
    actions: Type.Array(attemptedActionShape),
  }),
]);

/** See `verdictShape`. */
export type Verdict = Static<typeof verdictShape>;
/** See `attemptedActionShape`. */
export type AttemptedAction = Static<typeof attemptedActionShape>;
