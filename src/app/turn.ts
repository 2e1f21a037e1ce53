import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { invariant } from '../../domain/foundation/invariant.ts';
import { markPlanned, poolsToPlan } from '../../projections/capacity/index.ts';
import type { LogFault } from '../../adapters/ports/event-log.ts';
import type { Refusal } from '../../adapters/ports/live-brain.ts';
import { planRequests } from './allocate.ts';
import type { PoolMoment } from './pool-decisions.ts';
import { decisionsMax } from './decisions-of-plan.ts';
import type { Brain } from './brain.ts';
import { type Decided, decideRequest, type Request, undo } from './handle.ts';
import { projectFacts } from './project.ts';
import { wake } from './wakes.ts';
import type { Writer } from './writer.ts';

/** What became of one request: the facts that it made, or why not. */
export type Answer = Either<Refusal, readonly BerthRecorded[]>;

/** Most rounds of reactions to reactions before we call it a defect. */
const reactionRoundsMax = 1_000;

/** Most requests that are committed together: what they make must fit one append. */
const requestsMax = 10_000;

/**
 * Decides requests, commits their facts, folds them, and goes on until every reaction is decided too.
 *
 * A fault of the ledger takes the speculation back: states are as before the batch, and nobody has been told.
 */
export const runTurn = async (
  brain: Brain,
  writer: Writer,
  requests: readonly Request[],
): Promise<Either<LogFault, readonly Answer[]>> => {
  if (requests.length <= requestsMax) return settle(brain, writer, requests);
  const answers: Answer[] = [];
  for (let from = 0; from < requests.length; from += requestsMax) {
    const part = await settle(brain, writer, requests.slice(from, from + requestsMax));
    if (isLeft(part)) return part;
    for (const answer of part.right) answers.push(answer);
  }
  return right(answers);
};

const settle = async (
  brain: Brain,
  writer: Writer,
  requests: readonly Request[],
): Promise<Either<LogFault, readonly Answer[]>> => {
  const first = await commitBatch(brain, writer, requests);
  if (isLeft(first)) return first;
  for (let round = 0; brain.reactions.length > 0; round += 1) {
    invariant(round < reactionRoundsMax, 'reactions to reactions do not end');
    const reactions = brain.reactions.splice(0, requestsMax);
    const next = await commitBatch(brain, writer, reactions);
    if (isLeft(next)) return next;
  }
  return first;
};

/** Lets the kernel decide for every pool that changed, and commits what it decides. */
export const runAllocation = async (
  brain: Brain,
  writer: Writer,
  nowMs: InstantMs,
): Promise<Either<LogFault, void>> => {
  wake(brain, nowMs);
  for (const nodePoolId of poolsToPlan(brain.capacity)) {
    const outcome = await planPool(brain, writer, { nodePoolId, nowMs });
    if (isLeft(outcome)) return outcome;
  }
  return right(undefined);
};

/** Plans a pool until a plan is whole: one that was cut to fit an append is followed by the next at once. */
const planPool = async (
  brain: Brain,
  writer: Writer,
  moment: PoolMoment,
): Promise<Either<LogFault, void>> => {
  for (let isWhole = false; !isWhole;) {
    markPlanned(brain.capacity, moment.nodePoolId);
    const requests = planRequests(brain, moment);
    isWhole = requests.length < decisionsMax;
    if (requests.length === 0) break;
    const outcome = await settle(brain, writer, requests);
    if (isLeft(outcome)) return outcome;
    for (const answer of outcome.right) {
      invariant(
        !isLeft(answer),
        () => `a decision does not fit the state it was made for: ${JSON.stringify(answer)}`,
      );
    }
  }
  return right(undefined);
};

const commitBatch = async (
  brain: Brain,
  writer: Writer,
  requests: readonly Request[],
): Promise<Either<LogFault, readonly Answer[]>> => {
  const answers: Answer[] = [];
  const decided: Decided[] = [];
  let indexFrom = 0;
  let commandId = '';
  for (const request of requests) {
    if (request.commandId !== commandId) indexFrom = 0;
    commandId = request.commandId;
    const answer = decideRequest(brain.states, request, { epoch: brain.epoch, indexFrom });
    if (isLeft(answer)) {
      answers.push(answer);
      continue;
    }
    indexFrom += answer.right.length;
    answers.push(right(answer.right.map(({ fact }) => fact)));
    for (const one of answer.right) decided.push(one);
  }
  if (decided.length === 0) return right(answers);
  const facts = decided.map(({ fact }) => fact);
  const outcome = await writer.commit(facts);
  if (isLeft(outcome)) {
    undo(brain.states, decided);
    return left(outcome.left);
  }
  projectFacts(brain, facts);
  return right(answers);
};
