import type { Plan } from '../../domain/allocation/index.ts';
import { parted } from '../../domain/foundation/gang.ts';
import type { PodPlacement } from '../../domain/foundation/shapes.ts';
import type { BookedWorkload, Books } from './books.ts';

/** The books as they will be once a plan is written down; the books given stay as they are. @cost O(workloads) */
export const carriedOut = (made: Plan, books: Books): Books => {
  const workloads = new Map(books.workloads);
  const change = (id: string, to: Partial<BookedWorkload>): void => {
    const workload = workloads.get(id);
    if (workload !== undefined) workloads.set(id, { ...workload, ...to });
  };
  const there = (id: string): readonly PodPlacement[] => {
    const workload = workloads.get(id);
    return workload?.stage === 'bound' ? workload.pods : [];
  };
  for (const { workloadId, pods, movesTo: podsHeld = [] } of made.evictions) {
    const left = pods && parted(there(workloadId), pods);
    const podsLeaving = [...(workloads.get(workloadId)?.podsLeaving ?? []), ...(left?.named ?? [])];
    if (left === undefined) change(workloadId, { stage: 'leaving', podsHeld });
    else {
      const before = workloads.get(workloadId)?.podsHeld ?? [];
      change(workloadId, { pods: left.others, podsLeaving, podsHeld: [...before, ...podsHeld] });
    }
  }
  for (const { workloadId, pods } of made.placements)
    change(workloadId, { stage: 'bound', pods: [...there(workloadId), ...pods], podsHeld: [] });
  for (const { workloadId, pods } of made.nominations) {
    const isBeside = workloads.get(workloadId)?.stage === 'bound';
    change(workloadId, isBeside ? { podsHeld: pods } : { stage: 'held', pods });
  }
  for (const { workloadId, verdict } of made.verdicts) {
    const isGivenUp =
      workloads.get(workloadId)?.stage === 'held' && verdict._tag !== 'AwaitingRelease';
    change(workloadId, isGivenUp ? { verdict, stage: 'waiting', pods: [] } : { verdict });
  }
  return { ...books, workloads };
};
