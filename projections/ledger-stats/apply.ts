import { type BerthEvent, factByType } from '../../domain/catalogue/events.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import type { LedgerStats } from './view.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Every fact counts. */
export const handles: ReadonlySet<string> = new Set(factByType.keys());

/** Counts one fact, in place. */
export const apply = (view: LedgerStats, event: Recorded<BerthEvent>): LedgerStats => {
  const stats: Mutable<LedgerStats> = view;
  const { atMs } = event;
  stats.revisions = event.revision;
  if (stats.firstMs === undefined || atMs < stats.firstMs) stats.firstMs = atMs;
  if (stats.lastMs === undefined || atMs > stats.lastMs) stats.lastMs = atMs;
  increment(view.byType, event.type);
  increment(view.byOrigin, event.origin);
  increment(view.bySubjectKind, event.subject.kind);
  return view;
};

const increment = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};
