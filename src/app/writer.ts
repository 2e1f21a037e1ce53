import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../domain/foundation/fp.ts';
import type { EventLog, LogFault, NewRecord } from '../../adapters/ports/event-log.ts';
import { recordOf } from './handle.ts';

/**
 * Takes decided facts to the ledger.
 *
 * `commit` answers once the facts may be projected: at once while fewer than `commitEvery` are waiting (virtual time:
 * nothing outside depends on them), else when they are durable. With `commitEvery` 1 nobody is told before the disk.
 */
export interface Writer {
  readonly commit: (facts: readonly BerthRecorded[]) => Promise<Either<LogFault, void>>;
  /** Makes everything durable that waits. */
  readonly flush: () => Promise<Either<LogFault, void>>;
  readonly durableRevision: () => Revision;
}

const accepted: Either<LogFault, void> = right(undefined);
const acceptedNow = Promise.resolve(accepted);

/** A writer that stands at `from`, the head of the ledger. */
export const createWriter = (log: EventLog, from: Revision, commitEvery: number): Writer => {
  let durable = from;
  let waiting: NewRecord[] = [];
  const flush = async (): Promise<Either<LogFault, void>> => {
    if (waiting.length === 0) return accepted;
    const batch = waiting;
    waiting = [];
    const outcome = await log.append(durable, batch)();
    const settled = isLeft(outcome)
      ? await resolveDoubt(log, outcome.left, { expected: durable, batch })
      : accepted;
    if (!isLeft(settled)) durable += batch.length;
    return settled;
  };
  return {
    commit: (facts) => {
      for (const fact of facts) waiting.push(recordOf(fact));
      return waiting.length < commitEvery ? acceptedNow : flush();
    },
    flush,
    durableRevision: () => durable,
  };
};

/**
 * Finds out whether a batch in doubt is in the ledger, by reading what stands where it would stand.
 *
 * All of it there: it is durable. Otherwise the fault stays; the caller must not guess.
 */
const resolveDoubt = async (
  log: EventLog,
  fault: LogFault,
  { expected, batch }: { readonly expected: Revision; readonly batch: readonly NewRecord[] },
): Promise<Either<LogFault, void>> => {
  const refused: Either<LogFault, void> = { _tag: 'Left', left: fault };
  if (fault._tag !== 'InDoubt') return refused;
  const tail = await log.read(expected, batch.length)();
  if (isLeft(tail) || tail.right.length !== batch.length) return refused;
  return tail.right.every((record, k) => record.body === batch[k]?.body) ? accepted : refused;
};
