import { afterEach } from 'vitest';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import { appendingRules, boundsRules, retryingRules } from './event-log-appending.ts';
import { closingRules, doubtRules, walkLaws } from './event-log-closing.ts';
import { readingRules, snapshotRules } from './event-log-reading.ts';

/** One ledger of an adapter, from its making to its end. */
export interface LedgerUnderTest {
  /** Opens it for writing; after `close` of the log, again. */
  readonly open: () => Promise<EventLog>;
  readonly remove: () => void;
}

/** How a contract makes ledgers of one adapter. */
export interface AdapterUnderTest {
  readonly name: string;
  readonly begin: (baseRevision: number) => LedgerUnderTest;
  /** How many random walks to try; fewer where each opening goes to a disk. */
  readonly walks: number;
  /** Opens the ledger so that its next append ends in doubt, with the batch kept or lost; where the adapter can. */
  readonly openInDoubt?: (ledger: LedgerUnderTest, isKept: boolean) => Promise<EventLog>;
}

/** Where the rules get their ledgers from; each is removed after its test. */
export interface Workbench {
  readonly fresh: (baseRevision?: number) => LedgerUnderTest;
  readonly open: (baseRevision?: number) => Promise<EventLog>;
}

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
