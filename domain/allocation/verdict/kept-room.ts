import { type Asker, seatAsk } from '../gang/gang.ts';
import type { Draft, Reserved } from '../plan/draft.ts';
import { markOf, undoTo, usableTried } from '../state/journal.ts';
import type { WaitingClass, Workload } from '../state/snapshot.ts';

/** Who of a class keeps room. */
export const keeperIn = (
  { reserved, snapshot }: Draft,
  one: WaitingClass,
): Workload | undefined => {
  for (const { holderId } of reserved) {
    const holder = snapshot.workloads.get(holderId);
    if (holder?.waitingClass === one) return holder;
  }
  return undefined;
};

/** Whether an ask could be seated as things stand; tried and taken back. */
export const canSit = (draft: Draft, asker: Asker): boolean => {
  const mark = markOf(draft.journal);
  const seating = seatAsk(draft, asker);
  undoTo(draft.journal, mark);
  return seating !== undefined;
};

/** Whether an ask could be seated if these kept their room; tried and taken back. */
const canSitBeside = (draft: Draft, asker: Asker, keepers: readonly Reserved[]): boolean => {
  const mark = markOf(draft.journal);
  for (const slot of new Set(keepers.flatMap(({ slots }) => [...slots])))
    usableTried(draft.journal, slot, false);
  const isFine = canSit(draft, asker);
  undoTo(draft.journal, mark);
  return isFine;
};

/**
 * For whom else room is kept that an ask could have: the first whose room would do, else the first whose room is in the
 * way at all.
 *
 * @shape none where the ask has no room anyhow, or has some beside what is kept
 * @cost O(1) where nothing is kept, else a few attempts to seat the ask for each that keeps room
 * @source invariants reference S32
 */
export const holderBefore = (draft: Draft, asker: Asker): string | undefined => {
  const others = draft.reserved.filter(({ holderId }) => holderId !== asker.workload.id);
  const [first] = others;
  if (first === undefined || !canSit(draft, asker)) return undefined;
  if (canSitBeside(draft, asker, others)) return undefined;
  const alone = others.find((one) =>
    canSitBeside(
      draft,
      asker,
      others.filter((other) => other !== one),
    ),
  );
  const inTheWay = others.find((one) => !canSitBeside(draft, asker, [one]));
  return (alone ?? inTheWay ?? first).holderId;
};
