import { Type } from '../foundation/schemas.ts';
import { type EventOf, fact } from '../foundation/event.ts';
import {
  amountsShape,
  basisShape,
  containerShape,
  gangShape,
  labelsShape,
  nodeSelectorShape,
  podNameShape,
  podPlacementShape,
  replicaBoundsShape,
  subGroupShape,
  tolerationShape,
  wordsShape,
} from '../foundation/shapes.ts';
import { verdictShape } from '../foundation/verdict.ts';

export { phaseAfter } from './phase-after.ts';

const attempt = Type.Integer({ minimum: 1 });
/** The four types of workload that a user submits. */
export const workloadTypes = ['workspace', 'training', 'distributed', 'inference'] as const;
/** Why pods of a workload are taken off their devices by a decision. */
export const preemptionActions = ['preempt', 'reclaim', 'consolidate', 'stale-gang'] as const;

/** A user asked for a workload; the answer to every later "what was asked?". */
export const WorkloadSubmitted = fact(
  'WorkloadSubmitted',
  Type.Object({
    name: Type.String(),
    projectId: Type.String(),
    nodePoolId: Type.String(),
    workloadType: wordsShape(workloadTypes),
    /** Higher is first; 100 and above is non-preemptible unless said otherwise. */
    priority: Type.Integer({ minimum: 0 }),
    preemptible: Type.Boolean(),
    subGroups: Type.Array(subGroupShape),
    nodeSelector: Type.Optional(nodeSelectorShape),
    tolerations: Type.Optional(Type.Array(tolerationShape)),
    /** Time between the order to go and the kill. @unit ms */
    graceMs: Type.Optional(Type.Integer({ minimum: 0 })),
    labels: Type.Optional(labelsShape),
    annotations: Type.Optional(labelsShape),
    container: Type.Optional(containerShape),
    /** How often it is tried again after a failure; never where absent. */
    backoffLimit: Type.Optional(Type.Integer({ minimum: 0 })),
    /** How long it is kept after it completed or failed; for ever where absent. @unit ms */
    timeToLiveMs: Type.Optional(Type.Integer({ minimum: 0 })),
    /** Most time in Running and Degraded, over all attempts. @unit ms */
    timeLimitMs: Type.Optional(Type.Integer({ minimum: 1 })),
    replicas: Type.Optional(replicaBoundsShape),
    /** The workload that this one is a copy of. */
    clonedFrom: Type.Optional(Type.String()),
    /** Which pods stand or fall together; all of them where absent. */
    gang: Type.Optional(gangShape),
    /** The pods above the minimum of a gang may be evicted although the workload is not preemptible. */
    semiPreemptible: Type.Optional(Type.Boolean()),
    /** Where it may go, the dearest pool first, which is `nodePoolId`; nowhere else where absent. */
    nodePoolIds: Type.Optional(Type.Array(Type.String())),
  }),
  // Schemas 2, 3 and 4 only add what may be left out.
  [(data) => data, (data) => data, (data) => data],
);

/** The workload waits in a queue for its devices. */
export const WorkloadQueued = fact(
  'WorkloadQueued',
  Type.Object({ queueId: Type.String(), attempt }),
);

/** The workload waits in another of its node pools: in that queue, and as before. */
export const WorkloadReassigned = fact(
  'WorkloadReassigned',
  Type.Object({ nodePoolId: Type.String(), queueId: Type.String(), attempt }),
);

/** The first obstacle between a waiting workload and its devices is another one than before. */
export const WorkloadDeferred = fact(
  'WorkloadDeferred',
  Type.Object({ verdict: verdictShape, basis: basisShape }),
  // Schema 2 knows more actions and obstacles.
  [(data) => data],
);

/** The kernel holds a place for a workload that waits or grows until its victims have left. */
export const WorkloadNominated = fact(
  'WorkloadNominated',
  Type.Object({ attempt, placements: Type.Array(podPlacementShape), basis: basisShape }),
);

/** The kernel binds pods of a workload to nodes and to numbered devices: all that it needs, or more. */
export const WorkloadAllocated = fact(
  'WorkloadAllocated',
  Type.Object({ attempt, placements: Type.Array(podPlacementShape), basis: basisShape }),
);

const queueFigures = Type.Object({
  queueId: Type.String(),
  allocated: amountsShape,
  deserved: amountsShape,
  fairShare: amountsShape,
  limit: amountsShape,
});

const eviction = {
  action: wordsShape(preemptionActions),
  /** The workload that gets the space. */
  preemptorId: Type.String(),
  /** The two queues as they stood, at the level where they differ; equal for `preempt`. */
  victimQueue: queueFigures,
  preemptorQueue: queueFigures,
  /** Other victim sets that were looked at and refused, by reason. */
  alternatives: Type.Array(Type.Object({ reason: Type.String(), count: Type.Integer() })),
  basis: basisShape,
  /** Places that are held for what goes, for once it has left. */
  movesTo: Type.Optional(Type.Array(podPlacementShape)),
};

/** The kernel takes a workload off its devices: for whom, by which action, and with which numbers. */
export const WorkloadPreempted = fact(
  'WorkloadPreempted',
  Type.Object({ attempt, ...eviction }),
  // Schema 2 only adds what may be left out.
  [(data) => data],
);

