import type { BrainFault } from '../ports/live-brain.ts';
import { Problem, type ProblemSaid } from './problem-document.ts';

const again = { 'retry-after': '1' };

const unavailable = (slug: string, title: string, detail: string): ProblemSaid => ({
  slug,
  status: 503,
  title,
  detail,
});

/** Says why an ask was not decided; what the machine looks like inside stays inside, and goes to the log as its cause. */
export const problemOfFault = (fault: BrainFault): Problem => {
  const problem = new Problem({ code: fault._tag, ...saidOf(fault) });
  // Overload is no news by the thousand.
  if (fault._tag !== 'Overloaded') problem.cause = fault;
  return problem;
};

const saidOf = (fault: BrainFault): ProblemSaid => {
  switch (fault._tag) {
    case 'Overloaded':
      return {
        ...unavailable('overloaded', 'Too many requests wait', 'Try again in a second.'),
        context: { waiting: fault.waiting, waitingMax: fault.waitingMax },
        headers: again,
      };
    case 'EngineClosed':
    case 'LogClosed':
      return unavailable('closed', 'Nothing is taken any more', 'See /readyz?verbose for why.');
    case 'VersionConflict':
      return unavailable(
        'another-writer',
        'Somebody else writes this ledger',
        'Ask the server that leads now.',
      );
    case 'InDoubt':
      return unavailable(
        'in-doubt',
        'It is not known whether this was written',
        'Send it again with the same Idempotency-Key once the server is back: it is done once.',
      );
    case 'DiskFull':
      return {
        ...unavailable('disk-full', 'The disk is full', 'Its owner has to make room.'),
        status: 507,
      };
    case 'LedgerLocked':
    case 'LedgerNewer':
    case 'LedgerUnavailable':
    case 'LedgerCorrupt':
      return unavailable(
        'ledger',
        'The ledger cannot be used',
        'The log says what its owner can do.',
      );
    case 'BatchRefused':
      return {
        ...unavailable('too-much', 'Too much at once', 'Ask for less at once.'),
        status: 422,
      };
    case 'BodyIsNoJson':
    case 'UnknownEventType':
    case 'NewerSchema':
      return unavailable('ledger', 'The ledger cannot be read', 'Run `berth ledger verify`.');
  }
};
