import { isLeft } from '../../domain/foundation/fp.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { InvariantViolation } from '../../domain/foundation/invariant.ts';
import { poolsToPlan } from '../../projections/capacity/index.ts';
import { dueRequests } from './deadlines.ts';
import type { Request } from './handle.ts';
import { requestOf } from './observe.ts';
import { type Pump, shut } from './pump.ts';
import { runEach, serve } from './serve.ts';
import { runAllocation } from './turn.ts';

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

/** Lets in what the cluster saw and what has become due, plans when it is time, and serves who waits. */
export const beat = async (pump: Pump): Promise<void> => {
  if (pump.closedBy !== undefined) return;
  const { brain, writer, cluster, clock } = pump.parts;
  const nowMs = clock.nowMs();
  const due: Request[] = cluster.take(nowMs).map((one) => {
    pump.observed += 1;
    return requestOf(one, `sim:${brain.epoch}.${pump.observed}`);
  });
  for (const request of dueRequests(brain, nowMs)) due.push(request);
  if (due.length > 0) {
    const turn = await runEach(brain, writer, due);
    if (isLeft(turn)) return shut(pump, `the ledger refused: ${turn.left._tag}`);
  }
  await planIfDue(pump);
  await drain(pump);
  pump.beatAt = performance.now();
};

/** A pump that was closed plans no more, and asks nothing of the cluster: it may not be the leader any longer. */
const planIfDue = async (pump: Pump): Promise<void> => {
  const { brain, writer, cluster, clock } = pump.parts;
  const nowMs = clock.nowMs();
  if (pump.closedBy !== undefined || !isPlanDue(pump, nowMs)) return;
  const startMs = performance.now();
  pump.plannedAtMs = nowMs;
  pump.plannedAt = startMs;
  const isAnythingToPlan = poolsToPlan(brain.capacity).length > 0;
  const outcome = await runAllocation(brain, writer, nowMs);
  if (isLeft(outcome)) return shut(pump, `the ledger refused: ${outcome.left._tag}`);
  if (isAnythingToPlan) pump.options.watch?.planned(performance.now() - startMs);
  for (const effect of brain.effects.splice(0)) cluster.apply(effect, nowMs);
};

/** By the brain's clock, or by the one that nobody sets: a clock that stands or steps back must not stop the planning. */
const isPlanDue = (pump: Pump, nowMs: InstantMs): boolean => {
  const { plannedAtMs, plannedAt, options } = pump;
  return nowMs - plannedAtMs >= options.cycleMs || performance.now() - plannedAt >= options.cycleMs;
};
