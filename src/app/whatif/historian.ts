import type { ScenarioFailure } from '../../../adapters/ports/scenario.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { occupiedBy, type Workload } from '../../../domain/workload/index.ts';
import type { Brain } from '../brain.ts';
import { attemptKey, type History, type Life, type RestartLoss } from './history.ts';

interface Running {
  attempt: number;
  devices: number;
  boundAtMs: InstantMs;
  fromMs: InstantMs | undefined;
  leavesAtMs: InstantMs | undefined;
  /** Since when it works on although it was told to go: it may end by itself within its grace. */
  graceFromMs: InstantMs | undefined;
  /** Work of this life so far. */
  workMs: number;
  hasWorked: boolean;
  /** Whether it ran at the fork already: one that goes in that very instant has not run in it. */
  isOfFork: boolean;
  lives: Life[];
  /** When it was submitted, or the fork. */
  readonly sinceMs: InstantMs;
  /** What its first attempt needed until it was ready; 0 of one that never was. */
  readyMs: number | undefined;
  /** Whether nothing more will come of it. */
  isOver: boolean;
}

interface Notes {
  readonly restartLossMs: RestartLoss;
  readonly running: Map<string, Running>;
  readonly startMs: Map<string, number>;
  /** Of attempts that had to go before they were ready: they needed longer than this. */
  readonly unreadyMs: Map<string, number>;
  readonly exitMs: Map<string, number>;
  readonly failures: ScenarioFailure[];
  readonly lost: Map<string, InstantMs>;
}

/**
 * Learns from facts in log order how long work runs, how it ends, and which nodes fail.
 *
 * Begins with a brain at the fork: who runs there has run for nothing yet, as in the fork.
 */
export const historian = (brain: Brain, fromMs: InstantMs, restartLossMs: RestartLoss) => {
  const notes: Notes = {
    restartLossMs,
    running: new Map(),
    startMs: new Map(),
    unreadyMs: new Map(),
    exitMs: new Map(),
    failures: [],
    lost: new Map(),
  };
  for (const [id, { state }] of brain.states.byKind.workload) {
    const run = beginning(state as Workload, fromMs);
    if (run !== undefined) notes.running.set(id, run);
    if (run?.fromMs !== undefined) notes.startMs.set(attemptKey(id, run.attempt), 0);
  }
  for (const [id, { state }] of brain.states.byKind.node) {
    if ('phase' in state && state.phase === 'Lost') notes.lost.set(id, fromMs);
  }
  return {
    see: (fact: BerthRecorded): void => {
      if (fact.subject.kind === 'node') seeNode(notes, fact);
      else if (fact.subject.kind === 'workload') seeWorkload(notes, fact);
    },
    unsettled: (untilMs: InstantMs): Set<string> => unsettledIn(notes, untilMs),
    isOver: (workloadId: string): boolean => notes.running.get(workloadId)?.isOver ?? true,
    history: (untilMs: InstantMs): History => historyOf(notes, untilMs),
  };
};

const beginning = (state: Workload, fromMs: InstantMs): Running | undefined => {
  if (!('attempt' in state)) return undefined;
  const devices = (occupiedBy(state) ?? []).reduce((sum, pod) => sum + pod.devices.length, 0);
  const isLeaving = leavingPhases.has(state.phase);
  return {
    attempt: state.attempt,
    devices,
    boundAtMs: fromMs,
    fromMs: state.phase === 'Running' ? fromMs : undefined,
    leavesAtMs: isLeaving ? fromMs : undefined,
    graceFromMs: undefined,
    workMs: 0,
    hasWorked: false,
    isOfFork: true,
    lives: [],
    sinceMs: fromMs,
    readyMs: state.phase === 'Running' ? 0 : undefined,
    isOver: overPhases.has(state.phase),
  };
};

/** Whose end a fork may reach and nobody has seen yet: it stands behind the horizon, if anywhere. */
const unsettledIn = (notes: Notes, untilMs: InstantMs): Set<string> => {
  const ids = new Set<string>();
  for (const [id, run] of notes.running) {
    if (!run.isOver && !outlasts(notes, run, untilMs)) ids.add(id);
  }
  return ids;
};

const overPhases: ReadonlySet<string> = new Set(['Completed', 'Failed', 'Deleted']);
const leavingPhases: ReadonlySet<string> = new Set(['Terminating', 'Stopping', 'Deleting']);

const historyOf = (notes: Notes, untilMs: InstantMs): History => {
  const { running, startMs, unreadyMs, exitMs, failures, lost } = notes;
  const known = [...startMs.values()].filter((ms) => ms > 0).toSorted((a, b) => a - b);
  return {
    lives: new Map([...running].map(([id, { lives }]) => [id, lives])),
    outlasting: new Set(
      [...running].flatMap(([id, run]) =>
        !run.isOver && outlasts(notes, run, untilMs) ? [id] : [],
      ),
    ),
    startMs,
    unreadyMs,
    exitMs,
    usualStartMs: known[known.length >> 1] ?? 0,
    failures: [
      ...failures,
      ...[...lost].map(([nodeId, atMs]) => ({ nodeId, atMs, returnAtMs: undefined })),
    ],
  };
};

