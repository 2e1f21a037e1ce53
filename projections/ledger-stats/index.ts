import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Projection } from '../../domain/foundation/projection.ts';
import { apply, handles } from './apply.ts';
import type { LedgerStats } from './view.ts';

export { reportOf } from './view.ts';
export type * from './view.ts';

/** Answers "how much of what does this ledger hold, and from when to when?". */
export const ledgerStats: Projection<LedgerStats, BerthEvent> = {
  name: 'ledger-stats',
  version: 1,
  handles,
  initial: () => ({
    revisions: 0,
    firstMs: undefined,
    lastMs: undefined,
    byType: new Map(),
    byOrigin: new Map(),
    bySubjectKind: new Map(),
  }),
  apply,
};
