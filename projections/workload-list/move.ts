import type { Recorded } from '../../domain/foundation/event.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';
import { enter, hold, release } from './enter.ts';
import { isObeying, obey } from './obey.ts';
import { movePods } from './pods.ts';
import { askAsScaled } from './scale.ts';
import type { WorkloadRow } from './view.ts';

type Row = { -readonly [Key in keyof WorkloadRow]: WorkloadRow[Key] };
/** What can happen to a workload once it is submitted. */
export type LaterFact = Exclude<Recorded<WorkloadEvent>, { readonly type: 'WorkloadSubmitted' }>;

/** Moves a row on by one fact, in place. */
export const move = (row: Row, event: LaterFact): void => {
  if (isObeying(event)) return obey(row, event);
  switch (event.type) {
    case 'WorkloadQueued':
    case 'WorkloadReassigned':
    case 'WorkloadDeferred':
    case 'WorkloadNominated':
    case 'WorkloadAllocated':
      return wait(row, event);
    case 'WorkloadStarted':
    case 'WorkloadDegraded':
    case 'WorkloadRecovered':
    case 'WorkloadCompleted':
    case 'WorkloadFailed':
      return run(row, event);
    case 'WorkloadPreempted':
    case 'WorkloadInterrupted':
    case 'WorkloadEvicted':
    case 'WorkloadRetryScheduled':
      return lose(row, event);
    case 'WorkloadGrown':
    case 'WorkloadPodsPreempted':
    case 'WorkloadShrunk':
    case 'WorkloadPodsReleased':
    case 'WorkloadPodsLost':
      return movePods(row, event);
  }
};

type Of<Type extends LaterFact['type']> = Extract<LaterFact, { readonly type: Type }>;

const wait = (
  row: Row,
  event: Of<
    | 'WorkloadQueued'
    | 'WorkloadReassigned'
    | 'WorkloadDeferred'
    | 'WorkloadNominated'
    | 'WorkloadAllocated'
  >,
): void => {
  switch (event.type) {
    case 'WorkloadReassigned':
      return reassign(row, event);
    case 'WorkloadQueued':
      row.queueId = event.data.queueId;
      row.attempt = event.data.attempt;
      row.reason = '';
      return enter(row, 'Pending', event.atMs);
    case 'WorkloadDeferred':
      row.verdict = event.data.verdict;
      return;
    case 'WorkloadNominated':
      return;
    case 'WorkloadAllocated':
      hold(row, event.data.placements);
      row.reason = '';
      return enter(row, 'Initializing', event.atMs);
  }
};

/** Waits elsewhere, and for as long as before. */
const reassign = (row: Row, { data, atMs }: Of<'WorkloadReassigned'>): void => {
  row.nodePoolId = data.nodePoolId;
  row.queueId = data.queueId;
  row.attempt = data.attempt;
  if (row.phase === 'Pending') row.verdict = undefined;
  else enter(row, 'Pending', atMs);
};

type Running = Of<
  | 'WorkloadStarted'
  | 'WorkloadDegraded'
  | 'WorkloadRecovered'
  | 'WorkloadCompleted'
  | 'WorkloadFailed'
>;

const run = (row: Row, event: Running): void => {
  row.reason = 'reason' in event.data ? event.data.reason : '';
  switch (event.type) {
    case 'WorkloadStarted':
    case 'WorkloadRecovered':
      row.startedAtMs ??= event.atMs;
      return enter(row, 'Running', event.atMs);
    case 'WorkloadDegraded':
      return enter(row, 'Degraded', event.atMs);
    case 'WorkloadCompleted':
    case 'WorkloadFailed':
      row.completedAtMs = event.atMs;
      if (event.type === 'WorkloadFailed') row.failures += 1;
      release(row);
      return enter(row, event.type === 'WorkloadFailed' ? 'Failed' : 'Completed', event.atMs);
  }
};

const lose = (
  row: Row,
  event: Of<
    'WorkloadPreempted' | 'WorkloadInterrupted' | 'WorkloadEvicted' | 'WorkloadRetryScheduled'
  >,
): void => {
  switch (event.type) {
    case 'WorkloadPreempted':
      row.preemptions += 1;
      row.reason = `${event.data.action} for ${event.data.preemptorId}`;
      return enter(row, 'Terminating', event.atMs);
    case 'WorkloadInterrupted':
      row.interruptions += 1;
      row.reason = event.data.reason;
      return enter(row, 'Terminating', event.atMs);
    case 'WorkloadEvicted':
      release(row);
      askAsScaled(row);
      row.attempt = event.data.attempt + 1;
      return enter(row, 'Pending', event.atMs);
    case 'WorkloadRetryScheduled':
      return backOff(row, event);
  }
};

const backOff = (row: Row, { data, atMs }: Of<'WorkloadRetryScheduled'>): void => {
  release(row);
  askAsScaled(row);
  row.attempt = data.attempt;
  row.failures = data.failures;
  row.reason = data.reason;
  enter(row, 'Resuming', atMs);
};
