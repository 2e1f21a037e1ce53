import { hash32 } from '../../../domain/foundation/random.ts';
import type { WorkloadRow } from '../../../projections/workload-list/index.ts';
import { type SteadyJob, steadyJob, steadyNumberOf } from './job.ts';
import type { Site } from './site.ts';

/** The annotation by which somebody says how long the simulated cluster runs a workload. @unit s */
const runSecondsKey = 'berth.dev/sim-run-seconds';
/** The annotation by which somebody says how the simulated cluster ends a workload. */
const exitCodeKey = 'berth.dev/sim-exit-code';

/** A training of somebody else runs for one to five minutes. */
const foreignMs = { min: 60_000, max: 300_000 };

/** What is known of a workload, for finding out how long it runs. */
export type KnownRow = Pick<WorkloadRow, 'workloadType' | 'annotations'>;

/** How long workloads run and how they end: from their ids alone, but for what their owners say. */
export interface RunTimes {
  /** `undefined`: until it is stopped. @unit ms */
  readonly runMsOf: (workloadId: string) => number | undefined;
  readonly exitCodeOf: (workloadId: string) => number;
}

/** Run times that are the same after every restart. */
export const runTimesOf = (
  seed: number,
  site: Site,
  rowOf: (workloadId: string) => KnownRow | undefined,
): RunTimes => {
  const own = (id: string): SteadyJob | undefined => {
    const number = steadyNumberOf(id);
    const job = number === undefined ? undefined : steadyJob(seed, number, site);
    return job?.id === id ? job : undefined;
  };
  return {
    runMsOf: (id) => {
      const row = rowOf(id);
      const said = wholeIn(row?.annotations?.[runSecondsKey], 86_400 * 365);
      if (said !== undefined) return said * 1000;
      const job = own(id);
      if (job !== undefined) return job.runMs;
      const ends = row?.workloadType === 'training' || row?.workloadType === 'distributed';
      if (!ends) return undefined;
      return foreignMs.min + (hash32(id, seed) % (foreignMs.max - foreignMs.min));
    },
    exitCodeOf: (id) =>
      wholeIn(rowOf(id)?.annotations?.[exitCodeKey], 255) ?? own(id)?.exitCode ?? 0,
  };
};

const wholeIn = (text: string | undefined, max: number): number | undefined => {
  if (text === undefined || !/^\d{1,9}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= max ? value : undefined;
};
