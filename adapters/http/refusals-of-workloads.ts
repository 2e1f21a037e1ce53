import { countText, durationText } from '../../domain/foundation/amount-text.ts';
import type { RefusalRows } from './refusal-rows.ts';
import { conflict, exists, field, missing } from './refusal-words.ts';
import { specField } from './spec-problem.ts';

type WorkloadTag =
  | 'InvalidSpec'
  | 'AlreadySubmitted'
  | 'WorkloadNotFound'
  | 'NotStoppable'
  | 'NotResumable'
  | 'NotScalable'
  | 'ReplicasOutOfRange'
  | 'NotAwaitingQueue'
  | 'StaleAttempt'
  | 'NotPending'
  | 'NotOnDevices'
  | 'PodNotFree'
  | 'NotPreemptible'
  | 'GangIncomplete';

/** What is refused about workloads. */
export const refusalsOfWorkloads: RefusalRows<WorkloadTag> = {
  InvalidSpec: (refusal, about) => field('workload', about, specField(refusal)),
  AlreadySubmitted: exists('workload'),
  WorkloadNotFound: (_, about) => missing('workload')({}, about),
  NotStoppable: ({ phase, workloadType }, about) =>
    conflict(about, {
      title: 'It cannot be stopped',
      ...(workloadType === 'inference'
        ? { problem: 'it is a service', remedy: 'scale it to 0 replicas, or delete it' }
        : { problem: `it is ${phase}`, remedy: 'delete it: what has ended is not stopped' }),
    }),
  NotResumable: ({ phase, ranMs, limitMs }, about) =>
    conflict(about, {
      title: 'It cannot be resumed',
      ...(ranMs === undefined || limitMs === undefined
        ? { problem: `it is ${phase}`, remedy: resumptionOf(phase) }
        : {
            problem: `it has run for ${durationText(ranMs)} of the ${durationText(limitMs)} that it may`,
            remedy: 'clone it with more time',
          }),
    }),
  NotScalable: ({ phase, workloadType = 'unknown' }, about) =>
    conflict(about, {
      title: 'It cannot be scaled',
      problem: `it is ${phase} and of type ${workloadType}`,
      remedy:
        workloadType === 'inference'
          ? 'scale it before it has ended, and submit it with replicas'
          : 'submit an inference with replicas: services alone are scaled',
    }),
  ReplicasOutOfRange: ({ asked, min, max }, about) =>
    field('number of replicas', about, {
      pointer: '/replicas',
      value: asked,
      problem: `is not among the ${min} to ${max} replicas that it was submitted with`,
      remedy: `say ${min} to ${max}`,
    }),
  NotAwaitingQueue: ({ phase }, about) =>
    conflict(about, {
      title: 'It awaits no queue',
      problem: `it is ${phase}`,
      remedy: 'queue what was created or resumed',
    }),
  StaleAttempt: ({ asked, current }, about) =>
    conflict(about, {
      title: 'It is another attempt by now',
      problem: `attempt ${asked} is over, ${current} is on`,
      remedy: `ask about attempt ${current}`,
    }),
  NotPending: ({ phase }, about) =>
    conflict(about, {
      title: 'It does not wait',
      problem: `it is ${phase}`,
      remedy: 'give devices to what is Pending',
    }),
  NotOnDevices: ({ phase }, about) =>
    conflict(about, {
      title: 'It holds no devices',
      problem: `it is ${phase}`,
      remedy: 'leave it as it is',
    }),
  PodNotFree: ({ subGroup, pod }, about) =>
    conflict(about, {
      title: 'It has that pod',
      problem: `pod ${pod} of ${subGroup} is there already, or was not asked for`,
      remedy: 'place another pod',
    }),
  NotPreemptible: ({ preemptorId }, about) =>
    conflict(about, {
      title: 'It is not preemptible',
      problem: `it stays where it is, also for ${preemptorId}`,
      remedy: 'stop it, or choose another victim',
    }),
  GangIncomplete: ({ podsAsked, podsPlaced }, about) =>
    conflict(about, {
      title: 'Not all pods have a place',
      problem: `${podsPlaced} of ${countText(podsAsked, 'pod')} have one`,
      remedy: 'place all of them at once',
    }),
};

const resumptionOf = (phase: string): string =>
  phase === 'Completed' || phase === 'Failed' || phase === 'Deleting' || phase === 'Deleted'
    ? 'clone it: what has ended does not run again'
    : 'stop it first: only what is Stopped is resumed';
