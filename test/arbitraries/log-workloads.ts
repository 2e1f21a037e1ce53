import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Basis, PodRequest, SubGroup } from '../../domain/foundation/shapes.ts';
import type { Verdict } from '../../domain/foundation/verdict.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import { placementsOf, type Workload, workloadLifecycle } from '../../domain/workload/index.ts';
import { ofPods } from './log-pods.ts';
import { placed } from './log-seats.ts';
import { extras, ofTerms, withCompany } from './log-terms.ts';
import { poolIds, projectIds, queueOf } from './log-units.ts';
import type { World } from './log-world.ts';

/** Something happens to a workload, or a new one is submitted. */
export const workloadMove = (world: World): void => {
  const known = world.idsOf('workload');
  const place = world.draw(known.length + 2);
  const id = known[place];
  if (id === undefined) {
    world.tell('workload', `w-${known.length + 1}`, submission(world));
    return;
  }
  const workload = workloadIn(world, id);
  const legal = workloadLifecycle.eventTypes.filter(
    (type) => workloadLifecycle.after(workload.phase, type) !== undefined,
  );
  const type = typeOf(world, legal);
  const event = type === undefined ? undefined : eventOf(world, { id, workload }, type);
  if (event === undefined) return;
  for (const one of withCompany(event, workload)) world.tell('workload', id, one);
};

const requestsToEnd = new Set(['WorkloadStopRequested', 'WorkloadDeletionRequested']);

/** Any legal type; seldom a request to stop or to go, so that workloads live to see something. */
const typeOf = (world: World, legal: readonly string[]): string | undefined => {
  const others = legal.filter((type) => !requestsToEnd.has(type));
  const choice = others.length === 0 || world.draw(8) === 0 ? legal : others;
  return choice.length === 0 ? undefined : world.pick(choice);
};

const workloadIn = (world: World, id: string): Workload =>
  world.stateOf('workload', id) as Workload;

const requests: readonly PodRequest[] = [
  { gpuDevices: 1, gpuMilli: 1000, cpuMilli: 4000, memoryBytes: 16 * 1_073_741_824 },
  { gpuDevices: 1, gpuMilli: 250, cpuMilli: 1000, memoryBytes: 1 },
  { gpuDevices: 2, gpuMilli: 1000, cpuMilli: 0, memoryBytes: 1_048_577 },
  { gpuDevices: 0, gpuMilli: 0, cpuMilli: 500, memoryBytes: 0 },
];

const submission = (world: World): BerthEvent => {
  const groups: SubGroup[] = [
    { name: 'main', pods: 1 + world.draw(3), request: world.pick(requests) },
  ];
  const isTwofold = world.draw(3) === 0;
  const subGroups = isTwofold
    ? [...groups, { name: 'worker', pods: 1, request: world.pick(requests) }]
    : groups;
  const preemptible = world.draw(3) > 0;
  const workloadType = world.pick(['workspace', 'training', 'distributed', 'inference']);
  const nodePoolId = world.pick(poolIds);
  const isRoaming = world.draw(3) === 0;
  const others = poolIds.filter((id) => id !== nodePoolId);
  return {
    type: 'WorkloadSubmitted',
    data: {
      name: `job-${world.draw(100)}`,
      projectId: world.pick(projectIds),
      nodePoolId,
      ...(isRoaming ? { nodePoolIds: [nodePoolId, ...others] } : {}),
      workloadType,
      priority: preemptible ? 40 : 125,
      preemptible,
      subGroups,
      ...(world.draw(2) === 0 ? {} : extras(world, workloadType, subGroups)),
    },
  };
};

const basis: Basis = { revision: 7, kernel: '0.1.0', policy: 'default-1' };

interface Known {
  readonly id: string;
  readonly workload: Workload;
}

