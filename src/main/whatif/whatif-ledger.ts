import type { EventLog, LogFault } from '../../../adapters/ports/event-log.ts';
import type { MomentsTurned } from '../../../adapters/ports/moment.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { ReadFault } from '../../app/read.ts';
import {
  emptyPatch,
  type Forked,
  type KernelStuck,
  type Patch,
  patchedCourse,
  type PatchRefused,
} from '../../app/whatif/index.ts';
import { brainIn, type MomentUnknown } from '../brain-at.ts';
import { withLedger } from '../ledger-file.ts';
import { answerOf, type WhatIf } from './answer.ts';
import { boundsOf, type BoundsAsked } from './bounds-of.ts';
import { type ForkThread, forkThread } from './fork-thread.ts';
import { type Bounds, type Recorded, recordedFrom } from './past.ts';
import { patchedKernel, stuckRefusal } from './patched-kernel.ts';
import { playOn, type Script } from './play.ts';

/** What is asked of a ledger. */
export interface WhatIfQuestion extends BoundsAsked {
  readonly patch: Patch;
}

/** What keeps a what-if from its answer. */
export type WhatIfFault = ReadFault | MomentUnknown | MomentsTurned | PatchRefused;

/** Facts to be played that are worth a thread: fewer are told before it has begun. */
const threadFactsMin = 8_192;

/** Tells what would have been in a ledger file, had something been otherwise from a revision on. */
export const whatIfInLedger = (
  path: string,
  question: WhatIfQuestion,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<Either<WhatIfFault, WhatIf>> =>
  withLedger<WhatIfFault, WhatIf>(path, 'read', (log) =>
    whatIfIn(log, question, { file: path, onProgress }),
  );

/** Where a what-if is told. */
export interface WhatIfPlace {
  /** The file of the ledger, where it is one: the fork without the patch is played in a thread beside the other. */
  readonly file?: string;
  /** Facts behind the fork from which on the thread is worth it. */
  readonly threadFrom?: number;
  readonly onProgress?: (done: number, of: number) => void;
}

/**
 * Like `whatIfInLedger`, of a ledger that is open.
 *
 * The fork is played twice: with the patch and without. Both make the same assumption, so that their difference is the
 * patch's; the fork without it beside what was recorded shows how far the assumption can be trusted.
 * @cost the brain at the fork, the facts behind it once, and the run of a simulation from there on; the second one in a
 * thread of its own, or after the first
 */
export const whatIfIn = async (
  log: EventLog,
  question: WhatIfQuestion,
  { file, threadFrom = threadFactsMin, onProgress = () => undefined }: WhatIfPlace = {},
): Promise<Either<WhatIfFault, WhatIf>> => {
  const bounds = await boundsOf(log, question);
  if (isLeft(bounds)) return bounds;
  const { from, to } = bounds.right;
  const isTwice = question.patch !== emptyPatch;
  const isLong = to - from.revision >= threadFrom;
  const thread =
    isTwice && isLong && file !== undefined ? forkThread(file, from.revision) : undefined;
  try {
    return await told(log, { bounds: bounds.right, patch: question.patch, thread, onProgress });
  } finally {
    await thread?.stop();
  }
};

interface Telling {
  readonly bounds: Bounds;
  readonly patch: Patch;
  readonly thread: ForkThread | undefined;
  readonly onProgress: (done: number, of: number) => void;
}

const told = async (
  log: EventLog,
  { bounds, patch, thread, onProgress }: Telling,
): Promise<Either<WhatIfFault, WhatIf>> => {
  const { from } = bounds;
  const brain = await brainIn(log, from.revision);
  if (isLeft(brain)) return brain;
  const past = await recordedFrom(log, brain.right, bounds);
  if (isLeft(past)) return past;
  const plain = scriptOf(past.right, bounds);
  const { fromMs, untilMs } = plain;
  const ground = { brain: brain.right, fromMs, untilMs, patch };
  const course = patchedCourse(plain.course, ground);
  if (isLeft(course)) return course;
  const kernel = await patchedKernel(log, patch, from.revision);
  if (isLeft(kernel)) return kernel;
  const meter = meterOf(bounds, onProgress);
  const beside = thread?.play(plain, meter.beside);
  const script = { ...plain, course: course.right, kernel: kernel.right };
  const patched = patchRefused(await playOn(brain.right, script, meter.here));
  if (isLeft(patched)) return patched;
  const played = await beside;
  // Without a patch there is nothing to play twice.
  const without =
    patch === emptyPatch
      ? patched
      : played === undefined
        ? await playedHere(log, plain, { bounds, onProgress: meter.beside })
        : right(played);
  if (isLeft(without)) return without;
  return right(
    answerOf({ past: past.right, bounds, without: without.right, patched: patched.right }),
  );
};

/** Only a patch brings a kernel that can get stuck. */
const patchRefused = <Value>(
  played: Either<LogFault | KernelStuck, Value>,
): Either<LogFault | PatchRefused, Value> => {
  if (!isLeft(played)) return played;
  const fault = played.left;
  return left(fault._tag === 'KernelStuck' ? stuckRefusal(fault) : fault);
};

const scriptOf = ({ course, history, submittedAt }: Recorded, { from, until }: Bounds): Script => ({
  fromMs: from.atMs,
  untilMs: until.atMs,
  course,
  history,
  submittedAt,
});

/** The fork without a patch where no thread plays it, or where the thread did not come to its end. */
const playedHere = async (
  log: EventLog,
  script: Script,
  { bounds, onProgress }: { bounds: Bounds; onProgress: (nowMs: InstantMs) => void },
): Promise<Either<WhatIfFault, Forked>> => {
  const brain = await brainIn(log, bounds.from.revision);
  return isLeft(brain) ? brain : patchRefused(await playOn(brain.right, script, onProgress));
};

/** Counts how far both forks have come together. */
const meterOf = ({ from, until }: Bounds, onProgress: (done: number, of: number) => void) => {
  const of = 2 * Math.max(1, until.atMs - from.atMs);
  const done = { here: 0, beside: 0 };
  const told =
    (which: 'here' | 'beside') =>
    (nowMs: InstantMs): void => {
      done[which] = nowMs - from.atMs;
      onProgress(done.here + done.beside, of);
    };
  return { here: told('here'), beside: told('beside') };
};
