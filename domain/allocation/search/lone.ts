import type { Hunt } from './field.ts';
import { markOf, undoTo } from '../state/journal.ts';
import { cheaperFirst, moveVictim } from './options.ts';
import { type Catch, fits, isLawfulNow, isServed } from './quarry.ts';
import type { Workload } from '../state/snapshot.ts';

/** Whether the going of one victim could make room for one pod: never says no wrongly. */
const couldServe = ({ draft, one }: Hunt, victim: Workload): boolean => {
  const { nodes } = draft.snapshot;
  const kind = one.shape.parts[0]?.kind;
  if (kind === undefined || victim.seats.length > 1) return true;
  const seat = victim.seats[0];
  if (seat === undefined) return false;
  const freed = seat.devices.length * seat.kind.gpuMilli;
  return freed + (nodes.gpuFuture[seat.node.slot] ?? 0) >= kind.gpuDevices * kind.gpuMilli;
};

const cheapestAt = (victims: readonly Workload[]): number => {
  let cheapest = 0;
  for (let at = 1; at < victims.length; at += 1) {
    const [best, here] = [victims[cheapest], victims[at]];
    if (best !== undefined && here !== undefined && cheaperFirst(here, best) < 0) cheapest = at;
  }
  return cheapest;
};

const sufficesAlone = (hunt: Hunt, victim: Workload): boolean => {
  if (!isLawfulNow(hunt, victim)) return false;
  const mark = markOf(hunt.draft.journal);
  moveVictim(hunt, victim, { seats: victim.seats, sign: -1 });
  const isEnough = isServed(hunt);
  undoTo(hunt.draft.journal, mark);
  return isEnough;
};

/** How many single victims are tried before nodes are looked at one by one. */
const lonersMax = 32;

/** The cheapest victim that alone lets a workload of one pod be seated. */
export const loneVictim = (hunt: Hunt, candidates: readonly Workload[]): Catch | undefined => {
  if (hunt.one.shape.pods !== 1 || fits(hunt)) return undefined;
  const able = candidates.filter((victim) => couldServe(hunt, victim));
  const dearer = able.length - 1;
  for (let tries = 0; tries < lonersMax && able.length > 0; tries += 1) {
    const cheapest = cheapestAt(able);
    const victim = able[cheapest];
    const last = able.pop();
    if (victim === undefined || last === undefined) break;
    if (sufficesAlone(hunt, victim)) return { victims: [victim], dearer };
    if (cheapest < able.length) able[cheapest] = last;
  }
  return undefined;
};
