import fc from 'fast-check';
import { basisShape } from '../../domain/foundation/shapes.ts';
import { type Verdict, verdictShape } from '../../domain/foundation/verdict.ts';
import { preemptionActions, WorkloadPreempted } from '../../domain/workload/events.ts';
import type {
  KernelDecision,
  SubmitWorkload,
  Workload,
  WorkloadCommand,
  WorkloadDeadline,
  WorkloadObservation,
  WorkloadPhase,
} from '../../domain/workload/index.ts';
import { fromSchema } from './from-schema.ts';
import { fewestFrom, placementsFrom, podDecisionsFrom, podsOnwardFrom } from './workload-pods.ts';
import { idFrom, specFrom, textFrom } from './workload-spec.ts';

const mostly = fc.integer({ min: 0, max: 9 }).map((draw) => draw > 0);
const seldom = fc.integer({ min: 0, max: 9 }).map((draw) => draw === 0);

/** Submissions, most of which are accepted. */
export const submissionFrom: fc.Arbitrary<SubmitWorkload> = fc
  .record({
    spec: specFrom,
    queueId: fc.option(idFrom, { nil: undefined }),
    isProjectKnown: mostly,
    isNodePoolKnown: mostly,
    isNameTaken: seldom,
  })
  .map(({ spec, ...read }) => ({ type: 'SubmitWorkload', ...spec, ...read }));

const basisFrom = fromSchema(basisShape);
const verdictFrom: fc.Arbitrary<Verdict> = fromSchema(verdictShape);
const attemptNear = (state: Workload): fc.Arbitrary<number> => {
  const present = 'attempt' in state ? state.attempt : 1;
  const near = (step: number) => Math.max(1, present + step);
  return fc.constantFrom(near(0), near(0), near(0), near(0), near(0), near(0), near(-1), near(1));
};

const decisionFrom = (state: Workload): fc.Arbitrary<KernelDecision> => {
  const attempt = attemptNear(state);
  const placements = fc.oneof(
    { weight: 6, arbitrary: placementsFrom('subGroups' in state ? state.subGroups : []) },
    { weight: 6, arbitrary: fewestFrom(state) },
    { weight: 1, arbitrary: fc.constant([]) },
  );
  const placed = fc.record({ attempt, placements, basis: basisFrom });
  const preemption = fc
    .record({
      data: fromSchema(WorkloadPreempted.shape),
      attempt,
      action: fc.constantFrom(...preemptionActions),
    })
    .map(({ data, ...chosen }) => ({ ...data, ...chosen }));
  return fc.oneof(
    placed.map((data) => ({ type: 'AllocateWorkload' as const, ...data })),
    placed.map((data) => ({ type: 'NominateWorkload' as const, ...data })),
    fc
      .record({ verdict: verdictFrom, basis: basisFrom })
      .map((data) => ({ type: 'DeferWorkload' as const, ...data })),
    preemption.map((data) => ({ type: 'PreemptWorkload' as const, ...data })),
    ...('moves' in state
      ? [podDecisionsFrom(state, { attempt, basis: basisFrom, preemption })]
      : []),
  );
};

const observationFrom = (state: Workload): fc.Arbitrary<WorkloadObservation> => {
  const attempt = attemptNear(state);
  const reason = textFrom;
  const plain = fc.record({
    type: fc.constantFrom(
      'ObserveWorkloadStarted' as const,
      'ObserveWorkloadStarted' as const,
      'ObserveWorkloadCompleted' as const,
      'ObserveWorkloadRecovered' as const,
      'ObserveWorkloadPodsGone' as const,
      'ObserveWorkloadPodsGone' as const,
    ),
    attempt,
  });
  return fc.oneof(
    { weight: 6, arbitrary: plain },
    fc
      .record({ attempt, reason, exitCode: fc.integer() }, { requiredKeys: ['attempt', 'reason'] })
      .map((data) => ({ type: 'ObserveWorkloadFailed' as const, ...data })),
    fc
      .record({ attempt, reason, nodeId: fc.oneof(idFrom, nodeIn(state)) })
      .map((data) => ({ type: 'ObserveWorkloadInterrupted' as const, ...data })),
    fc
      .record({ attempt, reason })
      .map((data) => ({ type: 'ObserveWorkloadDegraded' as const, ...data })),
  );
};

const nodeIn = (state: Workload): fc.Arbitrary<string> =>
  fc.constantFrom(
    ...('placements' in state && state.placements !== undefined && state.placements.length > 0
      ? state.placements.map(({ nodeId }) => nodeId)
      : ['n-1']),
  );

