import type { BerthEvent, BerthRecorded } from '../../domain/catalogue/events.ts';

/** What moves a workload that is known. */
export const workloadTypes = [
  'WorkloadQueued',
  'WorkloadReassigned',
  'WorkloadAllocated',
  'WorkloadGrown',
  'WorkloadNominated',
  'WorkloadDeferred',
  'WorkloadPreempted',
  'WorkloadPodsPreempted',
  'WorkloadShrunk',
  'WorkloadPodsReleased',
  'WorkloadPodsLost',
  'WorkloadInterrupted',
  'WorkloadEvicted',
  'WorkloadCompleted',
  'WorkloadFailed',
  'WorkloadRetryScheduled',
  'WorkloadScaled',
  'WorkloadStopRequested',
  'WorkloadStopped',
  'WorkloadDeletionRequested',
  'WorkloadDeleted',
] as const satisfies readonly BerthEvent['type'][];

/** See `workloadTypes`. */
export type WorkloadFact = Extract<
  BerthRecorded,
  { readonly type: (typeof workloadTypes)[number] }
>;
