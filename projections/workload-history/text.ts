import { amountText, countText } from '../../domain/foundation/amount-text.ts';
import { gpuMemoryMibAsked, gpuMilliAsked } from '../../domain/foundation/device-slices.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { memoryText } from '../../domain/foundation/quantity.ts';
import type { Amounts } from '../../domain/foundation/shapes.ts';
import { messageOf } from '../../domain/foundation/verdict-message.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import { endingText, isEnding } from './ending.ts';
import { heldBy, placesOf, podsOf } from './places.ts';

type Fact = Recorded<WorkloadEvent>;
type Of<Type extends Fact['type']> = Extract<Fact, { readonly type: Type }>;

/** What happened, in a sentence with its numbers; `runningSinceMs` is when the attempt began to run, if it did. */
export const textOf = (event: Fact, runningSinceMs: InstantMs | undefined): string => {
  if (isEnding(event)) return endingText(event, runningSinceMs);
  switch (event.type) {
    case 'WorkloadSubmitted':
      return submitted(event);
    case 'WorkloadQueued':
    case 'WorkloadReassigned':
    case 'WorkloadDeferred':
    case 'WorkloadNominated':
    case 'WorkloadAllocated':
    case 'WorkloadPreempted':
      return schedulingText(event);
    case 'WorkloadGrown':
    case 'WorkloadPodsPreempted':
    case 'WorkloadShrunk':
    case 'WorkloadPodsReleased':
    case 'WorkloadPodsLost':
      return podsText(event);
    case 'WorkloadInterrupted':
      return `Interrupted on node ${event.data.nodeId}: ${event.data.reason}.`;
    case 'WorkloadStarted':
      return `All containers of attempt ${event.data.attempt} are ready.`;
    case 'WorkloadDegraded':
      return `A part is not ready: ${event.data.reason}.`;
    case 'WorkloadRecovered':
      return 'The missing part is back.';
    case 'WorkloadScaled':
      return `${event.actor} asked for ${countText(event.data.replicas, 'pod')}.`;
  }
};

type Scheduling = Of<
  | 'WorkloadQueued'
  | 'WorkloadReassigned'
  | 'WorkloadDeferred'
  | 'WorkloadNominated'
  | 'WorkloadAllocated'
  | 'WorkloadPreempted'
>;

const schedulingText = (event: Scheduling): string => {
  switch (event.type) {
    case 'WorkloadQueued':
      return `Waits in queue ${event.data.queueId}, attempt ${event.data.attempt}.`;
    case 'WorkloadReassigned':
      return `Waits on in node pool ${event.data.nodePoolId}, queue ${event.data.queueId}.`;
    case 'WorkloadDeferred':
      return messageOf(event.data.verdict);
    case 'WorkloadNominated':
      return (
        `A place is held for it until the workloads evicted for it have left: ` +
        `${placesOf(event.data.placements)}.`
      );
    case 'WorkloadAllocated':
      return (
        `Allocated ${heldBy(event.data.placements)}: ${placesOf(event.data.placements)}; ` +
        `${decidedOn(event.data.basis)}.`
      );
    case 'WorkloadPreempted':
      return preempted(event);
  }
};

const submitted = ({ actor, data }: Of<'WorkloadSubmitted'>): string => {
  const pods = data.subGroups.reduce((sum, group) => sum + group.pods, 0);
  const gpuMilli = data.subGroups.reduce(
    (sum, { pods, request }) => sum + pods * gpuMilliAsked(request),
    0,
  );
  const memoryMib = data.subGroups.reduce(
    (sum, { pods, request }) => sum + pods * gpuMemoryMibAsked(request),
    0,
  );
  const gpus = [
    ...(gpuMilli > 0 || memoryMib === 0 ? [amountText(gpuMilli, 'gpuMilli')] : []),
    ...(memoryMib === 0 ? [] : [`${memoryText(memoryMib * 2 ** 20)} of GPU memory`]),
  ].join(' and ');
  const copied = data.clonedFrom === undefined ? '' : `, a clone of ${data.clonedFrom},`;
  return (
    `${actor} submitted ${data.workloadType} ${data.name}${copied} to project ${data.projectId}, ` +
    `node pool ${data.nodePoolId}: ${countText(pods, 'pod')} asking for ` +
    `${gpus}, priority ${data.priority}, ` +
    `${data.preemptible ? 'preemptible' : 'non-preemptible'}.`
  );
};

type OfPods = Of<
  | 'WorkloadGrown'
  | 'WorkloadPodsPreempted'
  | 'WorkloadShrunk'
  | 'WorkloadPodsReleased'
  | 'WorkloadPodsLost'
>;

const podsText = (event: OfPods): string => {
  switch (event.type) {
    case 'WorkloadGrown':
      return (
        `Allocated ${heldBy(event.data.placements)} more: ${placesOf(event.data.placements)}; ` +
        `${decidedOn(event.data.basis)}.`
      );
    case 'WorkloadPodsPreempted':
      return `${podsOf(event.data.pods)}: ${preempted(event)}`;
    case 'WorkloadShrunk':
      return `${podsOf(event.data.pods)}: told to go, since fewer are asked for.`;
    case 'WorkloadPodsReleased':
      return `${podsOf(event.data.pods)}: gone; the others go on.`;
    case 'WorkloadPodsLost': {
      const { pods, nodeId, reason, podsShort } = event.data;
      const left = podsShort === 0 ? 'the others go on' : `${countText(podsShort, 'pod')} short`;
      return `${podsOf(pods)}: lost with node ${nodeId}: ${reason}; ${left}.`;
    }
  }
};

const preempted = ({ data }: Of<'WorkloadPreempted' | 'WorkloadPodsPreempted'>): string => {
  const { victimQueue, preemptorQueue } = data;
  const refused = data.alternatives.map(({ reason, count }) => `${count} × ${reason}`).join(', ');
  const figures =
    victimQueue.queueId === preemptorQueue.queueId
      ? `both stand in queue ${queueText(victimQueue)}`
      : `its side is queue ${queueText(victimQueue)}; the other is queue ${queueText(preemptorQueue)}`;
  return (
    `Taken off its devices by ${data.action} for workload ${data.preemptorId}: ${figures}; ` +
    `${refused === '' ? 'no other victims were weighed' : `refused instead: ${refused}`}; ` +
    (data.movesTo === undefined ? '' : `it goes on at ${placesOf(data.movesTo)}; `) +
    `${decidedOn(data.basis)}.`
  );
};

const queueText = (queue: Of<'WorkloadPreempted'>['data']['victimQueue']): string => {
  const says = (what: Amounts): string => amountText(what.gpuMilli, 'gpuMilli');
  return (
    `${queue.queueId}, which held ${says(queue.allocated)} (quota ${says(queue.deserved)}, ` +
    `fair share ${says(queue.fairShare)}, limit ${says(queue.limit)})`
  );
};

const decidedOn = (basis: Of<'WorkloadAllocated'>['data']['basis']): string =>
  `decided at revision ${basis.revision} by kernel ${basis.kernel} under policy ${basis.policy}`;
