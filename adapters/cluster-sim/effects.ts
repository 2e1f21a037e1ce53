import { parted, podKey } from '../../domain/foundation/gang.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Effect } from '../ports/cluster.ts';
import { dueKind, type Parting, type Run } from './runs.ts';
import {
  endRun,
  exitMsOf,
  over,
  schedule,
  seat,
  type SimState,
  stall,
  startMsOf,
} from './state.ts';

type Bind = Extract<Effect, { readonly _tag: 'Bind' }>;
type Evict = Extract<Effect, { readonly _tag: 'Evict' }>;
type EvictPods = Extract<Effect, { readonly _tag: 'EvictPods' }>;

const noNodes: readonly string[] = [];
const noPlaces: Run['placements'] = [];
const noPartings: readonly Parting[] = [];

/**
 * Gives an attempt its pods; they start after the kubelet's latency, or never, if a node of theirs is lost or others are
 * needed besides.
 */
export const bind = (state: SimState, effect: Bind, nowMs: InstantMs): void => {
  const { workloadId, attempt } = effect;
  const living = state.runs.get(workloadId);
  if (living?.attempt === attempt) return rebind(state, living, { effect, nowMs });
  if (attempt <= Math.max(over.attemptOf(state.lastOver.get(workloadId)), living?.attempt ?? 0))
    return;
  if (living !== undefined) endRun(state, living, true);
  const run = newRun(workloadId, attempt);
  state.runs.set(workloadId, run);
  seat(state, run, effect.placements);
  run.isStalled = isStalled(state, run, effect);
  if (!run.isStalled) ready(state, run, nowMs);
};

/** Whether an attempt cannot do its work with the pods that it has. */
const isStalled = (state: SimState, run: Run, { isEnough }: Bind): boolean =>
  !isEnough || run.frailNodes.some((nodeId) => state.lostNodes.has(nodeId));

/** All that it needs is ready after the kubelet's latency. */
const ready = (state: SimState, run: Run, nowMs: InstantMs): void => {
  schedule(state, run, { kind: dueKind.started, atMs: nowMs + startMsOf(state, run) });
};

/** Other pods than before: whoever goes on goes on, and who lacked some begins again once it has them. */
const rebind = (
  state: SimState,
  run: Run,
  { effect, nowMs }: { readonly effect: Bind; readonly nowMs: InstantMs },
): void => {
  if (run.isLeaving) return;
  const leaving = run.partings.flatMap(({ pods }) => parted(run.placements, pods).named);
  const staying = parted(effect.placements, leaving).others;
  seat(state, run, [...staying, ...leaving]);
  const wasStalled = run.isStalled;
  run.isStalled = isStalled(state, run, effect);
  if (wasStalled && !run.isStalled) ready(state, run, nowMs);
  else if (run.isStalled && !wasStalled) stall(state, run, nowMs);
};

/**
 * Tells single pods of an attempt to go, which is answered once they have, unless all of it goes before.
 *
 * Pods that are not there have gone.
 */
export const evictPods = (state: SimState, effect: EvictPods, nowMs: InstantMs): void => {
  const { workloadId, attempt, graceMs } = effect;
  const run = state.runs.get(workloadId);
  if (run === undefined || run.attempt !== attempt || run.isLeaving) return;
  const known = run.partings.flatMap(({ pods }) => pods);
  const pods = effect.pods.filter((pod) => !known.some((one) => podKey(one) === podKey(pod)));
  if (pods.length === 0) return;
  const exitMs = exitMsOf(state, run);
  const isThere = parted(run.placements, pods).named.length > 0;
  const atMs = nowMs + (isThere ? Math.min(graceMs, exitMs) : 0);
  const id = `${run.id}/${pods.map(podKey).join('+')}`;
  const parting: Parting = { run, pods, id, atMs, kind: dueKind.podsGone, place: -1 };
  run.partings = [...run.partings, parting];
  state.heap.push(parting);
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
  const exitMs = exitMsOf(state, run);
  const goneAtMs = nowMs + Math.min(graceMs, exitMs);
  const isDue = run.place >= 0 && run.kind === dueKind.ended;
  if (isDue && run.atMs <= goneAtMs) return;
  dropPartings(state, run);
  state.progress.keep(run, nowMs);
  schedule(state, run, { kind: dueKind.gone, atMs: goneAtMs });
};

/** All of it goes: nobody asks after single pods any more. */
const dropPartings = (state: SimState, run: Run): void => {
  for (const parting of run.partings) state.heap.remove(parting);
  run.partings = noPartings;
};

/** It was never bound, or has ended: there are no pods to wait for, and a bind that comes late must not make any. */
const sayNoPods = (state: SimState, effect: Evict, nowMs: InstantMs): void => {
  const older = state.runs.get(effect.workloadId);
  if (older !== undefined) endRun(state, older, true);
  const run = newRun(effect.workloadId, effect.attempt);
  run.isLeaving = true;
  state.runs.set(run.id, run);
  const exitMs = state.options.known?.exitMs(run.id, run.attempt) ?? 0;
  schedule(state, run, { kind: dueKind.gone, atMs: nowMs + exitMs });
};

const newRun = (id: string, attempt: number): Run => ({
  atMs: 0,
  kind: dueKind.started,
  id,
  place: -1,
  attempt,
  placements: noPlaces,
  gpuDevices: 0,
  frailNodes: noNodes,
  startedAtMs: undefined,
  hasStarted: false,
  isStalled: false,
  partings: noPartings,
  isLeaving: false,
});
