import { parted } from '../../domain/foundation/gang.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Due } from './due-heap.ts';
import { dueKind, type Parting, type Run } from './runs.ts';
import { endRun, schedule, seat, type SimState, stall } from './state.ts';

/** Lets happen what is due before the instant. */
export const passBefore = (state: SimState, nowMs: InstantMs): void => {
  const { heap } = state;
  for (let due = heap.first(); due !== undefined && due.atMs < nowMs; due = heap.first()) {
    happen(state, due);
  }
  state.passedMs = Math.max(state.passedMs, nowMs);
};

/** Lets happen what is due at the instant or before. */
export const passTo = (state: SimState, nowMs: InstantMs): void => {
  const { heap } = state;
  for (let due = heap.first(); due !== undefined && due.atMs <= nowMs; due = heap.first()) {
    happen(state, due);
  }
  state.passedMs = Math.max(state.passedMs, nowMs);
};

const isParting = (due: Due): due is Parting => 'pods' in due;
const isRun = (due: Due): due is Run => 'attempt' in due;

const happen = (state: SimState, due: Due): void => {
  state.heap.remove(due);
  if (isParting(due)) part(state, due);
  else if (!isRun(due)) happenToNode(state, due);
  else if (due.kind === dueKind.started) start(state, due);
  else if (due.kind === dueKind.gone) leave(state, due);
  else finish(state, due);
};

const start = (state: SimState, run: Run): void => {
  const { id: workloadId, attempt, atMs } = run;
  run.startedAtMs = atMs;
  const _tag = run.hasStarted ? 'WorkloadRecovered' : 'WorkloadStarted';
  run.hasStarted = true;
  state.told.push({ _tag, workloadId, attempt, atMs });
  const leftMs = state.progress.leftMs(run, runMsOf(state, workloadId));
  if (leftMs !== undefined) schedule(state, run, { kind: dueKind.ended, atMs: atMs + leftMs });
};

const runMsOf = ({ options, failures }: SimState, workloadId: string): number | undefined =>
  options.runMsOf(workloadId, failures.get(workloadId) ?? 0);

/** The others stay where they are. */
const part = (state: SimState, parting: Parting): void => {
  const { run, pods, atMs } = parting;
  run.partings = run.partings.filter((other) => other !== parting);
  seat(state, run, parted(run.placements, pods).others);
  const { id: workloadId, attempt } = run;
  state.told.push({ _tag: 'WorkloadPodsReleased', workloadId, attempt, pods, atMs });
};

const leave = (state: SimState, run: Run): void => {
  endRun(state, run, true);
  const { id: workloadId, attempt, atMs } = run;
  state.told.push({ _tag: 'WorkloadPodsGone', workloadId, attempt, atMs });
};

/** What ends while it is told to go is gone as well, and whoever told it waits for that. */
const finish = (state: SimState, run: Run): void => {
  if (run.isLeaving) schedule(state, run, { kind: dueKind.gone, atMs: run.atMs });
  else endRun(state, run, false);
  const { id: workloadId, attempt, atMs } = run;
  state.progress.forget(workloadId);
  const failures = state.failures.get(workloadId) ?? 0;
  const exitCode = state.options.exitCodeOf(workloadId, failures);
  if (exitCode !== 0) state.failures.set(workloadId, failures + 1);
  state.told.push(
    exitCode === 0
      ? { _tag: 'WorkloadCompleted', workloadId, attempt, atMs }
      : { _tag: 'WorkloadFailed', workloadId, attempt, reason: 'Error', exitCode, atMs },
  );
};

const happenToNode = (state: SimState, { id: nodeId, kind, atMs }: Due): void => {
  if (kind === dueKind.nodeReturned) {
    state.lostNodes.delete(nodeId);
    state.told.push({ _tag: 'NodeReturned', nodeId, atMs });
    return;
  }
  state.lostNodes.add(nodeId);
  state.told.push({ _tag: 'NodeLost', nodeId, reason: 'NodeNotReady', atMs });
  for (const run of state.runsByFrailNode.get(nodeId) ?? []) freeze(state, run, atMs);
};

/** One of its pods died with a node: the attempt does nothing more by itself, but may be on its way out. */
const freeze = (state: SimState, run: Run, nowMs: InstantMs): void => {
  if (run.isLeaving && run.kind === dueKind.gone) return;
  stall(state, run, nowMs);
  if (run.isLeaving) schedule(state, run, { kind: dueKind.gone, atMs: nowMs });
};
