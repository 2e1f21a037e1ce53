import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { LiveBrain } from '../../../adapters/ports/live-brain.ts';
import type { MomentFault } from '../../../adapters/ports/moment.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { invariant } from '../../../domain/foundation/invariant.ts';
import { requestOfAsk } from '../../app/asked.ts';
import { rehearsed } from '../../app/handle.ts';
import type { ReadFault } from '../../app/read.ts';
import { momentOf } from '../moments/asked.ts';
import { momentsOf } from '../moments/beside.ts';
import { type PastFault, pastOf } from '../moments/past.ts';
import { revisionMeant } from '../moments/revision-at.ts';
import { forecastIn, groundIn } from './forecast-ledger.ts';

/** Why there is no brain that stands where it was asked for. */
export type StillFault = ReadFault | MomentFault;

/** A brain that stands at a moment of a ledger, its end unless said: it answers, judges and foretells, and takes nothing. */
export const stillBrain = async (
  log: EventLog,
  at?: string,
): Promise<Either<StillFault, LiveBrain>> => {
  const meant = await revisionMeant(log, at);
  if (isLeft(meant)) return meant;
  const revision = meant.right;
  const past = await pastOf({ ledger: log, store: momentsOf(log) })(`${revision}`);
  if (isLeft(past)) return left(readable(past.left));
  const ground = await groundIn(log, revision);
  if (isLeft(ground)) return ground;
  const { brain, sight } = ground.right;
  const nowMs = Math.max(ground.right.nowMs, instantOf(at));
  return right({
    ...past.right,
    ask: async (asking) => {
      if (asking.isDryRun !== true) return past.right.ask(asking);
      const judged = rehearsed(brain, requestOfAsk(asking, sight, nowMs));
      return right(isLeft(judged) ? judged : right({ revision, facts: judged.right }));
    },
    forecast: (question) => forecastIn(log, { ...question, atMs: nowMs }, revision),
  });
};

/** An instant that somebody typed: nothing has happened since the last fact before it, but time has passed. */
const instantOf = (at: string | undefined): InstantMs => {
  const asked = at === undefined ? undefined : momentOf(at);
  if (asked === undefined || isLeft(asked) || asked.right.kind !== 'instant') return 0;
  return asked.right.atMs;
};

/** Nobody else waits, and no engine runs. */
const readable = (fault: PastFault): StillFault => {
  invariant(
    fault._tag !== 'Overloaded' && fault._tag !== 'EngineClosed',
    () => `a ledger that stands still has no ${fault._tag}`,
  );
  return fault;
};
