import type { ScenarioFailure } from '../../../adapters/ports/scenario.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { occupiedBy, type Workload } from '../../../domain/workload/index.ts';
import type { Brain } from '../brain.ts';

/** How a workload's work ended each time that it did: after how much of it, and how. @unit ms */
export interface Life {
  readonly workMs: number;
  readonly exitCode: number;
}

/** What starting again costs a workload with so many devices. @unit ms */
export type RestartLoss = (gpuDevices: number) => number;

/** What is known of single attempts: `undefined` of those that nobody saw. @unit ms */
export interface AttemptTimes {
  readonly startMs: (workloadId: string, attempt: number) => number | undefined;
  readonly exitMs: (workloadId: string, attempt: number) => number | undefined;
}

/** What the recorded facts behind a revision say of the world that no decision changes: the assumption of a fork. */
export interface History {
  /** The ends of each workload; one that has failed and was tried again has several. */
  readonly lives: ReadonlyMap<string, readonly Life[]>;
  /** How long attempts needed until they were ready, and to go. */
  readonly times: AttemptTimes;
  /** A usual time until an attempt is ready, for those that nobody has seen. @unit ms */
  readonly usualStartMs: number;
  readonly failures: readonly ScenarioFailure[];
}

interface Running {
  attempt: number;
  devices: number;
  boundAtMs: InstantMs;
  fromMs: InstantMs | undefined;
  leavesAtMs: InstantMs | undefined;
  /** Work of this life so far. */
  workMs: number;
  hasWorked: boolean;
  /** Whether it ran at the fork already: one that goes in that very instant has not run in it. */
  isOfFork: boolean;
  lives: Life[];
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
    if (run?.fromMs !== undefined) notes.startMs.set(`${id} ${run.attempt}`, 0);
  }
  for (const [id, { state }] of brain.states.byKind.node) {
    if ('phase' in state && state.phase === 'Lost') notes.lost.set(id, fromMs);
  }
  return {
    see: (fact: BerthRecorded): void => {
      if (fact.subject.kind === 'node') seeNode(notes, fact);
      else if (fact.subject.kind === 'workload') seeWorkload(notes, fact);
    },
    history: (): History => historyOf(notes),
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
    workMs: 0,
    hasWorked: false,
    isOfFork: true,
    lives: [],
  };
};

const leavingPhases: ReadonlySet<string> = new Set(['Terminating', 'Stopping', 'Deleting']);

const historyOf = (notes: Notes): History => {
  const { running, startMs, unreadyMs, exitMs, failures, lost } = notes;
  const known = [...startMs.values()].filter((ms) => ms > 0).toSorted((a, b) => a - b);
  const usualStartMs = known[known.length >> 1] ?? 0;
  return {
    lives: new Map([...running].map(([id, { lives }]) => [id, lives])),
    times: {
      startMs: (id, attempt) => {
        const leastMs = unreadyMs.get(`${id} ${attempt}`);
        const longerMs = leastMs === undefined ? undefined : Math.max(usualStartMs, leastMs + 1);
        return startMs.get(`${id} ${attempt}`) ?? longerMs;
      },
      exitMs: (id, attempt) => exitMs.get(`${id} ${attempt}`),
    },
    usualStartMs,
    failures: [
      ...failures,
      ...[...lost].map(([nodeId, atMs]) => ({ nodeId, atMs, returnAtMs: undefined })),
    ],
  };
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
  if (fact.type === 'WorkloadSubmitted') notes.running.set(id, fresh());
  const run = notes.running.get(id);
  if (run === undefined) return;
  switch (fact.type) {
    case 'WorkloadAllocated':
      run.attempt = fact.data.attempt;
      run.boundAtMs = atMs;
      run.devices = fact.data.placements.reduce((sum, pod) => sum + pod.devices.length, 0);
      return;
    case 'WorkloadStarted':
      notes.startMs.set(`${id} ${fact.data.attempt}`, atMs - run.boundAtMs);
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
        notes.unreadyMs.set(`${id} ${run.attempt}`, atMs - run.boundAtMs);
      }
      pause(notes, run, atMs);
      run.leavesAtMs ??= atMs;
      return;
    case 'WorkloadEvicted':
    case 'WorkloadStopped':
    case 'WorkloadDeleted':
      if (run.leavesAtMs !== undefined) {
        notes.exitMs.set(`${id} ${run.attempt}`, atMs - run.leavesAtMs);
      }
      run.leavesAtMs = undefined;
      return;
    case 'WorkloadCompleted':
      return end(notes, run, { atMs, exitCode: 0 });
    case 'WorkloadFailed':
    case 'WorkloadRetryScheduled':
      // A failure that says 0, or nothing, is a failure all the same.
      return end(notes, run, { atMs, exitCode: fact.data.exitCode || 1 });
    default:
      return;
  }
};

const fresh = (): Running => ({
  attempt: 0,
  devices: 0,
  boundAtMs: 0,
  fromMs: undefined,
  leavesAtMs: undefined,
  workMs: 0,
  hasWorked: false,
  isOfFork: false,
  lives: [],
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
  run.lives.push({ workMs: run.workMs, exitCode });
  run.workMs = 0;
  run.hasWorked = false;
  run.leavesAtMs = undefined;
};
