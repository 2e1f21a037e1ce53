import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { MomentsTurned } from '../../adapters/ports/moment.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import { type ReadFault, readPage } from '../app/read.ts';
import type { MomentUnknown } from './brain-at.ts';

/** A part of a ledger: what comes behind `from`, up to `to`. */
export interface Part {
  readonly from: Revision;
  readonly to: Revision;
}

/**
 * The part that was asked for, widened so that it holds no half of what one command made: a decision is judged as a whole.
 *
 * @shape `to` absent: up to the head.
 */
export const wholePart = async (
  log: EventLog,
  asked: { readonly from?: Revision | undefined; readonly to?: Revision | undefined },
): Promise<Either<ReadFault | MomentUnknown | MomentsTurned, Part>> => {
  const head = await log.head()();
  if (isLeft(head)) return left(head.left);
  const { revision: last } = head.right;
  const { from = 0, to = last } = asked;
  if (Math.max(from, to) > last) {
    return left({ _tag: 'MomentUnknown', asked: Math.max(from, to), head: last });
  }
  if (from > to) return left({ _tag: 'MomentsTurned', from, to });
  const begin = await commandAround(log, from);
  if (isLeft(begin)) return begin;
  const end = await commandAround(log, to);
  if (isLeft(end)) return end;
  return right({ from: begin.right?.before ?? from, to: end.right?.last ?? to });
};

/** The command that made facts on both sides of a revision, if one did. */
const commandAround = async (
  log: EventLog,
  revision: Revision,
): Promise<
  Either<ReadFault, { readonly before: Revision; readonly last: Revision } | undefined>
> => {
  if (revision === 0) return right(undefined);
  const page = await readPage(log, revision - 1, 2);
  if (isLeft(page)) return page;
  const [here, next] = page.right;
  if (here === undefined || here.fact.commandId !== next?.fact.commandId) return right(undefined);
  const made = await log.findCommand(here.fact.commandId)();
  if (isLeft(made)) return left(made.left);
  const [first = revision] = made.right;
  return right({ before: first - 1, last: made.right.at(-1) ?? revision });
};
