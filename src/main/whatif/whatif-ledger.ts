import { heliosRestartLossMs } from '../../../adapters/cluster-sim/index.ts';
import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { Workload } from '../../../domain/workload/index.ts';
import type { Brain } from '../../app/brain.ts';
import { readFacts, type ReadFault } from '../../app/read.ts';
import { foldInto } from '../../app/fold-brain.ts';
import {
  changesOf,
  closeTally,
  type Course,
  emptyPatch,
  type Forked,
  historian,
  type History,
  keeper,
  type Patch,
  patchedCourse,
  type PatchRefused,
  playFork,
  type Refused,
  type ServedShare,
  shareWatch,
  type Tally,
  tallyAt,
  tell,
  type Told,
  toldOf,
  type WorkloadChange,
} from '../../app/whatif/index.ts';
import { brainIn, type MomentUnknown } from '../brain-at.ts';
import { withLedger } from '../ledger-file.ts';
import type { AskedMoment } from '../moments/asked.ts';
import { wholePart } from '../whole-commands.ts';
import { clusterOf } from './cluster-of.ts';
import { revisionAt, timeOf } from '../moments/revision-at.ts';

/** What is asked of a ledger. */
export interface WhatIfQuestion {
  readonly at: AskedMoment;
  /** The horizon; the last fact where absent. */
  readonly until?: AskedMoment | undefined;
  readonly patch: Patch;
}

/** What the answer rests on. */
export interface Assumption {
  /** Workloads whose run time is known, since they ended in the ledger behind the fork. */
  readonly runTimesKnown: number;
  /** Workloads that run on until the horizon once they have pods, for nobody saw them end. */
  readonly runTimesUnknown: number;
  readonly nodeFailures: number;
  /** Until an attempt is ready that nobody saw. @unit ms */
  readonly usualStartMs: number;
}

/** What would have been, beside what was. */
export interface WhatIf {
  readonly from: { readonly revision: Revision; readonly atMs: InstantMs };
  readonly until: { readonly revision: Revision; readonly atMs: InstantMs };
  readonly assumption: Assumption;
  readonly recorded: Told;
  /** The same fork without the patch: what parts it from what was recorded is the error of the assumption. */
  readonly without: Told;
  readonly patched: Told;
  /** Requests that were recorded, and refused in the fork with the patch; the first ones beside it. */
  readonly refused: number;
  readonly refusals: readonly Refused[];
  readonly refusedWithout: number;
  /** Workloads that fare otherwise with the patch than without. */
  readonly workloadsChanged: number;
  /** The most changed of them. */
  readonly changes: readonly WorkloadChange[];
  /** Workloads that fare otherwise in the fork without the patch than was recorded. */
  readonly workloadsOff: number;
}

/** What keeps a what-if from its answer. */
export type WhatIfFault = ReadFault | MomentUnknown | PatchRefused;

/** Workloads that an answer shows. */
const changesMax = 10;

