import type { Draft } from '../plan/draft.ts';
import { rollOf } from '../state/roll.ts';
import type { Seat, Unit, Workload } from '../state/snapshot.ts';
import { leavesFirst, podPriorityOf, stayingOf, unitOf } from './units.ts';

/**
 * The pods that a workload can do without, one by one, in the order in which they go.
 *
 * @cost O(pods) for a workload that can do without some; O(1) for one that cannot
 */
export const sparesOf = (draft: Draft, workload: Workload): readonly Unit[] => {
  const spare = sparePods(draft, workload);
  return spare === undefined ? [] : sparesIn(workload, stayingOf(draft, workload), spare);
};

/**
 * The pods in these places that a workload can do without: another that could go stays elsewhere in their stead. None
 * goes for one that ranks below it.
 */
export const sparesAt = (
  draft: Draft,
  workload: Workload,
  seats: readonly Seat[],
): readonly Unit[] => {
  const spare = sparePods(draft, workload);
  if (spare === undefined) return [];
  const staying = stayingOf(draft, workload);
  const lowest = workload.build.sets.map((_, set) =>
    Math.min(
      ...staying
        .filter((one) => setOf(workload, one) === set)
        .map((one) => podPriorityOf(workload, one)),
    ),
  );
  const equals = seats.filter(
    (seat) =>
      podPriorityOf(workload, seat) === lowest[setOf(workload, seat)] && !draft.out.has(seat),
  );
  return sparesIn(workload, equals, spare);
};

const setOf = ({ build }: Workload, { part }: Seat): number => build.parts[part]?.set ?? 0;

/**
 * How many pods each set has above its minimum; `undefined` where none has more than that or is promised more.
 *
 * A pod that is promised a place runs nowhere yet, so that it stands in for nobody.
 */
const sparePods = (draft: Draft, workload: Workload): number[] | undefined => {
  const { build } = workload;
  if (build.isWhole) return undefined;
  const { active } = rollOf(workload);
  if (build.sets.every(({ minPods }, set) => (active[set] ?? 0) <= minPods)) return undefined;
  const spare = build.sets.map(({ minPods }) => -minPods);
  for (const seat of stayingOf(draft, workload)) {
    const set = setOf(workload, seat);
    spare[set] = (spare[set] ?? 0) + 1;
  }
  return spare;
};

const sparesIn = (workload: Workload, seats: readonly Seat[], spare: number[]): readonly Unit[] => {
  const units: Unit[] = [];
  for (const seat of seats.toSorted((a, b) => leavesFirst(workload, a, b))) {
    const set = setOf(workload, seat);
    if ((spare[set] ?? 0) <= 0) continue;
    spare[set] = (spare[set] ?? 0) - 1;
    units.push(unitOf(workload, [seat], false));
  }
  return units;
};
