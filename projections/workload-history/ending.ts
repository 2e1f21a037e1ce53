import { durationText } from '../../domain/foundation/amount-text.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { WorkloadEvent } from '../../domain/workload/events.ts';

type Fact = Recorded<WorkloadEvent>;
type Of<Type extends Fact['type']> = Extract<Fact, { readonly type: Type }>;

const types = [
  'WorkloadEvicted',
  'WorkloadCompleted',
  'WorkloadFailed',
  'WorkloadRetryScheduled',
  'WorkloadTimeLimitReached',
  'WorkloadStopRequested',
  'WorkloadStopped',
  'WorkloadResumed',
  'WorkloadDeletionRequested',
  'WorkloadDeleted',
] as const satisfies readonly Fact['type'][];

type Ending = Of<(typeof types)[number]>;

/** Tells whether a fact takes a workload off its devices, or out of its life and back. */
export const isEnding = (event: Fact): event is Ending => types.some((type) => type === event.type);

/** What ended and why, in a sentence. */
export const endingText = (event: Ending, runningSinceMs: InstantMs | undefined): string => {
  switch (event.type) {
    case 'WorkloadEvicted':
      return evicted(event.data.attempt);
    case 'WorkloadCompleted':
      return `Completed${ranFor(event.atMs, runningSinceMs)}.`;
    case 'WorkloadFailed':
      return failed(event, runningSinceMs);
    case 'WorkloadRetryScheduled':
      return retried(event, runningSinceMs);
    case 'WorkloadTimeLimitReached':
      return outOfTime(event.data);
    case 'WorkloadStopRequested':
      return `${event.actor} asked for it to stop${because(event.data.reason)}.`;
    case 'WorkloadStopped':
      return 'Its pods are gone; the workload is kept.';
    case 'WorkloadResumed':
      return `${event.actor} asked for it to run again, attempt ${event.data.attempt}.`;
    case 'WorkloadDeletionRequested':
      return `${event.actor} asked for it to be gone${because(event.data.reason)}.`;
    case 'WorkloadDeleted':
      return 'Nothing of it is left in the cluster.';
  }
};

const evicted = (attempt: number): string =>
  `The last pod of attempt ${attempt} has left its devices; attempt ${attempt + 1} waits.`;

const retried = (
  event: Of<'WorkloadRetryScheduled'>,
  runningSinceMs: InstantMs | undefined,
): string => {
  const { failures, attempt, backoffMs } = event.data;
  return (
    `${failed(event, runningSinceMs)} Failure ${failures}: ` +
    `attempt ${attempt} waits for ${durationText(backoffMs)}.`
  );
};

const outOfTime = ({ ranMs, limitMs }: Of<'WorkloadTimeLimitReached'>['data']): string =>
  `It has run for ${durationText(ranMs)} in all; it may run for ${durationText(limitMs)}.`;

const because = (reason: string): string => (reason === '' ? '' : `: ${reason}`);

const ranFor = (atMs: InstantMs, sinceMs: InstantMs | undefined): string =>
  sinceMs === undefined ? '' : ` after ${Math.floor((atMs - sinceMs) / 1000)} s of running`;

const failed = (
  { data, atMs }: Of<'WorkloadFailed' | 'WorkloadRetryScheduled'>,
  runningSinceMs: InstantMs | undefined,
): string => {
  const code = data.exitCode === undefined ? '' : ` with exit code ${data.exitCode}`;
  return `Failed${code}${ranFor(atMs, runningSinceMs)}: ${data.reason}.`;
};
