import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Effect } from '../ports/cluster.ts';
import { dueKind, type Run } from './runs.ts';
import { drawnMs, endRun, over, schedule, type SimState } from './state.ts';

type Bind = Extract<Effect, { readonly _tag: 'Bind' }>;
type Evict = Extract<Effect, { readonly _tag: 'Evict' }>;

const noNodes: readonly string[] = [];
/** Keeps the draw of the exit time apart from that of the start latency. */
const exitSalt = 0x5bd1e995;

/** Gives an attempt its pods; they start after the kubelet's latency, or never, if a node of theirs is lost. */
export const bind = (state: SimState, effect: Bind, nowMs: InstantMs): void => {
  const { workloadId, attempt, placements } = effect;
  const living = state.runs.get(workloadId);
  if (attempt <= Math.max(over.attemptOf(state.lastOver.get(workloadId)), living?.attempt ?? 0))
    return;
  if (living !== undefined) endRun(state, living, true);
  const run = newRun(workloadId, attempt);
  run.gpuDevices = placements.reduce((sum, { devices }) => sum + devices.length, 0);
  const frail = placements.filter(({ nodeId }) => state.runsByFrailNode.has(nodeId));
  if (frail.length > 0) run.frailNodes = frail.map(({ nodeId }) => nodeId);
  state.runs.set(workloadId, run);
  for (const nodeId of run.frailNodes) state.runsByFrailNode.get(nodeId)?.add(run);
  if (run.frailNodes.some((nodeId) => state.lostNodes.has(nodeId))) return;
  const { startLatencyMs, seed } = state.options;
  const atMs = nowMs + drawnMs(startLatencyMs, run, seed);
  schedule(state, run, { kind: dueKind.started, atMs });
};

/**
 * Tells the processes of an attempt to go, which is always answered: its pods are gone, once.
 *
 * One that ends by itself within its grace says so first.
 */
export const evict = (state: SimState, effect: Evict, nowMs: InstantMs): void => {
  const { workloadId, attempt, graceMs } = effect;
  const run = state.runs.get(workloadId);
  if (run === undefined || run.attempt < attempt) {
    const last = state.lastOver.get(workloadId);
    const isOver = attempt < over.attemptOf(last);
    const isAnswered = attempt === over.attemptOf(last) && over.isGoneTold(last);
    if (!isOver && !isAnswered) sayNoPods(state, effect, nowMs);
    return;
  }
  if (run.attempt > attempt || run.isLeaving) return;
  run.isLeaving = true;
  const exitMs = drawnMs(state.exitMs, run, state.options.seed ^ exitSalt);
  const goneAtMs = nowMs + Math.min(graceMs, exitMs);
  const isDue = run.place >= 0 && run.kind === dueKind.ended;
  if (isDue && run.atMs <= goneAtMs) return;
  state.progress.keep(run, nowMs);
  schedule(state, run, { kind: dueKind.gone, atMs: goneAtMs });
};

/** It was never bound, or has ended: there are no pods to wait for, and a bind that comes late must not make any. */
const sayNoPods = (state: SimState, effect: Evict, nowMs: InstantMs): void => {
  const older = state.runs.get(effect.workloadId);
  if (older !== undefined) endRun(state, older, true);
  const run = newRun(effect.workloadId, effect.attempt);
  run.isLeaving = true;
  state.runs.set(run.id, run);
  schedule(state, run, { kind: dueKind.gone, atMs: nowMs });
};

const newRun = (id: string, attempt: number): Run => ({
  atMs: 0,
  kind: dueKind.started,
  id,
  place: -1,
  attempt,
  gpuDevices: 0,
  frailNodes: noNodes,
  startedAtMs: undefined,
  isLeaving: false,
});
