import type { Draft, Promised } from '../plan/draft.ts';
import { lonelyAmong } from '../state/company.ts';
import { markOf, undoTo } from '../state/journal.ts';
import type { Unit } from '../state/snapshot.ts';
import { moveUnit } from './units.ts';

/** Who was promised places near others before this plan, and in it. */
const promisedIn = ({ snapshot, promised }: Draft): readonly Promised[] =>
  snapshot.company.size === 0 ? promised : [...snapshot.company.keys(), ...promised];

/**
 * Whether all who are promised a place near others, or those of them that are given, still have these there when a unit
 * has gone: else others would leave for a pod that can never start there.
 *
 * @cost O(1) where nobody is promised such a place
 */
export const leavesCompany = (draft: Draft, unit: Unit, promised = promisedIn(draft)): boolean => {
  if (promised.length === 0) return true;
  const before = lonelyAmong(promised);
  const mark = markOf(draft.journal);
  moveUnit(draft, unit, { seats: unit.seats, sign: -1 });
  const after = lonelyAmong(promised);
  undoTo(draft.journal, mark);
  return [...after].every((one) => before.has(one));
};
