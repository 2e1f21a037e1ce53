import { deciders } from '../../domain/catalogue/aggregates.ts';
import { type BerthEvent, type BerthRecorded, factByType } from '../../domain/catalogue/events.ts';
import type { Envelope } from '../../domain/foundation/event.ts';
import type { SubjectKind } from '../../domain/foundation/ids.ts';
import type { DataOf } from '../../domain/workload/index.ts';
import type { Projection } from '../../domain/foundation/projection.ts';

/** A fact of a story: to whom it happened, when, and what. */
export type Told = readonly [subject: `${SubjectKind}/${string}`, atMs: number, event: BerthEvent];

/** Makes a log of a story; every fact must be legal for its subject. */
export const logOf = (
  story: readonly Told[],
  envelope: Partial<Pick<Envelope, 'actor' | 'origin' | 'causationId'>> = {},
): readonly BerthRecorded[] => {
  const states = new Map<string, { readonly phase: string }>();
  const counts = new Map<string, number>();
  return story.map(([subject, atMs, event], place) => {
    const [kind = '', id = ''] = subject.split('/');
    const decider = deciders[kind as SubjectKind];
    states.set(subject, decider.evolve(states.get(subject) ?? decider.initial, event));
    counts.set(subject, (counts.get(subject) ?? 0) + 1);
    return {
      revision: place + 1,
      schema: factByType.get(event.type)?.schema ?? 1,
      subject: { kind, id },
      subjectRevision: counts.get(subject),
      atMs,
      origin: 'command',
      commandId: `c-${place + 1}`,
      index: 0,
      causationId: undefined,
      correlationId: `c-${place + 1}`,
      actor: 'ana',
      tenant: 'default',
      epoch: 1,
      protected: undefined,
      ...envelope,
      ...event,
    } as BerthRecorded;
  });
};

/** The view after a log. */
export const viewAfter = <View>(
  projection: Projection<View, BerthEvent>,
  log: readonly BerthRecorded[],
): View => log.reduce((view, event) => projection.apply(view, event), projection.initial());

const amounts = { gpuMilli: 0, cpuMilli: 0, memoryMib: 0 };
const basis = { revision: 1, kernel: '0.1.0', policy: 'default-1' };
const bound = (quota: number) => ({ quota, limit: -1, weight: 1 });

/** Facts with what a story does not care about filled in. */
export const facts = {
  joined: (gpuCount: number): BerthEvent => ({
    type: 'NodeJoined',
    data: {
      name: 'node',
      clusterId: 'c',
      nodePoolId: 'default',
      labels: {},
      taints: [],
      cpuMilli: 64_000,
      memoryBytes: 274_877_906_944,
      podsMax: 110,
      gpuCount,
      gpuModel: 'A100',
      gpuMemoryMib: 81_920,
    },
  }),
  opened: (owner: string, parentId: string, gpuQuota = 4000): BerthEvent => ({
    type: 'QueueOpened',
    data: {
      ownerKind: parentId === '' ? 'department' : 'project',
      ownerId: owner,
      nodePoolId: 'default',
      parentId,
      entitlements: {
        gpuMilli: bound(gpuQuota),
        cpuMilli: bound(-1),
        memoryMib: bound(-1),
        priority: 100,
      },
    },
  }),
  submitted: (gpus: number, more: Partial<DataOf<'WorkloadSubmitted'>> = {}): BerthEvent => ({
    type: 'WorkloadSubmitted',
    data: {
      name: 'job',
      projectId: 'p',
      nodePoolId: 'default',
      workloadType: 'training',
      priority: 40,
      preemptible: true,
      subGroups: [
        {
          name: 'main',
          pods: 1,
          request: { gpuDevices: gpus, gpuMilli: 1000, cpuMilli: 1000, memoryBytes: 1 },
        },
      ],
      ...more,
    },
  }),
  queued: (queueId: string): BerthEvent => ({
    type: 'WorkloadQueued',
    data: { queueId, attempt: 1 },
  }),
  deferred: (): BerthEvent => ({
    type: 'WorkloadDeferred',
    data: { verdict: { _tag: 'AwaitingRelease', pods: 1, devices: 2 }, basis },
  }),
  allocated: (nodeId: string, devices: readonly number[], attempt = 1): BerthEvent => ({
    type: 'WorkloadAllocated',
    data: {
      attempt,
      placements: [{ subGroup: 'main', pod: 0, nodeId, devices: [...devices], gpuMilli: 1000 }],
      basis,
    },
  }),
  started: (attempt = 1): BerthEvent => ({ type: 'WorkloadStarted', data: { attempt } }),
  completed: (attempt = 1): BerthEvent => ({ type: 'WorkloadCompleted', data: { attempt } }),
  evicted: (attempt = 1): BerthEvent => ({ type: 'WorkloadEvicted', data: { attempt } }),
  preempted: (preemptorId: string): BerthEvent => ({
    type: 'WorkloadPreempted',
    data: {
      attempt: 1,
      action: 'reclaim',
      preemptorId,
      victimQueue: {
        queueId: 'qa',
        allocated: { ...amounts, gpuMilli: 12_000 },
        deserved: { ...amounts, gpuMilli: 4000 },
        fairShare: { ...amounts, gpuMilli: 8000 },
        limit: { ...amounts, gpuMilli: -1 },
      },
      preemptorQueue: {
        queueId: 'qb',
        allocated: { ...amounts, gpuMilli: 2000 },
        deserved: { ...amounts, gpuMilli: 4000 },
        fairShare: { ...amounts, gpuMilli: 8000 },
        limit: { ...amounts, gpuMilli: -1 },
      },
      alternatives: [{ reason: 'AboveFairShare', count: 3 }],
      basis,
    },
  }),
  asked: (type: 'WorkloadStopRequested' | 'WorkloadDeletionRequested'): BerthEvent => ({
    type,
    data: { reason: 'no longer needed' },
  }),
} as const;
