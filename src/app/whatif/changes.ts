import { compareIds } from '../../../domain/foundation/ids.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { waitOf } from './figures.ts';
import type { Course, Outcome, Tally } from './tally.ts';

/** What became of a workload in one telling. @unit ms */
export interface WorkloadTold {
  readonly outcome: Outcome;
  readonly waitMs: number | undefined;
  readonly endedAtMs: InstantMs | undefined;
  readonly preemptions: number;
}

/** A workload that fares otherwise; on one side `undefined` where it is only on the other. */
export interface WorkloadChange {
  readonly workloadId: string;
  /** How much later it starts or ends, or how much longer it waits; negative where sooner. @unit ms */
  readonly laterMs: number;
  readonly without: WorkloadTold | undefined;
  readonly patched: WorkloadTold | undefined;
}

/** What became of each workload in one telling, by its id. */
export type WorkloadsTold = ReadonlyMap<string, WorkloadTold>;

/** What became of each workload by the horizon of a telling; it was closed there. */
export const workloadsTold = ({ courses, atMs }: Tally): WorkloadsTold =>
  new Map([...courses].map(([id, course]) => [id, workloadTold(course, atMs)]));

/** The workloads that fare otherwise in one telling than in another, the most changed first. */
export const changesOf = (
  without: WorkloadsTold,
  patched: WorkloadsTold,
): readonly WorkloadChange[] => {
  const changes: WorkloadChange[] = [];
  for (const workloadId of new Set([...without.keys(), ...patched.keys()])) {
    const [a, b] = [without.get(workloadId), patched.get(workloadId)];
    if (isSame(a, b)) continue;
    changes.push({ workloadId, laterMs: laterOf(a, b), without: a, patched: b });
  }
  return changes.toSorted(
    (a, b) =>
      Math.abs(b.laterMs) - Math.abs(a.laterMs) ||
      Number(isOther(b)) - Number(isOther(a)) ||
      compareIds(a.workloadId, b.workloadId),
  );
};

const isSame = (a: WorkloadTold | undefined, b: WorkloadTold | undefined): boolean =>
  a?.outcome === b?.outcome &&
  a?.waitMs === b?.waitMs &&
  a?.endedAtMs === b?.endedAtMs &&
  a?.preemptions === b?.preemptions;

const isOther = ({ without, patched }: WorkloadChange): boolean =>
  without?.outcome !== patched?.outcome;

const workloadTold = (course: Course, untilMs: InstantMs): WorkloadTold => ({
  outcome: course.outcome,
  waitMs: waitOf(course, untilMs),
  endedAtMs: course.endedAtMs,
  preemptions: course.preemptions,
});

const laterOf = (a: WorkloadTold | undefined, b: WorkloadTold | undefined): number => {
  const waits = [a?.waitMs, b?.waitMs];
  const ends = [a?.endedAtMs, b?.endedAtMs];
  const differences = [waits, ends].map(([before, after]) =>
    before === undefined || after === undefined ? 0 : after - before,
  );
  return differences.reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most), 0);
};
