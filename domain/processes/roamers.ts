import type { InstantMs } from '../foundation/instant.ts';
import { queueIdOf } from '../queue/index.ts';
import { cancel, type Due, type DueHeap, schedule } from './due-heap.ts';
import { nothing, type ProcessCommand } from './process.ts';

/**
 * A workload that may go to several node pools.
 *
 * @shape `created` has no queue yet; `going` waits in a pool of a round that is not over; `resting` waits in the dearest
 * one after a round; `settled` has places, or does not wait.
 */
export interface Roamer extends Due {
  readonly projectId: string;
  /** The dearest first. */
  readonly pools: readonly string[];
  /** Where it is. */
  at: string;
  stage: 'created' | 'going' | 'resting' | 'settled';
  /** The pools that could not take it in this round. */
  readonly tried: Set<string>;
  /** Rounds that nobody took it in, since it had places last. */
  rounds: number;
  /** When it may go round again. */
  restUntilMs: InstantMs;
}

/** Which queues are open, and who may go to several pools. */
export interface RoamingState {
  readonly openQueues: Set<string>;
  readonly roamers: Map<string, Roamer>;
  /** Those that rest, and for whom nothing has changed since. */
  readonly sleeping: Set<Roamer>;
  /** Those that rest until an instant. */
  readonly heap: DueHeap<Roamer>;
}

/** The first rest; each further one is twice as long. @unit ms */
const restMs = 60_000;
/** How often a rest is doubled at most: then it is 32 minutes. */
const doublingsMax = 5;

/** The queue of a workload's project in a pool. */
export const queueIn = ({ projectId: ownerId }: Roamer, nodePoolId: string): string =>
  queueIdOf({ ownerKind: 'project', ownerId, nodePoolId });

/** The dearest pool that was not tried in this round and where its project has an open queue. */
export const nextPool = (state: RoamingState, one: Roamer): string | undefined =>
  one.pools.find(
    (pool) => pool !== one.at && !one.tried.has(pool) && state.openQueues.has(queueIn(one, pool)),
  );

/** Where a round that nobody took it in ends, and the next one begins: the dearest pool that has a queue. */
const home = (state: RoamingState, one: Roamer): string | undefined =>
  one.pools.find((pool) => state.openQueues.has(queueIn(one, pool)));

/** Where one that rests goes first when its rest is over. */
export const poolAfterRest = (state: RoamingState, one: Roamer): string | undefined =>
  one.pools.find((pool) => pool !== one.at && state.openQueues.has(queueIn(one, pool)));

/** The command that lets it wait in a pool. */
export const goTo = (one: Roamer, nodePoolId: string): ProcessCommand => ({
  subject: { kind: 'workload', id: one.id },
  command: { type: 'ReassignWorkload', nodePoolId, queueId: queueIn(one, nodePoolId) },
});

/** The pool where it is could not take it: on to the next, or home. */
export const goOn = (
  state: RoamingState,
  one: Roamer,
  atMs: InstantMs,
): readonly ProcessCommand[] => {
  one.tried.add(one.at);
  const next = nextPool(state, one) ?? home(state, one);
  if (next !== undefined && next !== one.at) return [goTo(one, next)];
  rest(state, one, atMs);
  return nothing;
};

/** Waits at home until its time has come and something has changed. */
export const rest = (state: RoamingState, one: Roamer, atMs: InstantMs): void => {
  one.stage = 'resting';
  one.restUntilMs = atMs + restMs * 2 ** Math.min(one.rounds, doublingsMax);
  one.rounds += 1;
  state.sleeping.add(one);
};

/** Something has changed: whoever rests goes round again when its rest is over. @cost O(sleeping) */
export const rouse = (state: RoamingState, atMs: InstantMs): void => {
  for (const one of state.sleeping) {
    if (poolAfterRest(state, one) === undefined) continue;
    state.sleeping.delete(one);
    schedule(state.heap, one, Math.max(one.restUntilMs, atMs));
  }
};

/** A round begins, or all is over: nothing is due. */
export const leaveRest = (state: RoamingState, one: Roamer, stage: Roamer['stage']): void => {
  cancel(state.heap, one);
  state.sleeping.delete(one);
  one.stage = stage;
};

/** Whoever rests and has nowhere to go any more sleeps on. @cost O(resting) */
export const settleDown = (state: RoamingState): void => {
  const stuck = state.heap.filter((one) => poolAfterRest(state, one) === undefined);
  for (const one of stuck) {
    cancel(state.heap, one);
    state.sleeping.add(one);
  }
};
