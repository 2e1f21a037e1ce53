import type { StoredRecord } from '../../../adapters/ports/event-log.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { decode } from '../../../domain/catalogue/decode.ts';
import { type Either, isLeft, left, right } from '../../../domain/foundation/fp.ts';
import { pageMax, type ReadFault } from '../../app/read.ts';
import type { MomentLog, Until } from './believed.ts';
import type { Reached } from './reached.ts';

/** From where to where, and after how long others get their turn. @unit ms */
export interface Stretch {
  readonly from: Reached;
  readonly until: Until;
  readonly sliceMs?: number | undefined;
}

/** Is shown each fact on the way; answers whether to go on. */
export type OnFact = (fact: BerthRecorded, record: StoredRecord) => boolean;

/**
 * Folds facts in log order from where somebody stands up to a revision, or until a fact is later than an instant: the
 * state at an instant is that of the longest beginning of the ledger without a later fact, so that clocks may go back.
 */
export const foldUntil = async (
  log: Pick<MomentLog, 'read'>,
  { from, until, sliceMs = Number.POSITIVE_INFINITY }: Stretch,
  onFact: OnFact,
): Promise<Either<ReadFault, Reached>> => {
  let at = from;
  let beganAt = performance.now();
  while (at.revision < until.revision) {
    const page = await log.read(at.revision, Math.min(pageMax, until.revision - at.revision))();
    if (isLeft(page)) return left(page.left);
    if (page.right.length === 0) break;
    for (const record of page.right) {
      const decoded = decode(record.revision, record.body);
      if (isLeft(decoded)) return left(decoded.left);
      const { atMs, revision, epoch } = decoded.right;
      if (atMs > until.latestMs) return right(at);
      at = { revision, nowMs: atMs, epoch, latestMs: Math.max(at.latestMs, atMs) };
      if (!onFact(decoded.right, record)) return right(at);
    }
    if (performance.now() - beganAt > sliceMs) {
      await new Promise(setImmediate);
      beganAt = performance.now();
    }
  }
  return right(at);
};