/** Tells what would have been in a ledger file, had something been otherwise from a revision on. */
export const whatIfInLedger = (
  path: string,
  question: WhatIfQuestion,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<Either<WhatIfFault, WhatIf>> =>
  withLedger<WhatIfFault, WhatIf>(path, 'read', (log) => whatIfIn(log, question, onProgress));

/**
 * Like `whatIfInLedger`, of a ledger that is open.
 *
 * The fork is played twice: with the patch and without. Both make the same assumption, so that their difference is the
 * patch's; the fork without it beside what was recorded shows how far the assumption can be trusted.
 * @cost three brains at the fork, the facts behind it once, and twice the run of a simulation from there on
 */
export const whatIfIn = async (
  log: EventLog,
  question: WhatIfQuestion,
  onProgress: (done: number, of: number) => void = () => undefined,
): Promise<Either<WhatIfFault, WhatIf>> => {
  const part = await partOf(log, question);
  if (isLeft(part)) return part;
  const { from, until } = part.right;
  const past = await recordedFrom(log, part.right);
  if (isLeft(past)) return past;
  const { course, history, submittedAt } = past.right;
  const fork = async (patch: Patch, done: number): Promise<Either<WhatIfFault, Forked>> => {
    const brain = await brainIn(log, from.revision);
    if (isLeft(brain)) return brain;
    const ground = { brain: brain.right, fromMs: from.atMs, patch };
    const patched = patchedCourse(course, ground);
    if (isLeft(patched)) return patched;
    return playFork({
      brain: brain.right,
      fromMs: from.atMs,
      untilMs: until.atMs,
      course: patched.right,
      cluster: clusterOf(patched.right, history),
      submittedAt,
      restartLossMs: heliosRestartLossMs,
      onProgress: (nowMs) =>
        onProgress(done + nowMs - from.atMs, 2 * Math.max(1, until.atMs - from.atMs)),
    });
  };
  const without = await fork(emptyPatch, 0);
  if (isLeft(without)) return without;
  // Without a patch there is nothing to play twice.
  const patched =
    question.patch === emptyPatch ? without : await fork(question.patch, until.atMs - from.atMs);
  if (isLeft(patched)) return patched;
  const changes = changesOf(without.right.tally, patched.right.tally);
  return right({
    from,
    until,
    assumption: assumptionOf(past.right, without.right.tally),
    recorded: toldOf(past.right.tally, past.right.shares),
    without: toldOf(without.right.tally, without.right.shares),
    patched: toldOf(patched.right.tally, patched.right.shares),
    refused: patched.right.refused,
    refusals: patched.right.refusals,
    refusedWithout: without.right.refused,
    workloadsChanged: changes.length,
    changes: changes.slice(0, changesMax),
    workloadsOff: changesOf(past.right.tally, without.right.tally).length,
  });
};

interface Bounds {
  readonly from: { readonly revision: Revision; readonly atMs: InstantMs };
  readonly until: { readonly revision: Revision; readonly atMs: InstantMs };
  readonly head: Revision;
}

/** Where the fork is, which cuts no command in two, and up to where it is played. */
const partOf = async (
  log: EventLog,
  { at, until }: WhatIfQuestion,
): Promise<Either<ReadFault | MomentUnknown, Bounds>> => {
  const asked = await revisionAt(log, at);
  if (isLeft(asked)) return asked;
  const whole = await wholePart(log, { from: asked.right });
  if (isLeft(whole)) return whole;
  const { from, to: head } = whole.right;
  const end = until === undefined ? right(head) : await revisionAt(log, until);
  if (isLeft(end)) return end;
  const [first, last] = [await timeOf(log, Math.max(1, from)), await timeOf(log, end.right)];
  if (isLeft(first)) return first;
  if (isLeft(last)) return last;
  const untilMs = until?.kind === 'instant' ? until.atMs : last.right;
  return right({
    from: { revision: from, atMs: first.right },
    until: { revision: end.right, atMs: Math.max(first.right, untilMs) },
    head,
  });
};

interface Recorded {
  readonly course: Course;
  readonly history: History;
  readonly submittedAt: ReadonlyMap<string, InstantMs>;
  readonly tally: Tally;
  readonly shares: readonly ServedShare[];
}

/** What the ledger has behind the fork: up to the horizon what happened, and up to its head how long work ran. */
const recordedFrom = async (
  log: EventLog,
  { from, until, head }: Bounds,
): Promise<Either<ReadFault | MomentUnknown, Recorded>> => {
  const brain = await brainIn(log, from.revision);
  if (isLeft(brain)) return brain;
  const submittedAt = await submissionsOf(log, brain.right);
  if (isLeft(submittedAt)) return submittedAt;
  const tally = tallyAt(brain.right, {
    fromMs: from.atMs,
    submittedAt: submittedAt.right,
    restartLossMs: heliosRestartLossMs,
  });
  const notes = historian(brain.right, from.atMs, heliosRestartLossMs);
  const asked = keeper();
  const watch = shareWatch(from.atMs);
  let atMs = from.atMs;
  const read = await readFacts(log, { after: from.revision, to: head }, ({ fact }) => {
    notes.see(fact);
    if (fact.atMs > until.atMs) return;
    if (fact.atMs > atMs) watch.passTo(brain.right, fact.atMs);
    atMs = fact.atMs;
    asked.see(fact);
    tell(tally, fact);
    foldInto(brain.right, fact);
  });
  if (isLeft(read)) return read;
  watch.passTo(brain.right, until.atMs);
  closeTally(tally, until.atMs);
  const history = notes.history();
  return right({
    course: { kept: asked.kept(), failures: history.failures, runMs: new Map() },
    history,
    submittedAt: submittedAt.right,
    tally,
    shares: watch.shares(),
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
    const first = await log.readSubject(`workload/${id}`, 0, 1)();
    if (isLeft(first)) return first;
    const revision = first.right[0]?.revision ?? 1;
    const atMs = await timeOf(log, revision);
    if (isLeft(atMs)) return atMs;
    found.set(id, atMs.right);
  }
  return right(found);
};

const assumptionOf = ({ history, course }: Recorded, tally: Tally): Assumption => {
  const courses = [...tally.courses.keys()];
  const known = courses.filter((id) => (history.lives.get(id)?.length ?? 0) > 0).length;
  return {
    runTimesKnown: known,
    runTimesUnknown: courses.length - known,
    nodeFailures: course.failures.length,
    usualStartMs: history.usualStartMs,
  };
};