const poolsOf = (state: Workload): readonly string[] =>
  ('terms' in state ? state.terms?.nodePoolIds : undefined) ?? ['default'];

/** What people and processes ask for. */
const requestFrom = (state: Workload): fc.Arbitrary<WorkloadCommand> => {
  const queueId = fc.oneof(fc.constant('queueId' in state ? state.queueId : 'p-1'), idFrom);
  return fc.oneof(
    queueId.map((id) => ({ type: 'EnqueueWorkload' as const, queueId: id })),
    fc
      .record({ nodePoolId: fc.oneof(fc.constantFrom(...poolsOf(state)), idFrom), queueId })
      .map((data) => ({ type: 'ReassignWorkload' as const, ...data })),
    textFrom.map((reason) => ({ type: 'StopWorkload' as const, reason })),
    optional(queueId).map((id) => ({ type: 'ResumeWorkload' as const, queueId: id })),
    textFrom.map((reason) => ({ type: 'DeleteWorkload' as const, reason })),
    fc
      .record({ replicas: fc.integer({ min: -1, max: 9 }), queueId: optional(queueId) })
      .map((data) => ({ type: 'ScaleWorkload' as const, ...data })),
  );
};

const optional = <Value>(from: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(from, { nil: undefined });

/** What the clock asks for, in time and out of it. */
const deadlineFrom = (state: Workload): fc.Arbitrary<WorkloadDeadline> => {
  const attempt = attemptNear(state);
  const limitMs = ('terms' in state ? state.terms?.timeLimitMs : undefined) ?? 1000;
  return fc.oneof(
    fc
      .record({ attempt, queueId: optional(idFrom) })
      .map((data) => ({ type: 'RetryWorkload' as const, ...data })),
    fc
      .record({ attempt, ranMs: fc.constantFrom(limitMs, limitMs + 7, limitMs - 1) })
      .map((data) => ({ type: 'ExpireTimeLimit' as const, ...data })),
    textFrom.map((reason) => ({ type: 'ExpireWorkload' as const, reason })),
    fc
      .record({ attempt, ranMs: fc.constantFrom(limitMs, limitMs - 1), queueId: idFrom })
      .map((data) => ({ type: 'EndLongRun' as const, ...data, limitMs })),
  );
};

/** Commands for a workload in a state: mostly such as move it on, and some that are stale, wrong or repeated. */
export const workloadCommandFrom = (state: Workload): fc.Arbitrary<WorkloadCommand> => {
  const weights = weightsByPhase[state.phase];
  return fc.oneof(
    { weight: weights.decisions, arbitrary: decisionFrom(state) },
    { weight: weights.observations, arbitrary: observationFrom(state) },
    { weight: weights.requests, arbitrary: requestFrom(state) },
    { weight: weights.deadlines ?? 1, arbitrary: deadlineFrom(state) },
    { weight: 'moves' in state ? 4 : 0, arbitrary: podsOnward(state) },
    { weight: weights.submissions, arbitrary: submissionFrom },
  );
};

const podsOnward = (state: Workload): fc.Arbitrary<WorkloadCommand> =>
  'moves' in state ? podsOnwardFrom(state) : requestFrom(state);

interface Weights {
  readonly decisions: number;
  readonly observations: number;
  readonly requests: number;
  readonly submissions: number;
  readonly deadlines?: number;
}

const idle: Weights = { decisions: 1, observations: 1, requests: 8, submissions: 1 };
const going: Weights = { decisions: 1, observations: 8, requests: 2, submissions: 1 };
const holding: Weights = { decisions: 3, observations: 12, requests: 2, submissions: 1 };
const ended: Weights = { ...idle, requests: 4, deadlines: 4 };
const weightsByPhase: Readonly<Record<WorkloadPhase, Weights>> = {
  Absent: { decisions: 1, observations: 1, requests: 1, submissions: 20 },
  Creating: idle,
  Pending: { decisions: 12, observations: 1, requests: 1, submissions: 1 },
  Initializing: holding,
  Running: { ...holding, deadlines: 2 },
  Degraded: { ...holding, deadlines: 2 },
  Terminating: going,
  Stopping: going,
  Stopped: idle,
  Resuming: { ...idle, deadlines: 6 },
  Completed: ended,
  Failed: ended,
  Deleting: going,
  Deleted: idle,
};
