import { openLedger, type OpenOptions } from '../../adapters/event-log-sqlite/index.ts';
import { momentsBeside, noteMoments } from './moments/beside.ts';
import { type Either, isLeft, left } from '../../domain/foundation/fp.ts';
import type { EventLog, LogFault } from '../../adapters/ports/event-log.ts';

/** Opens a ledger file, lets `use` work with it, and closes it whatever happens. */
export const withLedger = async <Fault, Answer>(
  path: string,
  mode: OpenOptions['mode'],
  use: (log: EventLog) => Promise<Either<Fault, Answer>>,
): Promise<Either<LogFault | Fault, Answer>> => {
  const opened = await openLedger({ path, mode })();
  if (isLeft(opened)) return left(opened.left);
  const log = opened.right;
  const moments = momentsBeside(path);
  noteMoments(log, moments);
  try {
    const outcome = await use(log);
    const closed = await log.close()();
    if (!isLeft(outcome) && isLeft(closed)) return left(closed.left);
    return outcome;
  } catch (error) {
    await log.close()();
    throw error;
  } finally {
    moments.close();
  }
};
