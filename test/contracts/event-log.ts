import { afterEach } from 'vitest';
import { appendingRules, boundsRules, retryingRules } from './event-log-appending.ts';
import { closingRules, doubtRules, walkLaws } from './event-log-closing.ts';
import { readingRules, snapshotRules } from './event-log-reading.ts';
import type { AdapterUnderTest, LedgerUnderTest } from './event-log-workbench.ts';

/** What every ledger keeps, whatever stores it. */
export const eventLogContract = (adapter: AdapterUnderTest): void => {
  const { name, begin, walks, openInDoubt } = adapter;
  const ledgers: LedgerUnderTest[] = [];
  const fresh = (baseRevision = 0): LedgerUnderTest => {
    const ledger = begin(baseRevision);
    ledgers.push(ledger);
    return ledger;
  };
  const bench = { fresh, open: async (baseRevision = 0) => fresh(baseRevision).open() };
  afterEach(() => {
    for (const ledger of ledgers.splice(0)) ledger.remove();
  });
  appendingRules(name, bench);
  boundsRules(name, bench);
  retryingRules(name, bench);
  readingRules(name, bench);
  snapshotRules(name, bench);
  closingRules(name, bench);
  if (openInDoubt !== undefined) doubtRules(name, fresh, openInDoubt);
  walkLaws(name, fresh, walks);
};
