import type { Revision } from '../../domain/foundation/event.ts';
import type { Mark } from './proof.ts';

/** Where a search begins, and what it may ask. */
export interface Search {
  /** A mark at or before the wanted revision. */
  readonly low: Mark;
  /** The mark of an event, `undefined` beyond the end. */
  readonly markAt: (number: number) => Promise<Mark | undefined>;
  readonly tail: () => Promise<Mark>;
}

/**
 * The last event whose facts all stand at or before a revision.
 *
 * Where no batch was large, each event is one fact and the first guess is right; otherwise it is an upper bound, and the
 * event is found by halves.
 */
export const lastAtOrBefore = async (
  after: Revision,
  { low, markAt, tail }: Search,
): Promise<Mark> => {
  if (low.revision === after) return low;
  const guess = await markAt(low.number + (after - low.revision));
  if (guess?.revision === after) return guess;
  const next = await markAt(low.number + 1);
  if (next === undefined || next.revision > after) return low;
  const end = guess ?? (await tail());
  if (end.revision <= after) return end;
  let [below, above] = [low, end.number];
  while (above - below.number > 1) {
    const middle = Math.floor((below.number + above) / 2);
    const found = await markAt(middle);
    if (found !== undefined && found.revision <= after) below = found;
    else above = middle;
  }
  return below;
};
