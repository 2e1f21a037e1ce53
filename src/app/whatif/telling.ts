import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { type WorkloadsTold, workloadsTold } from './changes.ts';
import { type Told, toldOf } from './figures.ts';
import type { ServedShare } from './shares.ts';
import { closeTally, type Tally } from './tally.ts';

/** One telling of what happened from the fork to the horizon. */
export interface Telling {
  readonly told: Told;
  readonly workloads: WorkloadsTold;
}

/** Ends a telling at the horizon. @cost O(workloads log workloads) */
export const tellingOf = (
  tally: Tally,
  shares: readonly ServedShare[],
  untilMs: InstantMs,
): Telling => {
  closeTally(tally, untilMs);
  return { told: toldOf(tally, shares), workloads: workloadsTold(tally) };
};
