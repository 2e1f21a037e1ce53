import type { BrainFault } from '../ports/live-brain.ts';
import { Problem, type ProblemSaid } from './problem-document.ts';

/** Says why an ask was not decided; what the machine looks like inside stays inside, and goes to the log as its cause. */
export const problemOfFault = (fault: BrainFault): Problem => {
  const problem = new Problem({ code: fault._tag, ...words[fault._tag], ...numbersOf(fault) });
  // Overload is no news by the thousand.
  if (fault._tag !== 'Overloaded') problem.cause = fault;
  return problem;
};

const numbersOf = (fault: BrainFault): Partial<ProblemSaid> =>
  fault._tag === 'Overloaded'
    ? {
        context: { waiting: fault.waiting, waitingMax: fault.waitingMax },
        headers: { 'retry-after': '1' },
      }
    : {};

const unavailable = (slug: string, title: string, detail: string): ProblemSaid => ({
  slug,
  status: 503,
  title,
  detail,
});

const closed = unavailable(
  'closed',
  'Nothing is taken any more',
  'See /readyz?verbose for the reason.',
);
const unusable = unavailable(
  'ledger',
  'The ledger cannot be used',
  'The log says what its owner can do.',
);
const unreadable = unavailable(
  'ledger',
  'The ledger cannot be read',
  'Its owner can look with `berth ledger verify`.',
);

const words: Readonly<Record<BrainFault['_tag'], ProblemSaid>> = {
  Overloaded: unavailable('overloaded', 'Too many requests wait', 'Try again in a second.'),
  EngineClosed: closed,
  LogClosed: closed,
  VersionConflict: unavailable(
    'another-writer',
    'Somebody else writes this ledger',
    'Ask the server that leads now.',
  ),
  InDoubt: unavailable(
    'in-doubt',
    'It is not known whether this was written',
    'Send it again with the same Idempotency-Key once the server is back: it is done once.',
  ),
  DiskFull: {
    ...unavailable('disk-full', 'The disk is full', 'Its owner has to make room.'),
    status: 507,
  },
  LedgerLocked: unusable,
  LedgerNewer: unusable,
  LedgerUnavailable: unusable,
  LedgerCorrupt: unusable,
  BatchRefused: {
    ...unavailable('too-much', 'Too much at once', 'Ask for less at once.'),
    status: 422,
  },
  BodyIsNoJson: unreadable,
  UnknownEventType: unreadable,
  NewerSchema: unreadable,
};
