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
  | 'NotPreemptible'
  | 'GangIncomplete';

/** What is refused about workloads. */
export const refusalsOfWorkloads: RefusalRows<WorkloadTag> = {
  InvalidSpec: (refusal, about) => field('workload', about, specField(refusal)),
  AlreadySubmitted: exists('workload'),
  WorkloadNotFound: (_, about) => missing('workload')({}, about),
  NotStoppable: ({ phase, workloadType }, about) =>
    conflict(
      about,
      'It cannot be stopped',
      workloadType === 'inference'
        ? 'a service is scaled to 0 replicas or deleted, not stopped'
        : `it is ${phase}: only what has not ended can be stopped`,
    ),
  NotResumable: ({ phase, ranMs, limitMs }, about) =>
    conflict(
      about,
      'It cannot be resumed',
      ranMs === undefined || limitMs === undefined
        ? `it is ${phase}: only what is stopped can be resumed`
        : `it has run for ${ranMs} ms of the ${limitMs} ms that it may: clone it with more time`,
    ),
  NotScalable: ({ phase, workloadType }, about) =>
    conflict(
      about,
      'It cannot be scaled',
      `it is ${phase} and of type ${workloadType ?? 'unknown'}: ` +
        'only a service that was submitted with replicas and has not ended is scaled',
    ),
  ReplicasOutOfRange: ({ asked, min, max }, about) =>
    field('number of replicas', about, {
      pointer: '/replicas',
      value: asked,
      problem: `must be from ${min} to ${max}`,
      remedy: `say ${min} to ${max}: that is what it was submitted with`,
    }),
  NotAwaitingQueue: ({ phase }, about) =>
    conflict(about, 'It awaits no queue', `it is ${phase}: only what was created or resumed does`),
  StaleAttempt: ({ asked, current }, about) =>
    conflict(about, 'It is another attempt by now', `attempt ${asked} is over, ${current} is on`),
  NotPending: ({ phase }, about) =>
    conflict(about, 'It does not wait', `it is ${phase}: only what is Pending gets devices`),
  NotOnDevices: ({ phase }, about) =>
    conflict(about, 'It holds no devices', `it is ${phase}: there is nothing to take it off`),
  NotPreemptible: ({ preemptorId }, about) =>
    conflict(about, 'It is not preemptible', `it stays where it is, also for ${preemptorId}`),
  GangIncomplete: ({ podsAsked, podsPlaced }, about) =>
    conflict(about, 'Not all pods have a place', `${podsPlaced} of ${podsAsked} pods have one`),
};