/** The kernel binds more pods of a workload that has some already. */
export const WorkloadGrown = fact(
  'WorkloadGrown',
  Type.Object({ attempt, placements: Type.Array(podPlacementShape), basis: basisShape }),
);

/** The kernel takes some pods of a workload off their devices; the others go on. */
export const WorkloadPodsPreempted = fact(
  'WorkloadPodsPreempted',
  Type.Object({ attempt, pods: Type.Array(podNameShape), ...eviction }),
);

/** Fewer pods were asked for: these are told to go, the others go on. */
export const WorkloadShrunk = fact(
  'WorkloadShrunk',
  Type.Object({ attempt, pods: Type.Array(podNameShape) }),
);

/** Pods that were told to go have left their devices; the others go on. */
export const WorkloadPodsReleased = fact(
  'WorkloadPodsReleased',
  Type.Object({ attempt, pods: Type.Array(podNameShape) }),
);

/** Something outside took some pods of a workload away; those that are left stay where they are. */
export const WorkloadPodsLost = fact(
  'WorkloadPodsLost',
  Type.Object({
    attempt,
    nodeId: Type.String(),
    pods: Type.Array(podNameShape),
    /** How many pods its gang lacks now; 0 while it can go on. */
    podsShort: Type.Integer({ minimum: 0 }),
    reason: Type.String(),
  }),
);

/** Something outside took pods of a workload away, and the rest of it must go too. */
export const WorkloadInterrupted = fact(
  'WorkloadInterrupted',
  Type.Object({ attempt, nodeId: Type.String(), reason: Type.String() }),
);

/** The last pod of a preempted or interrupted attempt has left its devices. */
export const WorkloadEvicted = fact('WorkloadEvicted', Type.Object({ attempt }));

/** All containers of all pods are ready. */
export const WorkloadStarted = fact('WorkloadStarted', Type.Object({ attempt }));

/** A part of a running workload is not ready. */
export const WorkloadDegraded = fact(
  'WorkloadDegraded',
  Type.Object({ attempt, reason: Type.String() }),
);

/** The missing part of a degraded workload is back. */
export const WorkloadRecovered = fact('WorkloadRecovered', Type.Object({ attempt }));

/** The workload ended with success. */
export const WorkloadCompleted = fact('WorkloadCompleted', Type.Object({ attempt }));

/** The workload ended without success. */
export const WorkloadFailed = fact(
  'WorkloadFailed',
  Type.Object({ attempt, reason: Type.String(), exitCode: Type.Optional(Type.Integer()) }),
);

/**
 * The workload failed and is tried again after its back-off.
 *
 * @shape `attempt` is the next one; `failures` counts this one.
 */
export const WorkloadRetryScheduled = fact(
  'WorkloadRetryScheduled',
  Type.Object({
    attempt,
    failures: Type.Integer({ minimum: 1 }),
    backoffMs: Type.Integer({ minimum: 0 }),
    reason: Type.String(),
    exitCode: Type.Optional(Type.Integer()),
  }),
);

/** The workload has run for as long as it may, over all its attempts; a request to stop follows. */
export const WorkloadTimeLimitReached = fact(
  'WorkloadTimeLimitReached',
  Type.Object({
    attempt,
    ranMs: Type.Integer({ minimum: 0 }),
    limitMs: Type.Integer({ minimum: 1 }),
  }),
);

/** Somebody asked for another number of pods; one that has pods keeps those that it still asks for. */
export const WorkloadScaled = fact(
  'WorkloadScaled',
  Type.Object({ replicas: Type.Integer({ minimum: 0 }) }),
);

/** Somebody asked for the pods to go while the workload is kept. */
export const WorkloadStopRequested = fact(
  'WorkloadStopRequested',
  Type.Object({ reason: Type.String() }),
);

/** The pods of a stopped workload are gone. */
export const WorkloadStopped = fact('WorkloadStopped', Type.Object({}));

/** Somebody asked for a stopped workload to run again. */
export const WorkloadResumed = fact('WorkloadResumed', Type.Object({ attempt }));

/** Somebody asked for the workload to be gone. */
export const WorkloadDeletionRequested = fact(
  'WorkloadDeletionRequested',
  Type.Object({ reason: Type.String() }),
);

/** Nothing of the workload is left in the cluster. */
export const WorkloadDeleted = fact('WorkloadDeleted', Type.Object({}));

/** Every fact about a workload, in the order of its life. */
export const workloadFacts = [
  WorkloadSubmitted,
  WorkloadQueued,
  WorkloadReassigned,
  WorkloadDeferred,
  WorkloadNominated,
  WorkloadAllocated,
  WorkloadGrown,
  WorkloadPreempted,
  WorkloadPodsPreempted,
  WorkloadShrunk,
  WorkloadPodsReleased,
  WorkloadInterrupted,
  WorkloadPodsLost,
  WorkloadEvicted,
  WorkloadStarted,
  WorkloadDegraded,
  WorkloadRecovered,
  WorkloadCompleted,
  WorkloadFailed,
  WorkloadRetryScheduled,
  WorkloadTimeLimitReached,
  WorkloadScaled,
  WorkloadStopRequested,
  WorkloadStopped,
  WorkloadResumed,
  WorkloadDeletionRequested,
  WorkloadDeleted,
] as const;

/** A fact about a workload. */
export type WorkloadEvent = EventOf<(typeof workloadFacts)[number]>;
