import type { LogFault } from '../../../adapters/ports/event-log.ts';
import type { ForecastQuestion, Foretold } from '../../../adapters/ports/forecast.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { requestOfAsk, type Sight } from '../asked.ts';
import type { Brain, Watcher } from '../brain.ts';
import { forgetting } from '../forgetting.ts';
import { type Answer, runAllocation, runTurn } from '../turn.ts';
import { nextWakeMs } from '../wakes.ts';
import { cause } from '../why/cause.ts';
import { isTaken } from '../why/taken.ts';
import type { Writer } from '../writer.ts';
import type { Before } from './evicted.ts';
import { type Planned, submissionOf } from './told.ts';

/** What a forecast is made on; all of it is used up. */
export interface ForecastGround {
  readonly brain: Brain;
  readonly sight: Sight;
  /** Keep what the sight shows up with the facts of the fork. */
  readonly followers: readonly Watcher[];
}

/** What of a question is foretold, and when the next plan is made. */
export interface Foretelling extends Omit<ForecastQuestion, 'atMs'> {
  readonly nowMs: InstantMs;
}

/** Workloads that would wait and of which all causes are told: each costs a look at every node. */
const explainedMax = 10;

/** Plans of one instant: a workload may go round all its node pools in it. */
const plansMax = 100;

/**
 * Foretells what asks would lead to: each is decided on what those before it led to, then the kernel plans as it would.
 *
 * Nothing is written: the facts are those of a fork. What it foretells is what is decided where nothing else happens.
 */
export const foretell = async (
  { brain, sight, followers }: ForecastGround,
  { asks, actor, nowMs }: Foretelling,
): Promise<Either<LogFault, readonly Foretold[]>> => {
  const facts: BerthRecorded[] = [];
  const before = new Map<number, Before>();
  const notes: Watcher = {
    apply: (fact) => {
      facts.push(fact);
      // Before the views see it: they still show who holds what.
      if (isTaken(fact)) before.set(fact.revision, standingOf({ brain, sight }, fact.subject.id));
    },
  };
  const fork: Brain = { ...brain, watchers: [notes, ...followers] };
  const writer = forgetting(fork);
  // What the last facts of the ledger asked for, and a crash may have cut off, comes first.
  const ready = await runTurn(fork, writer, []);
  if (isLeft(ready)) return ready;
  const answers: Answer[] = [];
  for (const [place, ask] of asks.entries()) {
    const asking = { ask, actor, commandId: `forecast:${place + 1}` };
    const turn = await runTurn(fork, writer, [requestOfAsk(asking, sight, nowMs)]);
    if (isLeft(turn)) return turn;
    answers.push(...turn.right);
  }
  const planned = await planAll(fork, writer, nowMs);
  if (isLeft(planned)) return planned;
  return right(tellAll({ fork, facts, before, nowMs }, asks, answers));
};

const standingOf = (
  { brain, sight }: Pick<ForecastGround, 'brain' | 'sight'>,
  workloadId: string,
): Before => {
  const row = sight.views.workloads.rows.get(workloadId);
  return {
    row: row && { ...row },
    startedAtMs: brain.capacity.workloads.get(workloadId)?.startedAtMs ?? -1,
  };
};

/** The plans of this instant: who goes on to another of its node pools is looked at there, too. */
const planAll = async (
  fork: Brain,
  writer: Writer,
  nowMs: InstantMs,
): Promise<Either<LogFault, void>> => {
  for (let plans = 0; plans < plansMax; plans += 1) {
    const made = await runAllocation(fork, writer, nowMs);
    if (isLeft(made)) return made;
    if ((nextWakeMs(fork) ?? Infinity) > nowMs) break;
  }
  return right(undefined);
};

const tellAll = (
  planned: Planned,
  asks: ForecastQuestion['asks'],
  answers: readonly Answer[],
): readonly Foretold[] => {
  let explained = 0;
  return answers.map((answer, place) => {
    const ask = asks[place];
    if (isLeft(answer))
      return { ...nothing('refused', 'A rule refuses it.'), refusal: answer.left };
    if (answer.right.length === 0) return nothing('unchanged', 'It is so already.');
    if (ask?.type !== 'SubmitWorkload') return nothing('accepted', 'It would be done.');
    const told = submissionOf(planned, ask.workloadId, explained < explainedMax);
    if (told.outcome === 'waiting') explained += 1;
    return told;
  });
};

const nothing = (outcome: Foretold['outcome'], says: string): Foretold => ({
  outcome,
  placements: [],
  evictions: [],
  because: cause(says),
});
