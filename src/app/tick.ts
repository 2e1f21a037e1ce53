import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import type { Cluster } from '../../adapters/ports/cluster.ts';
import type { LogFault } from '../../adapters/ports/event-log.ts';
import type { Scenario } from '../../adapters/ports/scenario.ts';
import type { Brain } from './brain.ts';
import { dueRequests, nextDeadlineMs } from './deadlines.ts';
import type { Request } from './handle.ts';
import { requestOf } from './observe.ts';
import { cancelRequest, submitRequest } from './scenario-requests.ts';
import { type Answer, runAllocation, runTurn } from './turn.ts';
import type { Writer } from './writer.ts';

/** How far a run has come. */
export interface Progress {
  readonly nowMs: InstantMs;
  readonly jobsSubmitted: number;
  readonly jobs: number;
  readonly revision: number;
}

/** A scenario with the world that it is played in. */
export interface Stage {
  readonly scenario: Scenario;
  readonly cluster: Cluster;
  readonly onProgress: (progress: Progress) => void;
  /** Told of requests that were refused; a scenario has none unless it is at odds with itself. */
  readonly onRefused: (request: Request, answer: Answer) => void;
  /** Asked before each instant: whether to end here, with everything durable that was decided. */
  readonly isStopped?: () => boolean;
}

/** Instants between two reports of progress. */
const progressEvery = 256;
/** Instants between two looks at what the process is told, such as to stop. */
const yieldEvery = 64;

/** What people will ask, in order of time. */
export interface Agenda {
  readonly nextAtMs: () => InstantMs | undefined;
  readonly take: (nowMs: InstantMs, brain: Brain) => Request[];
  readonly submitted: () => number;
  readonly total: number;
}

/** An agenda with the world that it is played in. */
export interface Play extends Omit<Stage, 'scenario'> {
  readonly agenda: Agenda;
  readonly startMs: InstantMs;
  /** The last instant that is played; until nothing happens any more where absent. */
  readonly untilMs?: InstantMs;
  /** Told of each instant before it begins: what stood until then is about to change. */
  readonly onInstant?: (nowMs: InstantMs) => void;
}

/** Plays a scenario in virtual time; see `playAgenda`. */
export const playScenario = (
  brain: Brain,
  writer: Writer,
  { scenario, ...stage }: Stage,
): Promise<Either<LogFault, InstantMs>> =>
  playAgenda(brain, writer, {
    ...stage,
    agenda: agendaOf(scenario),
    startMs: scenario.startMs,
  });

/**
 * Plays in virtual time: at each instant first what people ask, then what the cluster tells, then what is due, then the
 * kernel, then the effects of what was decided.
 *
 * Ends when nobody will ask or tell anything more and nothing will be due. Time jumps from instant to instant; nothing sleeps.
 */
export const playAgenda = async (
  brain: Brain,
  writer: Writer,
  play: Play,
): Promise<Either<LogFault, InstantMs>> => {
  const { agenda, cluster, untilMs = Infinity } = play;
  let nowMs = play.startMs;
  let observed = 0;
  for (let instants = 0; ; instants += 1) {
    const nextMs = earlier(earlier(agenda.nextAtMs(), cluster.nextAtMs()), nextDeadlineMs(brain));
    if (nextMs === undefined || nextMs > untilMs || play.isStopped?.() === true) break;
    nowMs = Math.max(nowMs, nextMs);
    play.onInstant?.(nowMs);
    const requests = agenda.take(nowMs, brain);
    for (const seen of cluster.take(nowMs)) {
      requests.push(requestOf(seen, `sim:${brain.epoch}.${(observed += 1)}`));
    }
    const outcome = await runInstant(brain, writer, { requests, nowMs, play });
    if (isLeft(outcome)) return outcome;
    if (instants % progressEvery === 0) play.onProgress(progressOf(nowMs, agenda, brain));
    if (instants % yieldEvery === 0) await new Promise<void>((resolve) => setImmediate(resolve));
  }
  const flushed = await writer.flush();
  if (isLeft(flushed)) return left(flushed.left);
  play.onProgress(progressOf(nowMs, agenda, brain));
  return right(nowMs);
};

interface Instant {
  readonly requests: readonly Request[];
  readonly nowMs: InstantMs;
  readonly play: Play;
}

const runInstant = async (
  brain: Brain,
  writer: Writer,
  { requests, nowMs, play }: Instant,
): Promise<Either<LogFault, void>> => {
  const before = brain.states.revision;
  const due = dueRequests(brain, nowMs);
  const turn = await runTurn(brain, writer, requests.concat(due));
  if (isLeft(turn)) return turn;
  turn.right.forEach((answer, k) => {
    const request = requests[k];
    if (isLeft(answer) && request !== undefined) play.onRefused(request, answer);
  });
  invariant(
    due.length === 0 || brain.states.revision > before,
    () => `time stands still at ${nowMs}: no fact settles ${due[0]?.commandId}`,
  );
  const allocation = await runAllocation(brain, writer, nowMs);
  if (isLeft(allocation)) return allocation;
  for (const effect of brain.effects.splice(0)) play.cluster.apply(effect, nowMs);
  return right(undefined);
};

const agendaOf = (scenario: Scenario): Agenda => {
  const { jobs } = scenario;
  const cancels = jobs
    .flatMap(({ id, cancelAtMs }) => (cancelAtMs === undefined ? [] : [{ id, atMs: cancelAtMs }]))
    .toSorted((a, b) => a.atMs - b.atMs);
  let nextJob = 0;
  let nextCancel = 0;
  return {
    total: jobs.length,
    submitted: () => nextJob,
    nextAtMs: () => earlier(jobs[nextJob]?.submitAtMs, cancels[nextCancel]?.atMs),
    take: (nowMs, brain) => {
      const due: Request[] = [];
      for (let job = jobs[nextJob]; job !== undefined && job.submitAtMs <= nowMs;) {
        due.push(submitRequest(brain.states, scenario, job));
        job = jobs[(nextJob += 1)];
      }
      for (let one = cancels[nextCancel]; one !== undefined && one.atMs <= nowMs;) {
        due.push(cancelRequest(one.id, one.atMs));
        one = cancels[(nextCancel += 1)];
      }
      return due;
    },
  };
};

const earlier = (a: InstantMs | undefined, b: InstantMs | undefined): InstantMs | undefined =>
  a === undefined ? b : b === undefined ? a : Math.min(a, b);

const progressOf = (nowMs: InstantMs, agenda: Agenda, brain: Brain): Progress => ({
  nowMs,
  jobsSubmitted: agenda.submitted(),
  jobs: agenda.total,
  revision: brain.states.revision,
});
