import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { Refusal } from '../../adapters/ports/live-brain.ts';
import type { Request } from './handle.ts';
import type { Waiting } from './outcome.ts';
import { type ReadFault, readPage } from './read.ts';

/**
 * The facts that a command id made at any time before; `undefined` for an id that never made any.
 *
 * One batch of facts a command id, for ever: a command that is sent again is answered, not decided. Only what people
 * and programs send can be sent again; what the engine asks of itself is named after the fact that it follows from.
 */
const answeredBefore = async (
  log: EventLog,
  { commandId, origin }: Request,
): Promise<Either<ReadFault, readonly BerthRecorded[] | undefined>> => {
  if (origin !== 'command') return right(undefined);
  const found = await log.findCommand(commandId)();
  if (isLeft(found)) return left(found.left);
  if (found.right.length === 0) return right(undefined);
  const facts: BerthRecorded[] = [];
  for (const revision of found.right) {
    const page = await readPage(log, revision - 1, 1);
    if (isLeft(page)) return page;
    for (const { fact } of page.right) facts.push(fact);
  }
  return right(facts);
};

/** Who of a batch is to be decided now, and who only after it. */
interface Sorted {
  readonly fresh: readonly Waiting[];
  readonly again: readonly Waiting[];
  /** Whether the ledger turned out to be closed under us. */
  readonly isLogClosed: boolean;
}

/** Answers what was decided before; says who is new, and who must see first what became of another one. */
export const sortOutAnswered = async (
  log: EventLog,
  batch: readonly Waiting[],
  answered: Set<Waiting>,
): Promise<Sorted> => {
  const fresh: Waiting[] = [];
  const again: Waiting[] = [];
  const ids = new Set<string>();
  const alone = new Set<string>();
  let isLogClosed = false;
  for (const one of batch) {
    const { commandId, aloneWith } = one.request;
    if (ids.has(commandId) || (aloneWith !== undefined && alone.has(aloneWith))) {
      again.push(one);
      answered.add(one);
      continue;
    }
    ids.add(commandId);
    if (aloneWith !== undefined) alone.add(aloneWith);
    const before = await answeredBefore(log, one.request);
    if (!isLeft(before) && before.right === undefined) {
      fresh.push(one);
      continue;
    }
    isLogClosed ||= isLeft(before) && before.left._tag === 'LogClosed';
    answered.add(one);
    one.answer(isLeft(before) ? left(before.left) : right(toldAgain(one, before.right ?? [])));
  }
  return { fresh, again, isLogClosed };
};

/** The facts of the first time; an id that was about something else then is no repetition. */
const toldAgain = (
  { request }: Waiting,
  facts: readonly BerthRecorded[],
): Either<Refusal, readonly BerthRecorded[]> => {
  const [first] = facts;
  if (first === undefined) return right(facts);
  const { kind, id } = first.subject;
  const isSame = kind === request.subject.kind && id === request.subject.id;
  if (isSame) return right(facts);
  const { commandId } = request;
  return left({ _tag: 'CommandIdReused', commandId, subject: `${kind}/${id}` });
};
