import { invariant } from '../foundation/invariant.ts';
import { asked, holding, keep } from './carry.ts';
import type { DataOf } from './commands.ts';
import type { WorkloadEvent } from './events.ts';
import type { Asked, Workload } from './state.ts';
import { askingAsScaled, changedTerms } from './terms.ts';

/** What it asks for once it holds nothing any more. */
export const unheld = (state: Workload): Asked => askingAsScaled(asked(state));

/** Holds nothing and will queue again; waits for the back-off of a failure where a queue is named. */
export const resuming = (from: Asked, attempt: number, retryQueueId?: string): Workload => ({
  phase: 'Resuming',
  ...keep(from),
  attempt,
  retryQueueId,
});

type OfTerms = Extract<
  WorkloadEvent,
  { readonly type: 'WorkloadRetryScheduled' | 'WorkloadTimeLimitReached' | 'WorkloadScaled' }
>;

/** Folds what uses up or changes the terms of a workload. */
export const foldTerms = (state: Workload, event: OfTerms): Workload => {
  switch (event.type) {
    case 'WorkloadRetryScheduled':
      return retrying(state, event.data);
    case 'WorkloadTimeLimitReached':
      return outOfTime(state, event.data.ranMs);
    case 'WorkloadScaled':
      return scaled(state, event.data.replicas);
  }
};

const retrying = (
  state: Workload,
  { attempt, failures }: DataOf<'WorkloadRetryScheduled'>,
): Workload => {
  const from = unheld(state);
  const { queueId } = holding(state);
  return resuming({ ...from, terms: changedTerms(from, { failures }) }, attempt, queueId);
};

const outOfTime = (state: Workload, ranMs: number): Workload => {
  const from = holding(state);
  return { ...from, terms: changedTerms(from, { ranMs }) };
};

/**
 * One that waits asks anew, and is judged anew; one that has pods asks for the others besides. The wish of one that is on
 * its way out is kept until it has gone.
 */
const scaled = (state: Workload, desired: number): Workload => {
  invariant('projectId' in state, 'what asks for nothing cannot be scaled');
  const terms = changedTerms(state, { desired });
  if (state.phase === 'Terminating' || state.phase === 'Stopping') return { ...state, terms };
  const { subGroups } = askingAsScaled({ ...state, terms });
  if (state.phase === 'Pending') {
    return { ...state, terms, subGroups, verdict: undefined, nomination: undefined };
  }
  if (!('moves' in state) || state.moves === undefined) return { ...state, terms, subGroups };
  // The place that is held was for pods that it may not ask for any more.
  const { leaving } = state.moves;
  const moves = leaving.length === 0 ? undefined : { leaving, nomination: undefined };
  return { ...state, terms, subGroups, moves };
};
