import { describe, expect, it } from 'vitest';
import { problemOfFault, problemOfRefusal } from '../../../adapters/http/problem.ts';
import type { RefusalByTag, RefusalTag } from '../../../adapters/http/refusal-rows.ts';
import type { Ask } from '../../../adapters/ports/ask.ts';
import type { BrainFault } from '../../../adapters/ports/live-brain.ts';
import { training } from './stage.ts';

type Judged<Tag extends RefusalTag> = readonly [
  status: number,
  pointer: string,
  refusal: Omit<RefusalByTag[Tag], '_tag'>,
];

const field = { pointer: '/name', value: 'Ä', problem: 'must be a DNS label' };

/** Every refusal there is, with the status and the place that it is told with. */
const judged: { readonly [Tag in RefusalTag]: Judged<Tag> } = {
  RevisionMismatch: [412, '/if-match', { expected: 3, actual: 5 }],
  InvalidCluster: [422, '/name', field],
  ClusterExists: [409, '/clusterId', { phase: 'Removed' }],
  ClusterNotFound: [404, '/clusterId', { phase: 'Absent' }],
  ClusterRemovalBlocked: [409, '/clusterId', { liveWorkloads: 2 }],
  UnknownCluster: [422, '/clusterId', { clusterId: 'x' }],
  InvalidNodePool: [422, '/name', field],
  NodePoolExists: [409, '/clusterId', { phase: 'Ready' }],
  NodePoolNotFound: [404, '/clusterId', { phase: 'Deleted' }],
  NodePoolInUse: [409, '/clusterId', { nodes: 2, queues: 1 }],
  DefaultNodePoolStays: [409, '/clusterId', { name: 'default' }],
  LabelTaken: [409, '/labelValue', { labelKey: 'gpu', labelValue: 'h100' }],
  UnknownNodePool: [422, '/nodePoolId', { nodePoolId: 'x' }],
  InvalidNode: [422, '/name', field],
  NodeExists: [409, '/clusterId', { phase: 'Ready' }],
  NodeNotFound: [404, '/clusterId', { phase: 'Absent' }],
  DeviceNotFound: [422, '/device', { device: 9, count: 8 }],
  InvalidDepartment: [422, '/name', field],
  DepartmentExists: [409, '/clusterId', { phase: 'Ready' }],
  DepartmentNotFound: [404, '/clusterId', { phase: 'Absent' }],
  DepartmentDeletionBlocked: [409, '/clusterId', { openProjects: 3 }],
  UnknownDepartment: [422, '/departmentId', { departmentId: 'x' }],
  InvalidProject: [422, '/name', field],
  ProjectExists: [409, '/clusterId', { phase: 'Ready' }],
  ProjectNotFound: [404, '/clusterId', { phase: 'Deleted' }],
  ProjectDeletionBlocked: [409, '/clusterId', { liveWorkloads: 3 }],
  UnknownProject: [422, '/projectId', { projectId: 'x' }],
  NameTaken: [409, '/name', { name: 'a' }],
  QuotaUnset: [
    422,
    '/entitlements/gpuMilli/quota',
    { pointer: '/entitlements/gpuMilli/quota', remedy: 'say 0' },
  ],
  InvalidEntitlement: [422, '/name', field],
  QuotaBelowUse: [422, '/quota', { pointer: '/quota', quota: 2, nonPreemptibleInUse: 4 }],
  InvalidQueue: [422, '/name', field],
  MissingParent: [422, '/parentId', { parentId: 'x' }],
  QueueExists: [409, '/clusterId', { phase: 'Closed' }],
  QueueNotFound: [404, '/clusterId', { phase: 'Absent' }],
  QueueInUse: [409, '/clusterId', { pendingWorkloads: 1, openChildren: 0 }],
  InvalidHolder: [422, '/name', field],
  InvalidSpec: [
    422,
    '/priority',
    { pointer: '/priority', value: -1, problem: 'NotAWholeNumber', bound: 0 },
  ],
  AlreadySubmitted: [409, '/clusterId', { phase: 'Running' }],
  WorkloadNotFound: [404, '/clusterId', {}],
  NotStoppable: [409, '/clusterId', { phase: 'Completed', workloadType: 'training' }],
  NotResumable: [409, '/clusterId', { phase: 'Failed' }],
  NotScalable: [409, '/clusterId', { phase: 'Running', workloadType: 'training' }],
  ReplicasOutOfRange: [422, '/replicas', { asked: 9, min: 0, max: 4 }],
  NotAwaitingQueue: [409, '/clusterId', { phase: 'Running', queueId: undefined }],
  StaleAttempt: [409, '/clusterId', { asked: 1, current: 2 }],
  NotPending: [409, '/clusterId', { phase: 'Running' }],
  NotOnDevices: [409, '/clusterId', { phase: 'Pending' }],
  NotPreemptible: [409, '/clusterId', { preemptorId: 'x' }],
  GangIncomplete: [409, '/clusterId', { podsAsked: 4, podsPlaced: 3 }],
};

