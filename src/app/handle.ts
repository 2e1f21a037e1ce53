import { bodyOf } from '../../domain/catalogue/decode.ts';
import { type BerthCommand, deciders } from '../../domain/catalogue/index.ts';
import { type BerthRecorded, factByType } from '../../domain/catalogue/events.ts';
import { type Origin, soleTenant, systemActor } from '../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../domain/foundation/fp.ts';
import type { Subject } from '../../domain/foundation/ids.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { NewRecord } from '../../adapters/ports/event-log.ts';
import type { Refusal } from '../../adapters/ports/live-brain.ts';
import { foldFact, restore, type Standing, type States, standingOf } from './states.ts';

/** Makes a command of what is so at the moment of the decision, the batch in hand included; or says why there is none. */
export type CommandMaker = (states: States) => Either<Refusal, BerthCommand>;

/** A command with everything that its facts will say about where they come from. */
export interface Request {
  readonly commandId: string;
  readonly subject: Subject;
  readonly command: BerthCommand | CommandMaker;
  /** No two requests that name the same are decided in one batch: the second is to see what became of the first. */
  readonly aloneWith?: string | undefined;
  readonly atMs: InstantMs;
  readonly origin: Origin;
  readonly actor?: string;
  readonly tenant?: string;
  readonly causationId?: string;
  readonly correlationId?: string;
  /** What its first fact holds unread; see `Envelope.protected`. */
  readonly protected?: string | undefined;
}

/** A request whose command was made when it was asked for, as processes and the kernel make theirs. */
export interface PlainRequest extends Request {
  readonly command: BerthCommand;
}

/** A fact that was decided and folded, and what its subject was before: enough to take it back. */
export interface Decided {
  readonly fact: BerthRecorded;
  readonly before: Readonly<Standing>;
}

/** Which facts of a command this one starts at, and who writes. */
export interface Pen {
  readonly epoch: number;
  /** The number of facts that this command id already has in the batch. */
  readonly indexFrom: number;
}

/**
 * Decides one command on the states as they are, and folds its facts into them.
 *
 * The states run ahead of the ledger until the batch is durable; `undo` takes the facts back.
 */
export const decideRequest = (
  states: States,
  request: Request,
  pen: Pen,
): Either<Refusal, readonly Decided[]> => {
  const { subject } = request;
  const command = commandOf(request, states);
  if (isLeft(command)) return command;
  const decision = deciders[subject.kind].decide(command.right, standingOf(states, subject).state);
  if (isLeft(decision)) return decision;
  const decided: Decided[] = [];
  for (const event of decision.right) {
    const before = standingOf(states, subject);
    const fact = {
      revision: states.revision + 1,
      type: event.type,
      schema: factByType.get(event.type)?.schema ?? 1,
      subject,
      subjectRevision: before.subjectRevision + 1,
      atMs: request.atMs,
      origin: request.origin,
      commandId: request.commandId,
      index: pen.indexFrom + decided.length,
      causationId: request.causationId,
      correlationId: request.correlationId ?? request.commandId,
      actor: request.actor ?? systemActor,
      tenant: request.tenant ?? soleTenant,
      epoch: pen.epoch,
      data: event.data,
      protected: decided.length === 0 ? request.protected : undefined,
    } as BerthRecorded;
    foldFact(states, fact);
    decided.push({ fact, before });
  }
  return right(decided);
};

const commandOf = ({ command }: Request, states: States): Either<Refusal, BerthCommand> =>
  typeof command === 'function' ? command(states) : right(command);

/** Takes decided facts back, newest first. */
export const undo = (states: States, decided: readonly Decided[]): void => {
  for (let k = decided.length - 1; k >= 0; k -= 1) {
    const last = decided[k];
    if (last !== undefined) restore(states, last.fact, last.before);
  }
};

/** What a request would be answered with: it is decided on the states as they are, and taken back at once. */
export const rehearsed = (
  { states, epoch }: { readonly states: States; readonly epoch: number },
  request: Request,
): Either<Refusal, readonly BerthRecorded[]> => {
  const decided = decideRequest(states, request, { epoch, indexFrom: 0 });
  if (isLeft(decided)) return decided;
  undo(states, decided.right);
  return right(decided.right.map(({ fact }) => fact));
};

/** A fact as the ledger stores it. */
export const recordOf = (fact: BerthRecorded): NewRecord => ({
  body: bodyOf(fact),
  subject: `${fact.subject.kind}/${fact.subject.id}`,
  commandId: fact.commandId,
});
