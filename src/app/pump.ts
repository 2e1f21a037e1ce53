import { isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { InvariantViolation } from '../../domain/foundation/invariant.ts';
import type { Cluster } from '../../adapters/ports/cluster.ts';
import type { Clock } from '../../adapters/ports/clock.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import { sortOutAnswered } from './answered.ts';
import type { Brain } from './brain.ts';
import { requestOf } from './observe.ts';
import { closedFor, type Waiting } from './outcome.ts';
import { runAllocation, runTurn } from './turn.ts';
import type { Writer } from './writer.ts';

/** Bounds of a live engine. */
export interface LiveOptions {
  /** Most requests that wait; one more is refused. */
  readonly waitingMax: number;
  /** Most requests that are decided and committed together. */
  readonly batchMax: number;
  /** Least time between two plans. */
  readonly cycleMs: number;
  readonly onDefect: (reason: Error) => void;
}

/** The parts that a live engine runs on. */
export interface LiveParts {
  readonly brain: Brain;
  readonly log: EventLog;
  /** Must commit each batch before it answers. */
  readonly writer: Writer;
  readonly cluster: Cluster;
  readonly clock: Clock;
}

/** What a live engine has in hand. */
export interface Pump {
  readonly parts: LiveParts;
  readonly options: LiveOptions;
  readonly waiting: Waiting[];
  /** Why nothing is taken any more. */
  closedBy: string | undefined;
  /** The work that goes on; the next begins after it. */
  running: Promise<void> | undefined;
  plannedAtMs: InstantMs;
  observed: number;
}

/** A pump with nothing in hand. */
export const createPump = (parts: LiveParts, options: LiveOptions): Pump => ({
  parts,
  options,
  waiting: [],
  closedBy: undefined,
  running: undefined,
  plannedAtMs: Number.NEGATIVE_INFINITY,
  observed: 0,
});

/** Takes nothing more, and tells everybody who waits why. */
export const shut = (pump: Pump, reason: string): void => {
  pump.closedBy ??= reason;
  const closed = closedFor(pump.closedBy);
  for (const { answer } of pump.waiting.splice(0)) answer(left(closed));
};

/** Does work after the work in hand; a defect in it closes the pump with its reason. */
export const runNext = async (pump: Pump, work: () => Promise<void>): Promise<void> => {
  const before = pump.running ?? Promise.resolve();
  const mine = before.then(() => guarded(pump, work));
  pump.running = mine;
  await mine;
  if (pump.running !== mine) return;
  pump.running = undefined;
  // Somebody may have come after the last look at who waits and before this line.
  if (pump.waiting.length > 0) await runNext(pump, () => drain(pump));
};

const guarded = async (pump: Pump, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    const reason = error instanceof Error ? error : new InvariantViolation(String(error));
    shut(pump, reason.message);
    pump.options.onDefect(reason);
  }
};

/**
 * Serves batch after batch until nobody waits.
 *
 * After a batch of many, those who were just answered get a turn to ask again before the next batch is cut: else it
 * would hold the few that were quickest, and the rest would pay for a sync of their own.
 */
export const drain = async (pump: Pump): Promise<void> => {
  while (pump.waiting.length > 0 && pump.closedBy === undefined) {
    const batch = pump.waiting.splice(0, pump.options.batchMax);
    await serve(pump, batch);
    if (pump.closedBy !== undefined) return;
    await planIfDue(pump);
    if (batch.length > 1) await new Promise<void>((resolve) => setImmediate(resolve));
  }
};

const serve = async (pump: Pump, batch: readonly Waiting[]): Promise<void> => {
  const { brain, writer } = pump.parts;
  const answered = new Set<Waiting>();
  try {
    const { fresh, again } = await sortOutAnswered(pump.parts.log, batch, answered);
    pump.waiting.unshift(...again);
    const turn = await runTurn(
      brain,
      writer,
      fresh.map(({ request }) => request),
    );
    if (isLeft(turn)) shut(pump, `the ledger refused: ${turn.left._tag}`);
    fresh.forEach((one, k) => {
      answered.add(one);
      one.answer(isLeft(turn) ? left(turn.left) : right(turn.right[k] ?? right([])));
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    shut(pump, reason);
    for (const one of batch) if (!answered.has(one)) one.answer(left(closedFor(reason)));
    throw error;
  }
};

/** Lets in what the cluster saw, plans when it is time, and serves who waits. */
export const beat = async (pump: Pump): Promise<void> => {
  if (pump.closedBy !== undefined) return;
  const { brain, writer, cluster, clock } = pump.parts;
  const seen = cluster.take(clock.nowMs()).map((one) => {
    pump.observed += 1;
    return requestOf(one, `sim:${brain.epoch}.${pump.observed}`);
  });
  if (seen.length > 0) {
    const turn = await runTurn(brain, writer, seen);
    if (isLeft(turn)) return shut(pump, `the ledger refused: ${turn.left._tag}`);
  }
  await planIfDue(pump);
  await drain(pump);
};

/** A pump that was closed plans no more, and asks nothing of the cluster: it may not be the leader any longer. */
const planIfDue = async (pump: Pump): Promise<void> => {
  const { brain, writer, cluster, clock } = pump.parts;
  const nowMs = clock.nowMs();
  if (pump.closedBy !== undefined || nowMs - pump.plannedAtMs < pump.options.cycleMs) return;
  pump.plannedAtMs = nowMs;
  const outcome = await runAllocation(brain, writer, nowMs);
  if (isLeft(outcome)) return shut(pump, `the ledger refused: ${outcome.left._tag}`);
  for (const effect of brain.effects.splice(0)) cluster.apply(effect, nowMs);
};