const ask: Ask = { type: 'RegisterCluster', clusterId: 'lab', name: 'lab' };

const problemsOf = () =>
  Object.entries(judged).map(([tag, [status, pointer, rest]]) => {
    const refusal = { _tag: tag, ...rest } as RefusalByTag[RefusalTag];
    return { tag, status, pointer, rest, problem: problemOfRefusal(refusal, ask) };
  });

describe('problems', () => {
  it('puts every refusal into words, with status, place and remedy', () => {
    for (const { tag, status, pointer, problem } of problemsOf()) {
      expect([tag, problem.said.status, problem.said.errors?.[0]?.pointer]).toEqual([
        tag,
        status,
        pointer,
      ]);
      expect(problem.said.errors?.[0]?.remedy, tag).toMatch(/^\S.*\S$/);
    }
  });

  it('hands the name and the numbers of the rule on to programs', () => {
    for (const { tag, rest, problem } of problemsOf()) {
      expect(problem.document('urn:uuid:x')).toMatchObject({ code: tag, context: rest });
    }
  });

  it('gives every refusal a type of its own', () => {
    const types = problemsOf().map(({ problem }) => problem.said.slug);
    expect(new Set(types).size).toBe(types.length);
    expect(types).toContain('quota-below-use');
  });

  it('points into the specification where that is what was asked', () => {
    const problem = problemOfRefusal({ _tag: 'UnknownProject', projectId: 'x' }, training('a'));
    expect(problem.said.errors?.[0]).toMatchObject({ pointer: '/spec/projectId', value: 'x' });
  });

  it('points at the default node pool of a project that names one that is not there', () => {
    const asked: Ask = {
      type: 'CreateProject',
      ...{ projectId: 'p', name: 'p', departmentId: 'd', clusterId: 'c', defaultNodePoolId: 'x' },
    };
    const problem = problemOfRefusal({ _tag: 'UnknownNodePool', nodePoolId: 'x' }, asked);
    expect(problem.said.errors?.[0]?.pointer).toBe('/defaultNodePoolId');
  });

  it('says of something that is gone that it is gone', () => {
    const problem = problemOfRefusal({ _tag: 'ClusterNotFound', phase: 'Removed' }, ask);
    expect(problem.said.title).toBe('The cluster is gone');
  });

  it('tells nobody outside where files lie or what the store said', () => {
    const place = '/var/lib/berth/ledger.db';
    const faults: readonly BrainFault[] = [
      { _tag: 'InDoubt', retry: 'never', place, cause: 'EIO', remedy: `look at ${place}` },
      { _tag: 'LogClosed', retry: 'never', place },
      { _tag: 'EngineClosed', retry: 'never', reason: `cannot write ${place}` },
      { _tag: 'VersionConflict', retry: 'again', expected: 1, actual: 2 },
      { _tag: 'BodyIsNoJson', revision: 3, cause: place },
      { _tag: 'LedgerCorrupt', retry: 'never', place, revision: 3, cause: 'bits', remedy: place },
      { _tag: 'DiskFull', retry: 'never', place, remedy: `free ${place}` },
    ];
    for (const fault of faults) {
      const problem = problemOfFault(fault);
      expect(problem.said.status, fault._tag).toBeGreaterThanOrEqual(500);
      expect(JSON.stringify(problem.document('x')), fault._tag).not.toContain('/var/lib');
    }
  });

  it('tells who comes when too many wait when to come again', () => {
    const fault: BrainFault = { _tag: 'Overloaded', retry: 'again', waiting: 9, waitingMax: 9 };
    expect(problemOfFault(fault).said).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      context: { waiting: 9 },
    });
  });
});
