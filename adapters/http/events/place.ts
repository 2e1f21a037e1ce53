import type { Revision } from '../../../domain/foundation/event.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import { Problem, type ProblemError, shown } from '../problem.ts';

const numeric = /^\d{1,15}$/;

/** Where a reader goes on: `Last-Event-ID` tells more than the address it began with. */
export const afterOf = (
  brain: LiveBrain,
  lastEventId: unknown,
  after: string | undefined,
): Revision => {
  const head = brain.revision();
  const isResumed = typeof lastEventId === 'string' && lastEventId !== '';
  const text = isResumed ? lastEventId : after;
  if (text === undefined) return head;
  if (numeric.test(text) && Number(text) <= head) return Number(text);
  throw noPlace(
    text,
    head,
    isResumed ? { pointer: '/last-event-id', in: 'header' } : { pointer: '/after', in: 'query' },
  );
};

/** Somebody would go on where the ledger has not come to. */
export const noPlace = (
  text: string,
  head: Revision,
  place: Pick<ProblemError, 'pointer' | 'in'>,
): Problem => {
  const problem = numeric.test(text)
    ? `the ledger ends at revision ${head}`
    : 'is not a revision of this ledger';
  const remedy = `send 0 to ${head}, or leave it out`;
  return new Problem({
    slug: 'event-id',
    status: 400,
    title: 'No place in this ledger',
    detail: `Facts are told behind a revision from 0 to ${head}.`,
    errors: [{ ...place, value: shown(text), problem, remedy }],
  });
};
