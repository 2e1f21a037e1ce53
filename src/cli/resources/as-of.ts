import { type BerthEvent, factByType } from '../../../domain/catalogue/events.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { Projection } from '../../../domain/foundation/projection.ts';
import type { ReadFault } from '../../app/read.ts';
import { foldLedger } from '../../main/fold-ledger.ts';

/**
 * A view with the moment that it holds for: that of the ledger's last fact.
 *
 * Durations are counted up to it, never up to the wall clock, so that a ledger gives the same answer for ever.
 * @unit ms since epoch; 0 for an empty ledger
 */
export interface AsOf<View> {
  readonly view: View;
  readonly nowMs: InstantMs;
}

/** Folds a whole ledger file into a view and tells for which moment it holds. */
export const viewOf = async <View>(
  file: string,
  projection: Projection<View, BerthEvent>,
): Promise<Either<ReadFault, AsOf<View>>> => {
  const folded = await foldLedger(file, dated(projection));
  return isLeft(folded) ? folded : right(folded.right.view);
};

const everyType: ReadonlySet<string> = new Set(factByType.keys());

const dated = <View>(
  projection: Projection<View, BerthEvent>,
): Projection<AsOf<View>, BerthEvent> => ({
  name: `${projection.name}, dated`,
  version: projection.version,
  handles: everyType,
  initial: () => ({ view: projection.initial(), nowMs: 0 }),
  apply: ({ view }, event) => ({
    view: projection.handles.has(event.type) ? projection.apply(view, event) : view,
    nowMs: event.atMs,
  }),
});

/** Two views folded in one reading of the ledger. */
export const together = <First, Second>(
  first: Projection<First, BerthEvent>,
  second: Projection<Second, BerthEvent>,
): Projection<{ readonly first: First; readonly second: Second }, BerthEvent> => ({
  name: `${first.name} and ${second.name}`,
  version: first.version + second.version,
  handles: new Set([...first.handles, ...second.handles]),
  initial: () => ({ first: first.initial(), second: second.initial() }),
  apply: (view, event) => ({
    first: first.handles.has(event.type) ? first.apply(view.first, event) : view.first,
    second: second.handles.has(event.type) ? second.apply(view.second, event) : view.second,
  }),
});
