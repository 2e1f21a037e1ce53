import type { WorkloadEvent } from './events.ts';
import type { Workload } from './state.ts';

/** The first back-off, and the longest. @unit ms @source Kubernetes Job: 10 s, doubled each time, at most 6 minutes */
const backoffMsFirst = 10_000;
const backoffMsMax = 360_000;
/** Doublings after which every back-off is the longest. */
const doublingsMax = 6;

/** How long a workload waits after its so-manieth failure. @unit ms */
export const backoffMsAfter = (failures: number): number =>
  Math.min(backoffMsMax, backoffMsFirst * 2 ** Math.min(doublingsMax, failures - 1));

/** How a workload ended that did not end well. */
export interface Ending {
  readonly reason: string;
  readonly exitCode?: number;
}

/** The next try of a workload that failed; `undefined` where none is left. */
export const retryOf = (ending: Ending, state: Workload): WorkloadEvent | undefined => {
  if (!('terms' in state) || state.terms === undefined) return undefined;
  const { backoffLimit, failures: before } = state.terms;
  if (before >= backoffLimit) return undefined;
  const failures = before + 1;
  const backoffMs = backoffMsAfter(failures);
  const attempt = state.attempt + 1;
  return { type: 'WorkloadRetryScheduled', data: { attempt, failures, backoffMs, ...ending } };
};
