import type { Cluster } from '../../../adapters/ports/cluster.ts';
import type { LogFault } from '../../../adapters/ports/event-log.ts';
import type { Refusal } from '../../../adapters/ports/live-brain.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { Brain } from '../brain.ts';
import { forgetting } from '../forgetting.ts';
import type { Request } from '../handle.ts';
import { playAgenda } from '../tick.ts';
import type { Answer } from '../turn.ts';
import { agendaOfKept } from './agenda.ts';
import type { Course } from './patched.ts';
import { shareWatch } from './shares.ts';
import { type Beginning, tallyAt, tell } from './tally.ts';
import { type Telling, tellingOf } from './telling.ts';

/** What a fork is played from. */
export interface ForkParts extends Beginning {
  /** The brain at the fork; it is used up. */
  readonly brain: Brain;
  readonly untilMs: InstantMs;
  readonly course: Course;
  /** One in which nothing runs yet. */
  readonly cluster: Cluster;
  readonly onProgress: (nowMs: InstantMs) => void;
}

/** Something that was asked and that the state of a fork did not allow. */
export interface Refused {
  readonly atMs: InstantMs;
  readonly subject: string;
  readonly reason: Refusal;
}

/** What came of a fork: plain values, which travel from thread to thread. */
export interface Forked extends Telling {
  readonly refused: number;
  /** The first ones. */
  readonly refusals: readonly Refused[];
}

/** Refused requests that are shown. */
const refusalsMax = 5;

/**
 * Plays a fork up to its horizon in virtual time: what was asked is asked again, decisions are made anew, and the pods
 * of a simulated cluster run as long as history says.
 *
 * Nothing is written: the facts are told to the tally and forgotten.
 */
export const playFork = async (parts: ForkParts): Promise<Either<LogFault, Forked>> => {
  const { fromMs, untilMs, course, cluster, onProgress } = parts;
  const tally = tallyAt(parts.brain, parts);
  const watcher = { apply: (fact: Parameters<typeof tell>[1]) => tell(tally, fact) };
  const brain: Brain = { ...parts.brain, watchers: [watcher] };
  const watch = shareWatch(fromMs);
  const refusals: Refused[] = [];
  let refused = 0;
  const played = await playAgenda(brain, forgetting(brain), {
    agenda: agendaOfKept(course.kept, fromMs),
    cluster,
    startMs: fromMs,
    untilMs,
    onInstant: (nowMs) => watch.passTo(brain, nowMs),
    onProgress: ({ nowMs }) => onProgress(nowMs),
    onRefused: (request, answer) => {
      // What the cluster tells of an attempt that is over is refused as a matter of course.
      if (request.origin !== 'command') return;
      refused += 1;
      if (refusals.length < refusalsMax) refusals.push(refusedOf(request, answer));
    },
  });
  if (isLeft(played)) return played;
  watch.passTo(brain, untilMs);
  return right({ ...tellingOf(tally, watch.shares(), untilMs), refused, refusals });
};

const refusedOf = ({ atMs, subject }: Request, answer: Answer): Refused => ({
  atMs,
  subject: `${subject.kind}/${subject.id}`,
  reason: isLeft(answer) ? answer.left : { _tag: 'WorkloadNotFound' },
});
