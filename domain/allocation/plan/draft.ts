import type { PodPlacement } from '../../foundation/shapes.ts';
import type { Seating, Trial } from '../gang/gang.ts';
import { chargeTried, type Journal } from '../state/journal.ts';
import type { Eviction, Placement } from './plan.ts';
import type { Policy } from '../policy/policy.ts';
import type { Seat, Snapshot, WaitingClass, Workload } from '../state/snapshot.ts';

/** A plan in the making, and the trial state that it is made on. */
export interface Draft extends Trial {
  readonly snapshot: Snapshot;
  readonly journal: Journal;
  readonly policy: Policy;
  /** Names this plan, so that a workload is decided about once in it. */
  readonly number: number;
  readonly placements: Placement[];
  readonly nominations: Placement[];
  readonly evictions: Eviction[];
  /** Those nominated in this plan, and those placed on what was held for them. */
  readonly nominated: Workload[];
}

const podOf = (workload: Workload, seat: Seat): PodPlacement => ({
  subGroup: workload.shape.parts[seat.part]?.name ?? '',
  pod: seat.pod,
  nodeId: seat.node.id,
  devices: [...seat.devices],
  gpuMilli: seat.kind.gpuMilli,
});

/** Writes a decision down: devices for good, or a place held for those who must wait. */
export const settle = (draft: Draft, workload: Workload, seating: Seating): void => {
  const pods = seating.seats.map((seat) => podOf(workload, seat));
  const placement = { workloadId: workload.id, attempt: workload.attempt, pods };
  workload.decidedIn = draft.number;
  if (seating.isNow) draft.placements.push(placement);
  else {
    draft.nominations.push(placement);
    draft.nominated.push(workload);
  }
};

/** Counts a workload as allocated in its queue and moves its class on to the next in line. */
export const serve = (
  draft: Draft,
  one: WaitingClass,
  served: { readonly workload: Workload; readonly seating: Seating },
): void => {
  const { amounts } = one.shape;
  chargeTried(draft.journal, one.queue, { amounts, isPreemptible: one.isPreemptible, sign: 1 });
  settle(draft, served.workload, served.seating);
  advance(draft, one);
};

/** Moves a class on to its next workload that waits and is not decided about. */
export const advance = (draft: Draft, one: WaitingClass): void => {
  while (one.cursor < one.entries.length) {
    const entry = one.entries[one.cursor];
    const isWaiting = entry?.stage === 'waiting' && entry.waitingClass === one;
    if (isWaiting && entry.decidedIn !== draft.number) return;
    one.cursor += 1;
  }
};
