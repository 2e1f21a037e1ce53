import type { Cluster } from '../../../adapters/ports/cluster.ts';
import type { LogFault } from '../../../adapters/ports/event-log.ts';
import type { Refusal } from '../../../adapters/ports/live-brain.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Brain } from '../brain.ts';
import { forgetting } from '../forgetting.ts';
import type { Request } from '../handle.ts';
import type { OlderKernel } from '../kernels.ts';
import { playAgenda, type Progress } from '../tick.ts';
import type { Answer } from '../turn.ts';
import { agendaOfKept } from './agenda.ts';
import type { Course } from './patched.ts';
import { type KernelStuck, plainly, standInOf } from './stand-in.ts';
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
  /** The kernel that decides instead of the program's own: brought to the fork. */
  readonly kernel?: OlderKernel | undefined;
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
export const playFork = async (
  parts: ForkParts,
): Promise<Either<LogFault | KernelStuck, Forked>> => {
  const { fromMs, untilMs, course, cluster, onProgress } = parts;
  const tally = tallyAt(parts.brain, parts);
  const other = parts.kernel && standInOf(parts.brain, parts.kernel);
  const watchers = [{ apply: (fact: BerthRecorded) => tell(tally, fact) }];
  const brain: Brain = {
    ...parts.brain,
    watchers: other === undefined ? watchers : [...watchers, other.watcher],
    ...(other === undefined ? {} : { standIn: other.standIn }),
  };
  const watch = shareWatch(fromMs);
  const refused = refusals();
  const play = {
    agenda: agendaOfKept(course.kept, fromMs),
    cluster,
    startMs: fromMs,
    untilMs,
    onInstant: (nowMs: InstantMs) => watch.passTo(brain, nowMs),
    onProgress: ({ nowMs }: Progress) => onProgress(nowMs),
    onRefused: refused.see,
    isStopped: () => other?.stuck() !== undefined,
  };
  const played = await (other?.guard ?? plainly)(() => playAgenda(brain, forgetting(brain), play));
  if (isLeft(played)) return played;
  watch.passTo(brain, untilMs);
  return right({ ...tellingOf(tally, watch.shares(), untilMs), ...refused.told() });
};

/** Counts what is refused. */
const refusals = () => {
  const first: Refused[] = [];
  let refused = 0;
  return {
    see: (request: Request, answer: Answer): void => {
      // What the cluster tells of an attempt that is over is refused as a matter of course.
      if (request.origin !== 'command') return;
      refused += 1;
      if (first.length < refusalsMax) first.push(refusedOf(request, answer));
    },
    told: () => ({ refused, refusals: first }),
  };
};

const refusedOf = ({ atMs, subject }: Request, answer: Answer): Refused => ({
  atMs,
  subject: `${subject.kind}/${subject.id}`,
  reason: isLeft(answer) ? answer.left : { _tag: 'WorkloadNotFound' },
});