const eventOf = (world: World, known: Known, type: string): WorkloadEvent | undefined => {
  const { workload } = known;
  if (!('attempt' in workload)) return withoutAttempt(type);
  const attempt = Math.max(1, workload.attempt);
  switch (type) {
    case 'WorkloadQueued':
      return queued(world, workload);
    case 'WorkloadReassigned':
      return reassigned(world, workload);
    case 'WorkloadDeferred':
      return { type, data: { verdict: world.pick(verdicts), basis } };
    case 'WorkloadGrown':
    case 'WorkloadPodsPreempted':
    case 'WorkloadShrunk':
    case 'WorkloadPodsReleased':
    case 'WorkloadPodsLost':
      return 'moves' in workload ? ofPods(world, workload, type) : undefined;
    case 'WorkloadNominated':
    case 'WorkloadAllocated': {
      if (workload.phase !== 'Pending') return undefined;
      const placements = 'projectId' in workload ? placed(world, workload) : undefined;
      return placements === undefined ? undefined : { type, data: { attempt, placements, basis } };
    }
    case 'WorkloadPreempted':
      return preempted(world, workload);
    case 'WorkloadInterrupted': {
      const nodeId = placementsOf(workload)?.[0]?.nodeId ?? 'n-1';
      return { type, data: { attempt, nodeId, reason: 'node lost' } };
    }
    case 'WorkloadEvicted':
    case 'WorkloadStarted':
    case 'WorkloadRecovered':
    case 'WorkloadCompleted':
      return { type, data: { attempt } };
    case 'WorkloadDegraded':
      return { type, data: { attempt, reason: 'pod restarts' } };
    case 'WorkloadFailed':
      return { type, data: { attempt, reason: 'out of memory', exitCode: 137 } };
    case 'WorkloadResumed':
      return { type, data: { attempt: attempt + 1 } };
    case 'WorkloadRetryScheduled':
    case 'WorkloadTimeLimitReached':
    case 'WorkloadScaled':
      return 'terms' in workload ? ofTerms(world, workload, type) : undefined;
    default:
      return withoutAttempt(type);
  }
};

const withoutAttempt = (type: string): WorkloadEvent | undefined => {
  switch (type) {
    case 'WorkloadStopRequested':
    case 'WorkloadDeletionRequested':
      return { type, data: { reason: 'asked' } };
    case 'WorkloadStopped':
    case 'WorkloadDeleted':
      return { type, data: {} };
    default:
      return undefined;
  }
};

const queued = (world: World, workload: Workload): WorkloadEvent | undefined => {
  if (!('projectId' in workload)) return undefined;
  const queueId = queueOf(workload.projectId, workload.nodePoolId);
  if (world.phaseOf('queue', queueId) !== 'Open') return undefined;
  return { type: 'WorkloadQueued', data: { queueId, attempt: Math.max(1, workload.attempt) } };
};

/** Only what may go to several pools goes to another one, where there is a queue. */
const reassigned = (world: World, workload: Workload): WorkloadEvent | undefined => {
  if (!('projectId' in workload) || workload.terms?.nodePoolIds === undefined) return undefined;
  if ('nomination' in workload && workload.nomination !== undefined) return undefined;
  const nodePoolId = world.pick(poolIds);
  const queueId = queueOf(workload.projectId, nodePoolId);
  if (nodePoolId === workload.nodePoolId || world.phaseOf('queue', queueId) !== 'Open')
    return undefined;
  const attempt = Math.max(1, workload.attempt);
  return { type: 'WorkloadReassigned', data: { nodePoolId, queueId, attempt } };
};

const figures = (queueId: string) => {
  const amounts = { gpuMilli: 4000, cpuMilli: 8000, memoryMib: 1024 };
  return { queueId, allocated: amounts, deserved: amounts, fairShare: amounts, limit: amounts };
};

const preempted = (world: World, workload: Workload): WorkloadEvent | undefined => {
  const preemptorId = world
    .idsOf('workload')
    .find((id) => workloadIn(world, id).phase === 'Pending');
  if (preemptorId === undefined || !('attempt' in workload)) return undefined;
  return {
    type: 'WorkloadPreempted',
    data: {
      attempt: workload.attempt,
      action: world.pick(['preempt', 'reclaim', 'consolidate', 'stale-gang']),
      preemptorId,
      victimQueue: figures('a'),
      preemptorQueue: figures(world.pick(['a', 'b'])),
      alternatives: [{ reason: 'AboveFairShare', count: world.draw(4) }],
      basis,
    },
  };
};

const verdicts: readonly Verdict[] = [
  {
    _tag: 'InsufficientCapacity',
    podsAsked: 2,
    podsFit: 1,
    askedGpuMilli: 2000,
    freeGpuMilli: 1000,
    actions: [{ action: 'reclaim', obstacle: 'NoVictims', figure: 0, bound: 0 }],
  },
  {
    _tag: 'OverLimit',
    queueId: 'q',
    resource: 'gpuMilli',
    limit: 8000,
    allocated: 8000,
    asked: 1000,
  },
  { _tag: 'AwaitingRelease', pods: 1, devices: 1 },
];