/**
 * Whether work goes on past the horizon however soon it is let: it cannot begin before it was asked for and ready, and
 * what of it was seen until the horizon would last until then. Nothing that a fork does makes work end sooner than that.
 */
const outlasts = ({ restartLossMs }: Notes, run: Running, untilMs: InstantMs): boolean => {
  const lossMs = run.hasWorked ? restartLossMs(run.devices) : 0;
  const nowMs = run.fromMs === undefined ? 0 : Math.max(0, untilMs - run.fromMs - lossMs);
  const endedMs = run.lives.reduce((sum, { workMs }) => sum + workMs, 0);
  return run.sinceMs + (run.readyMs ?? 0) + endedMs + run.workMs + nowMs >= untilMs;
};

const seeNode = ({ lost, failures }: Notes, { type, subject, atMs }: BerthRecorded): void => {
  const lostAtMs = lost.get(subject.id);
  if (type === 'NodeLost') lost.set(subject.id, lostAtMs ?? atMs);
  if (type !== 'NodeReturned' || lostAtMs === undefined) return;
  failures.push({ nodeId: subject.id, atMs: lostAtMs, returnAtMs: atMs });
  lost.delete(subject.id);
};

const seeWorkload = (notes: Notes, fact: BerthRecorded): void => {
  const { atMs } = fact;
  const { id } = fact.subject;
  if (fact.type === 'WorkloadSubmitted') notes.running.set(id, fresh(atMs));
  const run = notes.running.get(id);
  if (run === undefined) return;
  switch (fact.type) {
    case 'WorkloadAllocated':
      run.attempt = fact.data.attempt;
      run.isOver = false;
      run.boundAtMs = atMs;
      run.devices = fact.data.placements.reduce((sum, pod) => sum + pod.devices.length, 0);
      return;
    case 'WorkloadStarted':
      notes.startMs.set(attemptKey(id, fact.data.attempt), atMs - run.boundAtMs);
      run.readyMs ??= atMs - run.boundAtMs;
      run.fromMs = atMs;
      run.isOfFork = false;
      return;
    case 'WorkloadRecovered':
      run.fromMs = atMs;
      return;
    case 'WorkloadDegraded':
      return pause(notes, run, atMs);
    case 'WorkloadPodsLost':
      return fact.data.podsShort > 0 ? pause(notes, run, atMs) : undefined;
    case 'WorkloadPreempted':
    case 'WorkloadInterrupted':
    case 'WorkloadStopRequested':
    case 'WorkloadDeletionRequested':
      if (run.fromMs === undefined) {
        notes.unreadyMs.set(attemptKey(id, run.attempt), atMs - run.boundAtMs);
        run.readyMs ??= 0;
      } else run.graceFromMs = atMs;
      pause(notes, run, atMs);
      run.leavesAtMs ??= atMs;
      return;
    case 'WorkloadEvicted':
    case 'WorkloadStopped':
    case 'WorkloadDeleted':
      if (run.leavesAtMs !== undefined) {
        notes.exitMs.set(attemptKey(id, run.attempt), atMs - run.leavesAtMs);
      }
      run.leavesAtMs = undefined;
      run.graceFromMs = undefined;
      run.isOver ||= fact.type === 'WorkloadDeleted';
      return;
    case 'WorkloadCompleted':
      run.isOver = true;
      return end(notes, run, { atMs, exitCode: 0 });
    case 'WorkloadFailed':
    case 'WorkloadRetryScheduled':
      run.isOver = fact.type === 'WorkloadFailed';
      // A failure that says 0, or nothing, is a failure all the same.
      return end(notes, run, { atMs, exitCode: fact.data.exitCode || 1 });
    default:
      return;
  }
};

const fresh = (sinceMs: InstantMs): Running => ({
  attempt: 0,
  devices: 0,
  boundAtMs: 0,
  fromMs: undefined,
  leavesAtMs: undefined,
  graceFromMs: undefined,
  workMs: 0,
  hasWorked: false,
  isOfFork: false,
  lives: [],
  sinceMs,
  readyMs: undefined,
  isOver: false,
});

/** Work stops; what was done is kept, less what starting again cost, as the simulated cluster has it. */
const pause = ({ restartLossMs }: Notes, run: Running, atMs: InstantMs): void => {
  if (run.fromMs === undefined) return;
  const lossMs = run.hasWorked ? restartLossMs(run.devices) : 0;
  run.workMs += Math.max(0, atMs - run.fromMs - lossMs);
  run.hasWorked ||= !run.isOfFork || atMs > run.fromMs;
  run.fromMs = undefined;
};

const end = (
  notes: Notes,
  run: Running,
  { atMs, exitCode }: { readonly atMs: InstantMs; readonly exitCode: number },
): void => {
  pause(notes, run, atMs);
  const graceMs = run.graceFromMs === undefined ? 0 : atMs - run.graceFromMs;
  run.lives.push({ workMs: run.workMs + graceMs, exitCode });
  run.graceFromMs = undefined;
  run.workMs = 0;
  run.hasWorked = false;
  run.leavesAtMs = undefined;
};
