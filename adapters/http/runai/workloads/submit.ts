import { specOfClone, type WorkloadSpec } from '../../../../domain/workload/index.ts';
import { workloadList, type WorkloadRow } from '../../../../projections/workload-list/index.ts';
import type { Done, LiveBrain } from '../../../ports/live-brain.ts';
import { type AnsweringReply, answered, type AskingRequest, dryRunOf } from '../../asking.ts';
import { freshIdOf } from '../../idempotency.ts';
import { tellAs } from '../told-as.ts';
import { foundWorkload, seenOf, submittedOf } from './found.ts';
import { specifiedOf } from './record.ts';
import type { TypeName } from './words.ts';

/** A request to submit something, and the reply to it. */
export interface Submitting {
  readonly brain: LiveBrain;
  readonly request: AskingRequest;
  readonly reply: AnsweringReply;
}

/** How a name is to be taken. */
export interface NameSaid {
  readonly name: string;
  readonly useGivenNameAsPrefix?: boolean | null | undefined;
}

/** A DNS label has 63 characters. */
const stemMax = 56;
const suffixLength = 6;

/** The name of a new workload: as it was given, or with an end of its own that a retry gets again. */
export const nameOf = (said: NameSaid, workloadId: string): string =>
  said.useGivenNameAsPrefix === true
    ? `${said.name.slice(0, stemMax)}-${workloadId.replaceAll('-', '').slice(0, suffixLength)}`
    : said.name;

/** Submits a workload and tells it as it stands then. @throws Problem when it is refused */
export const submit = async (
  submitting: Submitting,
  workloadId: string,
  spec: WorkloadSpec,
): Promise<object> => {
  const { brain, request, reply } = submitting;
  const done = await tellAs(brain, request, {
    ask: { type: 'SubmitWorkload', workloadId, spec },
    // There is nothing yet that somebody could have looked at.
    expectedRevision: undefined,
    pointerOf: (pointer) => pointerOf(pointer, spec.workloadType),
  });
  const isDryRun = dryRunOf(request.query);
  answered(reply, done, isDryRun ? 200 : 202);
  const row = brain.views.workloads.rows.get(workloadId) ?? imagined(done, workloadId);
  const asked = done.facts.find((fact) => fact.type === 'WorkloadSubmitted');
  const data = asked?.data ?? (await submittedOf(brain, workloadId));
  return row === undefined ? {} : specifiedOf(row, data, seenOf(brain));
};

/** The workload that there would be, had it been meant. */
const imagined = ({ facts }: Done, workloadId: string): WorkloadRow | undefined =>
  facts.reduce(workloadList.apply, workloadList.initial()).rows.get(workloadId);

/** Submits a copy of a workload. @throws Problem when there is no such workload, or the copy is refused */
export const submitClone = async (
  submitting: Submitting,
  { id, type }: { readonly id: string; readonly type: TypeName },
  said: NameSaid & { readonly projectId?: string | null | undefined },
): Promise<object> => {
  const { brain, request } = submitting;
  foundWorkload(brain, id, type);
  const workloadId = freshIdOf(request);
  const projectId = said.projectId ?? undefined;
  const spec = specOfClone(await submittedOf(brain, id), {
    name: nameOf(said, workloadId),
    clonedFrom: id,
    ...(projectId === undefined ? {} : { projectId }),
  });
  return submit(submitting, workloadId, spec);
};

/** Where Run:ai writes what a submission says in the domain's words. */
const pointerOf = (pointer: string, type: TypeName): string => {
  if (pointer.startsWith('/spec/gang/podSets')) return '/spec/minReplicas';
  if (pointer.startsWith('/spec/nodePoolIds')) return pointer.replace('Ids', 's');
  const group = /^\/spec\/subGroups(?:\/\d+)?(\/.*)?$/.exec(pointer);
  if (group === null) return places[pointer] ?? pointer;
  const inside = group[1] ?? '';
  if (inside.startsWith('/affinity/requiredNodes'))
    return `/spec/nodeAffinityRequired/nodeSelectorTerms${inside.slice('/affinity/requiredNodes'.length)}`;
  if (inside.startsWith('/affinity')) return '/spec/podAffinity';
  if (inside.startsWith('/request/resources')) return '/spec/compute/extendedResources';
  if (inside.startsWith('/request/mig')) return '/spec/compute/migProfile';
  return inside.startsWith('/request') ? (resources[inside] ?? '/spec/compute') : podsPlace[type];
};

const places: Readonly<Record<string, string>> = {
  '/workloadId': '/name',
  '/spec/name': '/name',
  '/spec/projectId': '/projectId',
  '/spec/nodePoolId': '/spec/nodePools/0',
  '/spec/priority': '/spec/priorityClass',
  '/spec/graceMs': '/spec/terminationGracePeriodSeconds',
  '/spec/timeToLiveMs': '/spec/autoDeletionTimeAfterCompletionSeconds',
  '/spec/replicas/min': '/spec/autoscaling/minReplicas',
  '/spec/replicas/max': '/spec/autoscaling/maxReplicas',
  '/spec/semiPreemptible': '/spec/preemptibility',
  '/spec/gang/topology': '/spec/topology',
  '/spec/gang/topology/topology': '/spec/topology/topology',
  '/spec/gang/topology/required': '/spec/topology/requiredTopologyLevel',
  '/spec/gang/topology/preferred': '/spec/topology/preferredTopologyLevel',
};

const resources: Readonly<Record<string, string>> = {
  '/request/gpuDevices': '/spec/compute/gpuDevicesRequest',
  '/request/gpuMilli': '/spec/compute/gpuPortionRequest',
  '/request/gpuMemoryMib': '/spec/compute/gpuMemoryRequest',
  '/request/cpuMilli': '/spec/compute/cpuCoreRequest',
  '/request/memoryBytes': '/spec/compute/cpuMemoryRequest',
};

const podsPlace: Readonly<Record<TypeName, string>> = {
  workspace: '/spec/compute',
  training: '/spec/parallelism',
  distributed: '/spec/numWorkers',
  inference: '/spec/autoscaling/initialReplicas',
};
