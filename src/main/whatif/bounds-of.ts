import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { MomentsTurned } from '../../../adapters/ports/moment.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import type { ReadFault } from '../../app/read.ts';
import type { MomentUnknown } from '../brain-at.ts';
import type { AskedMoment } from '../moments/asked.ts';
import { revisionAt } from '../moments/revision-at.ts';
import { timeOf } from '../moments/time-of.ts';
import { wholePart } from '../whole-commands.ts';
import type { Bounds } from './past.ts';

/** Where a fork is wished for, and up to where. */
export interface BoundsAsked {
  readonly at: AskedMoment;
  /** The horizon; the last fact where absent. */
  readonly until?: AskedMoment | undefined;
}

/** The horizon: at the fork, or behind it. */
const notBefore = async (
  from: Revision,
  log: EventLog,
  until: AskedMoment,
): Promise<Either<ReadFault | MomentUnknown | MomentsTurned, Revision>> => {
  const end = await revisionAt(log, until);
  const isTurned = !isLeft(end) && end.right < from;
  return isTurned ? left({ _tag: 'MomentsTurned', from, to: end.right }) : end;
};

/** Where the fork is, which cuts no command in two, and up to where it is played. */
export const boundsOf = async (
  log: EventLog,
  { at, until }: BoundsAsked,
): Promise<Either<ReadFault | MomentUnknown | MomentsTurned, Bounds>> => {
  const asked = await revisionAt(log, at);
  if (isLeft(asked)) return asked;
  const whole = await wholePart(log, { from: asked.right });
  if (isLeft(whole)) return whole;
  const { from, to: head } = whole.right;
  const end = until === undefined ? right(head) : await notBefore(asked.right, log, until);
  if (isLeft(end)) return end;
  const [first, last] = [await timeOf(log, Math.max(1, from)), await timeOf(log, end.right)];
  if (isLeft(first)) return first;
  if (isLeft(last)) return last;
  const untilMs = Math.max(first.right, until?.kind === 'instant' ? until.atMs : last.right);
  const to = until === undefined ? end : await revisionAt(log, { kind: 'instant', atMs: untilMs });
  if (isLeft(to)) return to;
  return right({
    from: { revision: from, atMs: first.right },
    until: { revision: end.right, atMs: untilMs },
    to: Math.max(from, to.right),
    head,
  });
};
