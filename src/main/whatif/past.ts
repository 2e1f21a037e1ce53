import { heliosRestartLossMs } from '../../../adapters/cluster-sim/index.ts';
import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { Workload } from '../../../domain/workload/index.ts';
import type { Brain } from '../../app/brain.ts';
import { readFacts, type ReadFault, readPage } from '../../app/read.ts';
import {
  type Course,
  historian,
  type History,
  keeper,
  recorder,
  type Telling,
} from '../../app/whatif/index.ts';
import { readTails } from './tails.ts';

/** A revision, and the time of its fact. */
export interface Spot {
  readonly revision: Revision;
  readonly atMs: InstantMs;
}

/** Where the fork is, up to where it is played, and where the ledger ends. */
export interface Bounds {
  readonly from: Spot;
  readonly until: Spot;
  /** The last fact that is not later than the horizon. */
  readonly to: Revision;
  readonly head: Revision;
}

/** What a ledger has behind a fork. */
export interface Recorded extends Telling {
  readonly course: Course;
  readonly history: History;
  /** When those were submitted that had no pods at the fork. */
  readonly submittedAt: ReadonlyMap<string, InstantMs>;
}

/**
 * Reads what a ledger has behind the fork: up to the horizon what happened, and behind it how long work ran.
 *
 * The brain is the one at the fork, and is left as it is.
 */
export const recordedFrom = async (
  log: EventLog,
  brain: Brain,
  { from, until, to, head }: Bounds,
): Promise<Either<ReadFault, Recorded>> => {
  const submittedAt = await submissionsOf(log, brain);
  if (isLeft(submittedAt)) return submittedAt;
  const notes = historian(brain, from.atMs, heliosRestartLossMs);
  const asked = keeper();
  const recorded = recorder(brain, {
    fromMs: from.atMs,
    submittedAt: submittedAt.right,
    restartLossMs: heliosRestartLossMs,
  });
  const range = { after: from.revision, to };
  const read = await readFacts(log, range, ({ fact }) => {
    notes.see(fact);
    asked.see(fact);
    recorded.see(fact);
  });
  if (isLeft(read)) return read;
  const behind = { after: to, to: head, untilMs: until.atMs };
  const tails = await readTails(log, notes, behind);
  if (isLeft(tails)) return tails;
  const history = notes.history(until.atMs);
  return right({
    ...recorded.telling(until.atMs),
    course: { kept: asked.kept(), failures: history.failures, runMs: new Map() },
    history,
    submittedAt: submittedAt.right,
  });
};

/** When those were submitted that wait at the fork and had no pods yet: no state keeps it. @cost a look-up for each */
const submissionsOf = async (
  log: EventLog,
  { states }: Brain,
): Promise<Either<ReadFault, ReadonlyMap<string, InstantMs>>> => {
  const found = new Map<string, InstantMs>();
  for (const [id, standing] of states.byKind.workload) {
    const state = standing.state as Workload;
    const isNew = (state.phase === 'Pending' || state.phase === 'Creating') && state.attempt <= 1;
    if (!isNew) continue;
    const of = { read: (at: Revision, max: number) => log.readSubject(`workload/${id}`, at, max) };
    const first = await readPage(of, 0, 1);
    if (isLeft(first)) return first;
    found.set(id, first.right[0]?.fact.atMs ?? 0);
  }
  return right(found);
};
