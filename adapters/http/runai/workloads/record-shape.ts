import { workloadPhases } from '../../../../projections/workload-list/index.ts';
import { Type } from 'typebox';
import { closed, instantShape, wordsOf } from '../shapes.ts';
import { categories, typeNames, typeWords } from './words.ts';

const text = Type.String();
const amount = Type.Number({ minimum: 0 });
const count = Type.Integer({ minimum: 0 });

const requested = Type.Object(
  {
    gpu: Type.Object({ request: amount }, closed),
    gpuMemory: Type.Optional(
      Type.Object(
        { request: text },
        {
          ...closed,
          description: 'of all GPUs that are asked for by memory; they are not counted in gpu',
        },
      ),
    ),
    cpu: Type.Object({ request: amount }, { ...closed, description: 'cores' }),
    cpuMemory: Type.Object({ request: text }, closed),
  },
  closed,
);

/** What is so of every workload, as Run:ai tells it. @source product reference §2.6 */
export const recordMembers = {
  id: text,
  name: text,
  type: wordsOf(typeNames.map((name) => typeWords[name].word)),
  category: Type.Optional(wordsOf(categories)),
  clusterId: Type.Optional(text),
  namespace: Type.Optional(text),
  projectId: text,
  projectName: Type.Optional(text),
  departmentId: Type.Optional(text),
  departmentName: Type.Optional(text),
  submittedBy: text,
  createdAt: instantShape,
  startedAt: Type.Optional(instantShape),
  completedAt: Type.Optional(instantShape),
  deletedAt: Type.Optional(instantShape),
  phase: wordsOf(workloadPhases),
  phaseMessage: Type.Optional(
    Type.String({ description: 'why it waits, with its numbers; else why it left its devices' }),
  ),
  phaseReason: Type.Optional(wordsOf(['NonPreemptibleOverQuota', 'OverLimit'])),
  phaseUpdatedAt: instantShape,
  priority: count,
  priorityClassName: Type.Optional(text),
  preemptible: Type.Boolean(),
  requestedPods: Type.Object(
    { number: count, min: Type.Optional(count), max: Type.Optional(count) },
    closed,
  ),
  runningPods: Type.Object({ number: count }, closed),
  workloadRequestedResources: requested,
  allocatedResources: Type.Object({ gpu: amount, cpu: amount, cpuMemory: text }, closed),
  requestedNodePools: Type.Array(text),
  currentNodePools: Type.Array(text),
  currentNodes: Type.Array(text),
  totalPendingTimeSeconds: count,
  totalRunningTimeSeconds: count,
  attempt: count,
  preemptions: count,
  interruptions: count,
  failures: count,
  distributedFramework: Type.Optional(text),
  images: Type.Array(text),
  command: Type.Optional(text),
  arguments: Type.Optional(text),
  environmentVariables: Type.Optional(Type.Record(text, text)),
  clonedFrom: Type.Optional(text),
  actionsSupport: Type.Object(
    { delete: Type.Boolean(), suspend: Type.Boolean(), resume: Type.Boolean() },
    closed,
  ),
  revision: Type.Integer({ minimum: 1, description: 'the last fact about it' }),
} as const;

/** A workload as Run:ai tells it. */
export const recordShape = Type.Object(recordMembers, {
  ...closed,
  'x-component': 'RunaiWorkload',
});

/** A workload with what was asked for. */
export const specifiedShape = Type.Object(
  {
    ...recordMembers,
    workloadId: text,
    requestedName: text,
    createdBy: text,
    actualPhase: text,
    desiredPhase: wordsOf(['Running', 'Stopped', 'Deleted']),
    spec: Type.Object({}, { additionalProperties: true }),
    masterSpecSameAsWorker: Type.Optional(Type.Boolean()),
    masterSpec: Type.Optional(Type.Object({}, { additionalProperties: true })),
  },
  { ...closed, 'x-component': 'RunaiWorkloadWithSpec' },
);
