import { momentsPathOf, openMoments } from '../../../adapters/event-log-sqlite/index.ts';
import type { MomentStore } from '../../../adapters/ports/moment-store.ts';
import { noMoments } from './no-moments.ts';

/** The moments beside a ledger file; no file is touched before somebody asks for one. */
export const momentsBeside = (ledger: string): MomentStore =>
  openMoments({ path: momentsPathOf(ledger) });

const stores = new WeakMap<object, MomentStore>();

/** Notes which moments belong to a ledger that was opened. */
export const noteMoments = (log: object, store: MomentStore): void => {
  stores.set(log, store);
};

/** The moments that were kept of a ledger that is open; none where it is no file. */
export const momentsOf = (log: object): MomentStore => stores.get(log) ?? noMoments;
