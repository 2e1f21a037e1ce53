import { createMachine } from 'xstate';
import { lifecycleOf } from '../foundation/lifecycle.ts';

const stop = { WorkloadStopRequested: 'Stopping' } as const;
const removal = { WorkloadDeletionRequested: 'Deleting' } as const;
const end = { WorkloadCompleted: 'Completed', WorkloadFailed: 'Failed' } as const;
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
    Creating: { on: { WorkloadQueued: 'Pending', ...stop, ...removal } },
    Pending: {
      on: {
        WorkloadDeferred: 'Pending',
        WorkloadNominated: 'Pending',
        WorkloadAllocated: 'Initializing',
        ...stop,
        ...removal,
      },
    },
    Initializing: {
      on: {
        WorkloadStarted: 'Running',
        WorkloadDegraded: 'Degraded',
        ...eviction,
        ...end,
        ...stop,
        ...removal,
      },
    },
    Running: {
      on: { WorkloadDegraded: 'Degraded', ...eviction, ...end, ...stop, ...removal },
    },
    Degraded: {
      on: { WorkloadRecovered: 'Running', ...eviction, ...end, ...stop, ...removal },
    },
    Terminating: { on: { WorkloadEvicted: 'Pending', ...end, ...stop, ...removal } },
    Stopping: { on: { WorkloadStopped: 'Stopped', ...removal } },
    Stopped: { on: { WorkloadResumed: 'Resuming', ...removal } },
    Resuming: { on: { WorkloadQueued: 'Pending', ...stop, ...removal } },
    Completed: { on: removal },
    Failed: { on: removal },
    Deleting: { on: { WorkloadDeleted: 'Deleted' } },
    Deleted: {},
  },
});

/** The legal order as the look-up that folding uses. */
export const workloadLifecycle = lifecycleOf(workloadMachine);
