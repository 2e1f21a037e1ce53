import { markOf, undoTo } from '../state/journal.ts';
import type { QueueState, Unit, Workload } from '../state/snapshot.ts';
import { candidatesOf, type Hunt } from './field.ts';
import { cheapestOf, couldServe, lonersFor } from './loners.ts';
import type { Loners } from './memory.ts';
import { type Catch, fits, isLawfulNow, isServed } from './quarry.ts';
import { sparesOf } from './spares.ts';
import { cheaperFirst, moveUnit, wholeOf } from './units.ts';

const cheapestIn = ({ draft }: Hunt, units: readonly Unit[]): Unit | undefined => {
  let cheapest: Unit | undefined;
  for (const unit of units)
    if (cheapest === undefined || cheaperFirst(draft, unit, cheapest) < 0) cheapest = unit;
  return cheapest;
};

const sufficesAlone = (hunt: Hunt, unit: Unit): boolean => {
  if (!isLawfulNow(hunt, unit)) return false;
  const { draft } = hunt;
  const mark = markOf(draft.journal);
  moveUnit(draft, unit, { seats: unit.seats, sign: -1 });
  const isEnough = isServed(hunt);
  undoTo(draft.journal, mark);
  return isEnough;
};

const ableOf = (hunt: Hunt, candidates: readonly Workload[]): Unit[] => {
  const able: Unit[] = [];
  for (const victim of candidates) {
    const whole = wholeOf(hunt.draft, victim);
    if (couldServe(hunt, whole)) able.push(whole);
    for (const spare of sparesOf(hunt.draft, victim)) if (couldServe(hunt, spare)) able.push(spare);
  }
  return able;
};

/** The cheapest of remembered victims that alone lets the ask be seated. */
const fromMemory = (hunt: Hunt, loners: Loners): Catch | undefined => {
  const dearer = loners.able - 1;
  let tries = 0;
  const { loneVictimsMax } = hunt.draft.policy.bounds;
  for (const unit of cheapestOf(hunt, loners)) {
    if (tries === loneVictimsMax) return undefined;
    if (sufficesAlone(hunt, unit)) return { victims: [unit], dearer };
    tries += 1;
  }
  return undefined;
};

const amongAll = (hunt: Hunt, candidates: readonly Workload[]): Catch | undefined => {
  const able = ableOf(hunt, candidates);
  const hasSpares = candidates.some((victim) => sparesOf(hunt.draft, victim).length > 0);
  const dearer = able.length - 1;
  const { loneVictimsMax } = hunt.draft.policy.bounds;
  for (let tries = 0; tries < loneVictimsMax; tries += 1) {
    const unit = cheapestIn(hunt, able);
    // Before a gang goes, pods that can be spared are tried together, node by node.
    if (unit === undefined || (unit.isWhole && hasSpares)) break;
    if (sufficesAlone(hunt, unit)) return { victims: [unit], dearer };
    able.splice(able.indexOf(unit), 1);
  }
  return undefined;
};

/**
 * The cheapest victim that alone lets an ask for one pod be seated.
 *
 * @cost O(candidates); from the third search of equal asks on O(changed nodes + tries · log candidates)
 */
export const loneVictim = (hunt: Hunt, grounds: readonly QueueState[]): Catch | undefined => {
  if (hunt.seeker.shape.pods !== 1 || fits(hunt)) return undefined;
  const loners = lonersFor(hunt, grounds);
  return loners === undefined
    ? amongAll(hunt, candidatesOf(hunt, grounds))
    : fromMemory(hunt, loners);
};
