import type { InstantMs } from '../../domain/foundation/instant.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import { hash32 } from '../../domain/foundation/random.ts';
import type { Observation } from '../ports/cluster.ts';
import type { ScenarioFailure } from '../ports/scenario.ts';
import { createDueHeap, type Due, type DueHeap } from './due-heap.ts';
import { outagesOf } from './outages.ts';
import { createProgress, dueKind, type Progress, type RestartLoss, type Run } from './runs.ts';

/** A time that is drawn for each attempt, both bounds included. @unit ms */
export interface Span {
  readonly min: number;
  readonly max: number;
}

/** How the simulated cluster behaves. */
export interface ClusterSimOptions {
  readonly seed: number;
  /** How long a workload works in all, after it has failed so many times; `undefined` for ever. @unit ms */
  readonly runMsOf: (workloadId: string, failures: number) => number | undefined;
  /** How its processes end; not 0 is a failure. */
  readonly exitCodeOf: (workloadId: string, failures: number) => number;
  readonly failures: readonly ScenarioFailure[];
  /** From the order to bind until all containers of all pods are ready. */
  readonly startLatencyMs: Span;
  readonly restartLossMs: RestartLoss;
  /** What processes need to exit when told to; the grace cuts it short. 0 to 2 s unless said. */
  readonly exitMs?: Span;
  /** What an attempt needs for either, where that is known; drawn where not. @unit ms */
  readonly known?: KnownTimes;
}

/** What is known of single attempts from somewhere else. @unit ms */
export interface KnownTimes {
  readonly startMs: (workloadId: string, attempt: number) => number | undefined;
  readonly exitMs: (workloadId: string, attempt: number) => number | undefined;
}

/** Everything that a simulated cluster knows; its own functions change it, nobody else sees it. */
export interface SimState {
  readonly options: ClusterSimOptions;
  readonly exitMs: Span;
  readonly heap: DueHeap<Due>;
  /** The attempts with pods, by workload: one at most. */
  readonly runs: Map<string, Run>;
  readonly progress: Progress;
  /** How often each has failed; nothing of those that never did. */
  readonly failures: Map<string, number>;
  /** The last attempt that is over, so that an effect that comes twice changes nothing; see `over`. */
  readonly lastOver: Map<string, number>;
  /** Attempts with pods on a node that fails some day. */
  readonly runsByFrailNode: ReadonlyMap<string, Set<Run>>;
  readonly lostNodes: Set<string>;
  /** What has happened and was not taken yet, in order of time. */
  told: Observation[];
  epoch: number;
  passedMs: InstantMs;
}

/** A cluster in which nothing runs and whose outages are to come. */
export const createState = (options: ClusterSimOptions): SimState => {
  const { startLatencyMs, exitMs = { min: 0, max: 2000 } } = options;
  for (const { min, max } of [startLatencyMs, exitMs]) {
    invariant(min >= 0 && max >= min, () => `no time lies between ${min} and ${max} ms`);
  }
  const heap = createDueHeap<Due>();
  const outages = outagesOf(options.failures);
  for (const { nodeId: id, fromMs, toMs } of outages) {
    heap.push({ atMs: fromMs, kind: dueKind.nodeLost, id, place: -1 });
    if (toMs !== undefined) heap.push({ atMs: toMs, kind: dueKind.nodeReturned, id, place: -1 });
  }
  return {
    options,
    exitMs,
    heap,
    runs: new Map(),
    progress: createProgress(options.restartLossMs),
    failures: new Map(),
    lastOver: new Map(),
    runsByFrailNode: new Map(outages.map(({ nodeId }) => [nodeId, new Set<Run>()])),
    lostNodes: new Set(),
    told: [],
    epoch: 0,
    passedMs: Number.NEGATIVE_INFINITY,
  };
};

/** Says what an attempt does next, instead of what it was going to do. */
export const schedule = (
  state: SimState,
  run: Run,
  next: { kind: number; atMs: InstantMs },
): void => {
  state.heap.remove(run);
  run.kind = next.kind;
  run.atMs = next.atMs;
  state.heap.push(run);
};

/** Puts the pods of an attempt where they are. @cost O(pods) */
export const seat = (state: SimState, run: Run, placements: Run['placements']): void => {
  for (const nodeId of run.frailNodes) state.runsByFrailNode.get(nodeId)?.delete(run);
  run.placements = placements;
  run.gpuDevices = placements.reduce((sum, { devices }) => sum + devices.length, 0);
  const frail = placements.filter(({ nodeId }) => state.runsByFrailNode.has(nodeId));
  run.frailNodes = frail.length === 0 ? noNodes : frail.map(({ nodeId }) => nodeId);
  for (const nodeId of run.frailNodes) state.runsByFrailNode.get(nodeId)?.add(run);
};

const noNodes: readonly string[] = [];

/** The attempt does nothing more by itself; what it has done is kept. */
export const stall = (state: SimState, run: Run, nowMs: InstantMs): void => {
  state.progress.keep(run, nowMs);
  run.startedAtMs = undefined;
  run.isStalled = true;
  state.heap.remove(run);
};

/**
 * The attempt that is over as the one number that is kept of it, and back: twice the attempt, plus one once it has been
 * said that its pods are gone.
 */
export const over = {
  attemptOf: (code: number | undefined): number => (code ?? 0) >> 1,
  isGoneTold: (code: number | undefined): boolean => ((code ?? 0) & 1) === 1,
} as const;

/** Forgets an attempt that has no pods any more, but that it is over and whether that has been said. */
export const endRun = (state: SimState, run: Run, isGoneTold: boolean): void => {
  state.heap.remove(run);
  for (const parting of run.partings) state.heap.remove(parting);
  state.runs.delete(run.id);
  state.lastOver.set(run.id, run.attempt * 2 + (isGoneTold ? 1 : 0));
  for (const nodeId of run.frailNodes) state.runsByFrailNode.get(nodeId)?.delete(run);
};

/** What an attempt needs until it is ready. @unit ms */
export const startMsOf = ({ options }: SimState, { id, attempt }: Named): number =>
  options.known?.startMs(id, attempt) ??
  drawnMs(options.startLatencyMs, { id, attempt }, options.seed);

/** What an attempt needs to go. @unit ms */
export const exitMsOf = ({ options, exitMs }: SimState, { id, attempt }: Named): number =>
  options.known?.exitMs(id, attempt) ?? drawnMs(exitMs, { id, attempt }, options.seed ^ exitSalt);

/** Keeps the draw of the exit time apart from that of the start latency. */
const exitSalt = 0x5bd1e995;

type Named = Pick<Run, 'id' | 'attempt'>;

/** A time of the span that only the seed, the workload and its attempt decide. @unit ms */
const drawnMs = ({ min, max }: Span, run: Named, seed: number): number =>
  min + (hash32(run.id, seed ^ Math.imul(run.attempt, 0x9e3779b1)) % (max - min + 1));
