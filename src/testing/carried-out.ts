import type { Plan } from '../../domain/allocation/index.ts';
import type { BookedWorkload, Books } from './books.ts';

/** The books as they will be once a plan is written down; the books given stay as they are. @cost O(workloads) */
export const carriedOut = (made: Plan, books: Books): Books => {
  const workloads = new Map(books.workloads);
  const change = (id: string, to: Partial<BookedWorkload>): void => {
    const workload = workloads.get(id);
    if (workload !== undefined) workloads.set(id, { ...workload, ...to });
  };
  for (const { workloadId } of made.evictions) change(workloadId, { stage: 'leaving' });
  for (const { workloadId, pods } of made.nominations) change(workloadId, { stage: 'held', pods });
  for (const { workloadId, pods } of made.placements) change(workloadId, { stage: 'bound', pods });
  for (const { workloadId, verdict } of made.verdicts) {
    const isGivenUp =
      workloads.get(workloadId)?.stage === 'held' && verdict._tag !== 'AwaitingRelease';
    change(workloadId, isGivenUp ? { verdict, stage: 'waiting', pods: [] } : { verdict });
  }
  return { ...books, workloads };
};
