import { createMachine } from 'xstate';
import { lifecycleOf } from '../foundation/lifecycle.ts';

const stop = { WorkloadStopRequested: 'Stopping' } as const;
const removal = { WorkloadDeletionRequested: 'Deleting' } as const;
const end = { WorkloadCompleted: 'Completed', WorkloadFailed: 'Failed' } as const;
const retry = { WorkloadRetryScheduled: 'Resuming' } as const;
/** Pods come and go one by one while the others go on. */
const pods = <Phase extends string>(phase: Phase) => ({
  WorkloadNominated: phase,
  WorkloadGrown: phase,
  WorkloadPodsPreempted: phase,
  WorkloadShrunk: phase,
  WorkloadPodsReleased: phase,
  WorkloadPodsLost: phase,
});
const eviction = { WorkloadPreempted: 'Terminating', WorkloadInterrupted: 'Terminating' } as const;

/**
 * The legal order of a workload's facts; what makes a fact happen is decided in `decide.ts`.
 *
 * Preemption is not a phase: a preempted workload leaves its devices (Terminating) and is Pending again, same id,
 * next attempt.
 * @source product reference §2.2, §2.3
 */
export const workloadMachine = createMachine({
  id: 'workload',
  initial: 'Absent',
  states: {
    Absent: { on: { WorkloadSubmitted: 'Creating' } },
    Creating: {
      on: {
        WorkloadQueued: 'Pending',
        WorkloadReassigned: 'Pending',
        WorkloadScaled: 'Creating',
        ...stop,
        ...removal,
      },
    },
    Pending: {
      on: {
        WorkloadReassigned: 'Pending',
        WorkloadDeferred: 'Pending',
        WorkloadNominated: 'Pending',
        WorkloadAllocated: 'Initializing',
        WorkloadScaled: 'Pending',
        ...stop,
        ...removal,
      },
    },
    Initializing: {
      on: {
        WorkloadStarted: 'Running',
        WorkloadDegraded: 'Degraded',
        WorkloadScaled: 'Initializing',
        ...pods('Initializing'),
        ...eviction,
        ...end,
        ...retry,
        ...stop,
        ...removal,
      },
    },
    Running: {
      on: {
        WorkloadDegraded: 'Degraded',
        WorkloadTimeLimitReached: 'Running',
        WorkloadScaled: 'Running',
        ...pods('Running'),
        ...eviction,
        ...end,
        ...retry,
        ...stop,
        ...removal,
      },
    },
    Degraded: {
      on: {
        WorkloadRecovered: 'Running',
        WorkloadTimeLimitReached: 'Degraded',
        WorkloadScaled: 'Degraded',
        ...pods('Degraded'),
        ...eviction,
        ...end,
        ...retry,
        ...stop,
        ...removal,
      },
    },
    Terminating: {
      on: {
        WorkloadEvicted: 'Pending',
        WorkloadScaled: 'Terminating',
        ...end,
        ...retry,
        ...stop,
        ...removal,
      },
    },
    Stopping: { on: { WorkloadStopped: 'Stopped', ...removal } },
    Stopped: { on: { WorkloadResumed: 'Resuming', WorkloadScaled: 'Stopped', ...removal } },
    Resuming: {
      on: { WorkloadQueued: 'Pending', WorkloadScaled: 'Resuming', ...stop, ...removal },
    },
    Completed: { on: removal },
    Failed: { on: removal },
    Deleting: { on: { WorkloadDeleted: 'Deleted' } },
    Deleted: {},
  },
});

/** The legal order as the look-up that folding uses. */
export const workloadLifecycle = lifecycleOf(workloadMachine);
