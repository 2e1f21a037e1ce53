import {
  changesOf,
  type Forked,
  type Refused,
  type Told,
  type WorkloadChange,
  type WorkloadTold,
} from '../../app/whatif/index.ts';
import type { Bounds, Recorded, Spot } from './past.ts';

/** What the answer rests on. */
export interface Assumption {
  /** Workloads whose run time is known, since they ended in the ledger behind the fork. */
  readonly runTimesKnown: number;
  /** Workloads that run past the horizon however soon they start: nobody needs to know how long they run. */
  readonly runTimesOutlasting: number;
  /** Workloads that run on until the horizon once they have pods, for nobody saw them end. */
  readonly runTimesUnknown: number;
  readonly nodeFailures: number;
  /** Until an attempt is ready that nobody saw. @unit ms */
  readonly usualStartMs: number;
}

/** A workload that fares otherwise with the patch than without, and what was recorded of it. */
export interface WorkloadShown extends WorkloadChange {
  readonly recorded: WorkloadTold | undefined;
}

/** What would have been, beside what was. */
export interface WhatIf {
  readonly from: Spot;
  readonly until: Spot;
  readonly assumption: Assumption;
  readonly recorded: Told;
  /** The same fork without the patch: what parts it from what was recorded is the error of the assumption. */
  readonly without: Told;
  readonly patched: Told;
  /** Requests that were recorded, and refused in the fork with the patch; the first ones beside it. */
  readonly refused: number;
  readonly refusals: readonly Refused[];
  readonly refusedWithout: number;
  /** Workloads that fare otherwise with the patch than without. */
  readonly workloadsChanged: number;
  /** The most changed of them. */
  readonly changes: readonly WorkloadShown[];
  /** Workloads that fare otherwise in the fork without the patch than was recorded. */
  readonly workloadsOff: number;
}

/** Workloads that an answer shows. */
const changesMax = 10;

/** What an answer is made of. */
export interface Tellings {
  readonly past: Recorded;
  readonly bounds: Bounds;
  readonly without: Forked;
  readonly patched: Forked;
}

/** The answer, from the three tellings. */
export const answerOf = ({ past, bounds: { from, until }, without, patched }: Tellings): WhatIf => {
  const changes = changesOf(without.workloads, patched.workloads);
  return {
    from,
    until,
    assumption: assumptionOf(past, without),
    recorded: past.told,
    without: without.told,
    patched: patched.told,
    refused: patched.refused,
    refusals: patched.refusals,
    refusedWithout: without.refused,
    workloadsChanged: changes.length,
    changes: changes.slice(0, changesMax).map((change) => ({
      ...change,
      recorded: past.workloads.get(change.workloadId),
    })),
    workloadsOff: changesOf(past.workloads, without.workloads).length,
  };
};

const assumptionOf = ({ history, course }: Recorded, { workloads }: Forked): Assumption => {
  const ids = [...workloads.keys()];
  const isKnown = (id: string): boolean => (history.lives.get(id)?.length ?? 0) > 0;
  const known = ids.filter(isKnown).length;
  const outlasting = ids.filter((id) => !isKnown(id) && history.outlasting.has(id)).length;
  return {
    runTimesKnown: known,
    runTimesOutlasting: outlasting,
    runTimesUnknown: ids.length - known - outlasting,
    nodeFailures: course.failures.length,
    usualStartMs: history.usualStartMs,
  };
};
