import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { kernelVersion } from '../../domain/allocation/index.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import { planOfCommandId } from './allocate.ts';
import type { Brain } from './brain.ts';
import { planAgain, reactionAgain } from './decide-again.ts';
import { type Difference, firstDifference, type Recomputed } from './difference.ts';
import type { PlainRequest } from './handle.ts';
import { type Kernels, kernelOf } from './kernels.ts';
import { createLinesDigest, type LinesDigest } from './lines-digest.ts';
import { reactionsOf } from './react.ts';
import type { ReadFact } from './read.ts';
import { foldInto } from './fold-brain.ts';

/** A decision in the ledger that does not follow from the facts before it. */
export interface Mismatch extends Difference {
  /** The first revision of the batch that holds the decision. */
  readonly revision: Revision;
  /** The revision of the state that the decision was made on. */
  readonly basis: Revision;
  readonly commandId: string;
  /** Who decided: the kernel in a plan, or a process in answer to a fact. */
  readonly by: 'kernel' | 'process';
}

/** What a checker has found by the end. */
export interface Found {
  readonly plans: number;
  readonly reactions: number;
  readonly decisions: number;
  readonly mismatches: readonly Mismatch[];
  readonly decisionDigest: string;
}

/** Looks at every fact in order. */
export interface Checker {
  /** Folds a fact; a decision that begins with it is judged where it is the checker's own, and only counted where another one judges it. */
  readonly see: (read: ReadFact, isOwn: boolean) => void;
  /** Whether a decision is in hand that only the next command ends, and that is the checker's own. */
  readonly holdsOwn: () => boolean;
  readonly end: () => Found;
}

interface CheckOptions {
  readonly verify: boolean;
  readonly mismatchesMax: number;
  readonly kernels: Kernels;
}

/** What a checker has in hand. */
interface Check {
  readonly brain: Brain;
  readonly options: CheckOptions;
  readonly digest: LinesDigest;
  readonly count: { plans: number; reactions: number; decisions: number };
  readonly mismatches: Mismatch[];
  /** What processes have asked for and nobody has decided yet, by command id. */
  readonly expected: Map<string, PlainRequest>;
  /** The facts of one decision, until the next command begins. */
  batch: ReadFact[];
  /** Whether the decision in hand is to be judged here. */
  isOwn: boolean;
}

/**
 * Makes what folds facts and, before it folds what the kernel or a process decided, decides it again.
 *
 * Decisions of one command stand together; they are gathered, compared as a whole, then folded. A decision that no plan
 * and no reaction accounts for is a difference too, and so is a reaction that should have made facts and made none.
 */
export const createChecker = (brain: Brain, options: CheckOptions): Checker => {
  const check: Check = {
    brain,
    options,
    digest: createLinesDigest(),
    count: { plans: 0, reactions: 0, decisions: 0 },
    mismatches: [],
    // What facts before the first one asked for may be decided behind it.
    expected: new Map(brain.reactions.splice(0).map((request) => [request.commandId, request])),
    batch: [],
    isOwn: true,
  };
  return {
    see: (read, isOwn) => see(check, read, isOwn),
    holdsOwn: () => check.isOwn && check.batch.length > 0,
    end: () => {
      closeBatch(check);
      const { count, mismatches, digest } = check;
      return { ...count, mismatches, decisionDigest: digest.hex() };
    },
  };
};

const see = (check: Check, read: ReadFact, isOwn: boolean): void => {
  const { batch, options } = check;
  if (batch.length > 0 && batch[0]?.fact.commandId !== read.fact.commandId) closeBatch(check);
  if (!options.verify || !isDecision(read.fact)) return foldRead(check, read);
  if (check.batch.length === 0) check.isOwn = isOwn;
  check.batch.push(read);
};

/** Facts that only the kernel may make, whatever they say of their origin. */
const ofKernel: ReadonlySet<string> = new Set([
  'WorkloadPreempted',
  'WorkloadPodsPreempted',
  'WorkloadGrown',
  'WorkloadNominated',
  'WorkloadAllocated',
  'WorkloadDeferred',
]);

const isDecision = ({ origin, type }: BerthRecorded): boolean =>
  origin === 'decision' || ofKernel.has(type);

/** Judges the decision in hand if it is one's own, counts it, then folds it. */
const closeBatch = (check: Check): void => {
  const first = check.batch[0];
  if (first === undefined) return;
  const { brain, count, expected } = check;
  tally(check);
  const { commandId } = first.fact;
  const plan = planOfCommandId(commandId);
  const reaction = expected.get(commandId);
  if (plan !== undefined && plan.revision === brain.states.revision) {
    count.plans += 1;
    if (check.isOwn) {
      missedReactions(check, first);
      comparePlan(check, first, plan.nodePoolId);
    }
    expected.clear();
  } else if (reaction !== undefined) {
    count.reactions += 1;
    expected.delete(commandId);
    if (check.isOwn) compare(check, first, reactionAgain(brain, reaction));
  } else if (check.isOwn) compare(check, first, []);
  const whole = check.batch;
  check.batch = [];
  for (const read of whole) foldRead(check, read);
};

/** A plan is made again by the kernel that it names, the first of its facts for all. */
const comparePlan = (check: Check, first: ReadFact, nodePoolId: string): void => {
  const { kernels } = check.options;
  const version = kernelOf(first.fact) ?? kernelVersion;
  const again = planAgain(kernels, version, { nodePoolId, nowMs: first.fact.atMs });
  if (!isLeft(again)) return compare(check, first, again.right);
  const { id: subjectId } = first.fact.subject;
  note(check, first, { subjectId, path: '$', recorded: first.fact.data, recomputed: again.left });
};

const tally = ({ batch, count, digest }: Check): void => {
  count.decisions += batch.length;
  for (const { record } of batch) digest.add(record.body);
};

const compare = (check: Check, first: ReadFact, recomputed: readonly Recomputed[]): void => {
  const { batch } = check;
  const difference = firstDifference(recomputed, batch) ?? strangeOrigin(batch);
  if (difference !== undefined) note(check, first, difference);
};

const strangeOrigin = (batch: readonly ReadFact[]): Difference | undefined => {
  const strange = batch.find(({ fact }) => fact.origin !== 'decision')?.fact;
  return strange === undefined
    ? undefined
    : {
        subjectId: strange.subject.id,
        path: '$origin',
        recorded: strange.origin,
        recomputed: 'decision',
      };
};

/** Every reaction is decided before the kernel is asked: one that is left over has made no facts, and must make none. */
const missedReactions = (check: Check, first: ReadFact): void => {
  if (check.expected.size === 0) return;
  for (const [commandId, request] of check.expected) {
    const difference = firstDifference(reactionAgain(check.brain, request), []);
    if (difference !== undefined) note(check, first, { ...difference, missing: commandId });
  }
};

const note = (
  { mismatches, options }: Check,
  { fact }: ReadFact,
  { missing, ...difference }: Difference & { readonly missing?: string },
): void => {
  if (mismatches.length >= options.mismatchesMax) return;
  const { revision } = fact;
  const commandId = missing ?? fact.commandId;
  const by = planOfCommandId(commandId) === undefined ? 'process' : 'kernel';
  mismatches.push({ ...difference, revision, basis: revision - 1, commandId, by });
};

/** Folds a fact, and remembers what processes ask for because of it. */
const foldRead = ({ brain, options, expected }: Check, { fact }: ReadFact): void => {
  foldInto(brain, fact);
  if (!options.verify) return;
  options.kernels.apply(fact);
  for (const request of reactionsOf(brain, fact)) expected.set(request.commandId, request);
};
