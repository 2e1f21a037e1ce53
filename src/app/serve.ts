import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { LogFault } from '../../adapters/ports/event-log.ts';
import { sortOutAnswered } from './answered.ts';
import type { Brain } from './brain.ts';
import { rehearsed, type Request } from './handle.ts';
import { closedFor, type Waiting } from './outcome.ts';
import { type Pump, shut } from './pump.ts';
import { type Answer, runTurn } from './turn.ts';
import type { Writer } from './writer.ts';

/** Decides a batch of those who wait, makes it durable, and answers each of them. */
export const serve = async (pump: Pump, batch: readonly Waiting[]): Promise<void> => {
  const { brain } = pump.parts;
  const answered = new Set<Waiting>();
  try {
    const { fresh, again, isLogClosed } = await sortOutAnswered(pump.parts.log, batch, answered);
    pump.waiting.unshift(...again);
    if (isLogClosed) shut(pump, 'the ledger refused: LogClosed');
    const meant = fresh.filter(({ isDryRun }) => !isDryRun);
    rehearse(brain, fresh, answered);
    const turn = await timed(pump, meant);
    if (isLeft(turn)) shut(pump, `the ledger refused: ${turn.left._tag}`);
    meant.forEach((one, k) => {
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

const timed = async (pump: Pump, meant: readonly Waiting[]) => {
  const { brain, writer } = pump.parts;
  const startMs = performance.now();
  const requests = meant.map(({ request }) => request);
  const turn = await runEach(brain, writer, requests);
  if (meant.length > 0 && !isLeft(turn)) {
    const batch = { requests: meant.length, ms: performance.now() - startMs };
    pump.options.watch?.committed(batch);
  }
  return turn;
};

/**
 * Decides requests together; where one of them makes what no ledger takes, each by itself, so that it alone is refused.
 *
 * A batch that the store refuses whole says nothing about the store, and nothing about the others in it.
 */
export const runEach = async (
  brain: Brain,
  writer: Writer,
  requests: readonly Request[],
): Promise<Either<LogFault, readonly Answer[]>> => {
  const from = writer.durableRevision();
  const turn = await runTurn(brain, writer, requests);
  if (!isLeft(turn) || turn.left._tag !== 'BatchRefused') return turn;
  // Something of the turn is durable: what was refused is a reaction of ours, and that is a defect.
  if (writer.durableRevision() !== from) return turn;
  const { cause, remedy } = turn.left;
  if (requests.length === 1) return right([left({ _tag: 'FactTooLarge', cause, remedy })]);
  const answers: Answer[] = [];
  for (const request of requests) {
    const alone = await runEach(brain, writer, [request]);
    if (isLeft(alone)) return alone;
    answers.push(...alone.right);
  }
  return right(answers);
};

/** Decides what is not meant, each on the states as they are, and takes it back at once. */
const rehearse = (brain: Brain, fresh: readonly Waiting[], answered: Set<Waiting>): void => {
  for (const one of fresh) {
    if (!one.isDryRun) continue;
    answered.add(one);
    one.answer(right(rehearsed(brain, one.request)));
  }
};
