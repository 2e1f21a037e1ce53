import type { EventLog } from '../../adapters/ports/event-log.ts';

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
