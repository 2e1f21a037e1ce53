import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { MomentFault } from '../../adapters/ports/moment.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { type ReadFault, readPage } from '../app/read.ts';
import { factsOfCommandIn, type Past, type Why, type WhyKind, whyOfAny } from '../app/why/index.ts';
import type { Brain } from '../app/brain.ts';
import { type BrainsAt, brainsOf } from './brain-shelf.ts';
import { factsOfSubject } from './fold-ledger.ts';
import { withLedger } from './ledger-file.ts';
import { revisionMeant } from './moments/revision-at.ts';

/** What is asked: about something of one of these kinds, as it was after that revision; the last one where absent. */
export interface WhyQuestion {
  readonly kinds: readonly WhyKind[];
  readonly id: string;
  /** As somebody types it. */
  readonly at?: string | undefined;
}

/** What keeps a why from its answer. */
export type WhyFault = ReadFault | MomentFault;

/** Answers why something in a ledger file is as it is, or was; `undefined` for what nobody ever heard of by then. */
export const whyInLedger = (
  path: string,
  question: WhyQuestion,
): Promise<Either<WhyFault, Why | undefined>> =>
  withLedger<WhyFault, Why | undefined>(path, 'read', (log) => whyIn(log, question));

/** Like `whyInLedger`, of a ledger that is open. */
export const whyIn = async (
  log: EventLog,
  { kinds, id, at }: WhyQuestion,
  brains: BrainsAt = brainsOf(log),
): Promise<Either<WhyFault, Why | undefined>> => {
  const past = await pastIn({ log, brains }, at);
  return isLeft(past) ? past : whyOfAny(past.right, kinds, id);
};

interface WhySource {
  readonly log: EventLog;
  readonly brains: BrainsAt;
}

const pastIn = async (
  { log, brains }: WhySource,
  at: string | undefined,
): Promise<Either<WhyFault, Past>> => {
  const meant = await revisionMeant(log, at);
  if (isLeft(meant)) return meant;
  const revision = meant.right;
  const brain = await brains(revision);
  if (isLeft(brain)) return brain;
  const last = revision === 0 ? right([]) : await readPage(log, revision - 1, 1);
  if (isLeft(last)) return last;
  return right({
    brain: brain.right,
    revision,
    asOfMs: last.right[0]?.fact.atMs ?? 0,
    factsOf: (subject) => factsOfSubject(log, subject, revision),
    factsOfCommand: factsOfCommandIn(log),
    brainAt: (earlier) => earlierBrain(brains, earlier),
  });
};

/** A fact cannot have been decided on facts that are not there: a ledger that says so is not sound. */
const earlierBrain = async (
  brains: BrainsAt,
  revision: Revision,
): Promise<Either<ReadFault, Brain>> => {
  const found = await brains(revision);
  if (!isLeft(found)) return found;
  const fault = found.left;
  invariant(fault._tag !== 'MomentUnknown', () => `no fact stands before revision ${revision}`);
  return left(fault);
};
