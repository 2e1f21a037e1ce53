import { createHash } from 'node:crypto';
import { deciders } from '../../domain/catalogue/index.ts';
import { factByType } from '../../domain/catalogue/events.ts';
import type { Fact, Revision } from '../../domain/foundation/event.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import { capacity } from '../../projections/capacity/index.ts';
import {
  WorkloadAllocated,
  WorkloadDeferred,
  WorkloadNominated,
  WorkloadPreempted,
} from '../../domain/workload/events.ts';
import { decisionsFor, planOfCommandId, type WorkloadDecision } from './allocate.ts';
import type { Brain } from './brain.ts';
import { type Difference, firstDifference, type Recomputed } from './difference.ts';
import type { Request } from './handle.ts';
import { reactionsOf } from './react.ts';
import type { ReadFact } from './read.ts';
import { foldFact, standingOf } from './states.ts';

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
  readonly see: (read: ReadFact) => void;
  readonly end: () => Found;
}

interface CheckOptions {
  readonly verify: boolean;
  readonly mismatchesMax: number;
}

/**
 * Makes what folds facts and, before it folds what the kernel or a process decided, decides it again.
 *
 * Decisions of one command stand together; they are gathered, compared as a whole, then folded.
 */
export const createChecker = (brain: Brain, options: CheckOptions): Checker => {
  const digest = createDigest();
  const count = { plans: 0, reactions: 0, decisions: 0 };
  const mismatches: Mismatch[] = [];
  const expected = new Map<string, Request>();
  let batch: ReadFact[] = [];
  const fold = (read: ReadFact): void =>
    foldRead(brain, read, options.verify ? expected : undefined);
  const check = ({ fact: first }: ReadFact, recomputed: readonly Recomputed[]): void => {
    count.decisions += batch.length;
    for (const { record } of batch) digest.add(record.body);
    const difference = firstDifference(recomputed, batch);
    if (difference === undefined || mismatches.length >= options.mismatchesMax) return;
    const { commandId, revision } = first;
    const by = planOfCommandId(commandId) === undefined ? 'process' : 'kernel';
    mismatches.push({ ...difference, revision, basis: revision - 1, commandId, by });
  };
  const close = (): void => {
    const first = batch[0];
    if (first === undefined) return;
    const { commandId } = first.fact;
    const plan = planOfCommandId(commandId);
    const reaction = expected.get(commandId);
    if (plan !== undefined) {
      count.plans += 1;
      // Every reaction is decided before the kernel is asked: one that made no facts will make none.
      expected.clear();
      check(first, decisionsFor(brain, plan.nodePoolId).map(recomputedOf));
    } else if (reaction !== undefined) {
      count.reactions += 1;
      expected.delete(commandId);
      check(first, decidedAgain(brain, reaction));
    }
    const whole = batch;
    batch = [];
    whole.forEach(fold);
  };
  return {
    see: (read) => {
      const { commandId } = read.fact;
      if (batch.length > 0 && batch[0]?.fact.commandId !== commandId) close();
      const isDecided =
        options.verify && (expected.has(commandId) || planOfCommandId(commandId) !== undefined);
      if (isDecided) batch.push(read);
      else fold(read);
    },
    end: () => {
      close();
      return { ...count, mismatches, decisionDigest: digest.hex() };
    },
  };
};

/** sha256 over lines; gathers them, because a call into the hash costs more than a line. */
const createDigest = () => {
  const hash = createHash('sha256');
  let text = '';
  return {
    add: (line: string): void => {
      text += `${line}\n`;
      if (text.length < 65_536) return;
      hash.update(text);
      text = '';
    },
    hex: (): string => hash.update(text).digest('hex'),
  };
};

/** Folds a fact, and remembers what processes ask for because of it. */
const foldRead = (
  brain: Brain,
  { fact }: ReadFact,
  expected: Map<string, Request> | undefined,
): void => {
  foldFact(brain.states, fact);
  if (capacity.handles.has(fact.type)) capacity.apply(brain.capacity, fact);
  if (expected === undefined) return;
  for (const request of reactionsOf(brain, fact)) expected.set(request.commandId, request);
};

/** The fact that a decision of the kernel ends in; its data are the command's. */
const factOf: Readonly<Record<WorkloadDecision['command']['type'], Fact>> = {
  PreemptWorkload: WorkloadPreempted,
  NominateWorkload: WorkloadNominated,
  AllocateWorkload: WorkloadAllocated,
  DeferWorkload: WorkloadDeferred,
};

const recomputedOf = ({ workloadId, command }: WorkloadDecision): Recomputed => ({
  subjectId: workloadId,
  kind: factOf[command.type],
  data: command,
});

/** What a process's command is answered with by the state as it is. */
const decidedAgain = (brain: Brain, { subject, command }: Request): readonly Recomputed[] => {
  const decision = deciders[subject.kind].decide(command, standingOf(brain.states, subject).state);
  if (isLeft(decision)) return [];
  return decision.right.flatMap(({ type, data }) => {
    const kind = factByType.get(type);
    return kind === undefined ? [] : [{ subjectId: subject.id, kind, data }];
  });
};
