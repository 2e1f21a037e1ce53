import type { Expectation } from '../../../adapters/ports/expectation.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { type Difference, differencesOf } from './differences.ts';
import { nothingSeen, see } from './seen.ts';

export type { Difference } from './differences.ts';

/** An expectation that was not met, and where in the ledger it was looked at. */
export interface Unmet {
  readonly expectation: Expectation;
  readonly differences: readonly Difference[];
  readonly revision: Revision;
  readonly atMs: InstantMs;
}

/** Holds a run against what was expected of it. */
export interface Judge {
  /** Facts in log order. */
  readonly see: (fact: BerthRecorded) => void;
  /** Ends the run; the unmet ones in the order in which they were written. */
  readonly unmet: () => readonly Unmet[];
}

/**
 * Makes a judge. What is expected at an instant is looked at when all facts up to it are seen; the rest at the end.
 *
 * @cost a fact is folded once; an expectation of events costs a look at all facts before it
 */
export const judgeOf = (expectations: readonly Expectation[]): Judge => {
  const seen = nothingSeen();
  const found = new Map<Expectation, Unmet>();
  const waiting = expectations.toSorted((a, b) => (a.atMs ?? Infinity) - (b.atMs ?? Infinity));
  const judge = (expectation: Expectation): void => {
    const { revision, nowMs } = seen;
    const atMs = expectation.atMs ?? nowMs;
    const differences = differencesOf(seen, expectation, atMs);
    if (differences.length === 0) return;
    found.set(expectation, { expectation, differences, revision, atMs });
  };
  return {
    see: (fact) => {
      while ((waiting[0]?.atMs ?? Infinity) < fact.atMs) waiting.splice(0, 1).forEach(judge);
      see(seen, fact);
    },
    unmet: () => {
      waiting.splice(0).forEach(judge);
      return expectations.flatMap((one) => found.get(one) ?? []);
    },
  };
};
