import type { Revision } from '../../domain/foundation/event.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';

/** How much of what a ledger holds, and from when to when. */
export interface LedgerStats {
  /** The last revision seen, which is the number of facts; 0 for an empty ledger. */
  readonly revisions: Revision;
  /** The earliest and the latest instant of a fact; `undefined` for an empty ledger. */
  readonly firstMs: InstantMs | undefined;
  readonly lastMs: InstantMs | undefined;
  readonly byType: Map<string, number>;
  readonly byOrigin: Map<string, number>;
  readonly bySubjectKind: Map<string, number>;
}

/** The answer of `berth ledger stats`, ready to be printed. */
export interface LedgerStatsReport {
  readonly revisions: Revision;
  /** The chain hash of the last fact, 64 hex digits. */
  readonly head: string;
  readonly firstMs: InstantMs | null;
  readonly lastMs: InstantMs | null;
  readonly byType: Readonly<Record<string, number>>;
  readonly byOrigin: Readonly<Record<string, number>>;
  readonly bySubjectKind: Readonly<Record<string, number>>;
}

/** Joins the counts with the head, which only the log knows; keys ascend. */
export const reportOf = (stats: LedgerStats, head: string): LedgerStatsReport => ({
  revisions: stats.revisions,
  head,
  firstMs: stats.firstMs ?? null,
  lastMs: stats.lastMs ?? null,
  byType: ascending(stats.byType),
  byOrigin: ascending(stats.byOrigin),
  bySubjectKind: ascending(stats.bySubjectKind),
});

const ascending = (counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> =>
  Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
