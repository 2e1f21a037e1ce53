import { isLeft } from '../../domain/foundation/fp.ts';
import type { Ask } from '../ports/ask.ts';
import type { Asking, Done, LiveBrain } from '../ports/live-brain.ts';
import { askedAbout } from './asked-about.ts';
import { callerOf } from './caller.ts';
import { etagOf, expectedRevisionOf } from './etag.ts';
import { commandIdOf, type Repeatable } from './idempotency.ts';
import { type Problem, problemOfFault, problemOfRefusal } from './problem.ts';

/** A request as far as asking is concerned; every request of fastify is one. */
export interface AskingRequest extends Repeatable {
  readonly query: unknown;
  readonly params: unknown;
}

/** An ask with what is to be other than the request says. */
export type Changed = Partial<Asking> & { readonly ask: Ask };

/**
 * Asks the brain what a request means, in the name of its sender: once for each intent, on the ground that `If-Match`
 * names, and without doing it where the request says `?dryRun=true`.
 *
 * @throws Problem when the ask was refused, or not decided at all
 */
export const tell = async (
  brain: LiveBrain,
  request: AskingRequest,
  asked: Ask | Changed,
): Promise<Done> => {
  const { actor, correlationId } = callerOf(request);
  const isDryRun = dryRunOf(request.query);
  const asking: Asking = {
    commandId: commandIdOf(brain, request),
    actor,
    correlationId,
    expectedRevision: expectedRevisionOf(request.headers['if-match']),
    isDryRun,
    ...('ask' in asked ? asked : { ask: asked }),
  };
  const told = await brain.ask(asking);
  if (isLeft(told)) throw problemOfFault(told.left);
  if (isLeft(told.right)) {
    throw inPath(problemOfRefusal(told.right.left, asking.ask), asking.ask, request.params);
  }
  return told.right.right;
};

/** What an ask is about may have been said by the path: then that is the place. */
const inPath = (problem: Problem, ask: Ask, params: unknown): Problem => {
  const { pointer, id } = askedAbout(ask);
  const isInPath =
    typeof params === 'object' && params !== null && 'id' in params && params.id === id;
  return isInPath
    ? problem.placed((one) =>
        one.in === undefined && one.pointer === pointer
          ? { ...one, pointer: '/id', in: 'path' }
          : one,
      )
    : problem;
};

/** Tells whether a request asks to be judged only. */
export const dryRunOf = (query: unknown): boolean => {
  const asked = typeof query === 'object' && query !== null && 'dryRun' in query && query.dryRun;
  return asked === true || asked === 'true';
};

/** An answer as far as asking is concerned; every reply of fastify is one. */
export interface AnsweringReply {
  statusCode: number;
  readonly header: (name: string, value: string) => unknown;
}

/** Says in the headers of an answer where the ledger stands after what was done, and where its subject does. */
export const answered = (reply: AnsweringReply, done: Done, status: number): void => {
  reply.statusCode = status;
  reply.header('berth-revision', String(done.revision));
  const last = done.facts.at(-1);
  if (last !== undefined) reply.header('etag', etagOf(last.revision));
};
