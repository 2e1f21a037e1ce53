import type { Snapshot, Workload } from '../../../domain/allocation/index.ts';
import { amountText } from '../../../domain/foundation/amount-text.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { type Cause, cause } from './cause.ts';
import { spanText } from '../../../domain/foundation/span-text.ts';

/** Somebody who holds devices, and when they are free at the latest, as far as anybody said. */
interface Holder {
  readonly gpuMilli: number;
  readonly endsAtMs: number;
}

const heldBy = ({ bound }: Workload): number =>
  bound.reduce((sum, { devices, gpuMilli }) => sum + devices.length * gpuMilli, 0);

const holdersIn = (snapshot: Snapshot): readonly Holder[] => {
  const holders: Holder[] = [];
  for (const workload of snapshot.workloads.values()) {
    if (workload.pool !== snapshot || workload.bound.length === 0) continue;
    const { maxRunMs, startedAtMs } = workload;
    const endsAtMs = maxRunMs > 0 && startedAtMs >= 0 ? startedAtMs + maxRunMs : Infinity;
    holders.push({ gpuMilli: heldBy(workload), endsAtMs });
  }
  return holders.toSorted((a, b) => a.endsAtMs - b.endsAtMs);
};

/**
 * When at the latest enough devices come free, if all who run take the whole time that they declared and nobody else
 * gets in between; `undefined` where too few have declared any.
 *
 * It is a bound and no forecast: it looks at amounts alone, not at which node they are on.
 */
export const latestCause = (
  snapshot: Snapshot,
  workloadId: string,
  nowMs: InstantMs,
): Cause | undefined => {
  const asked = snapshot.workloads.get(workloadId)?.shape.amounts.gpuMilli ?? 0;
  const missing = asked - (snapshot.total.gpuMilli - snapshot.allocated.gpuMilli);
  if (asked === 0 || missing <= 0) return undefined;
  const holders = holdersIn(snapshot);
  const declared = holders.filter(({ endsAtMs }) => endsAtMs < Infinity);
  let freed = 0;
  const last = declared.find(({ gpuMilli }) => (freed += gpuMilli) >= missing);
  if (last === undefined) return undefined;
  const inMs = Math.max(0, last.endsAtMs - nowMs);
  const figures = { missingGpuMilli: missing, holders: holders.length, declared: declared.length };
  return cause(
    `At the latest in ${spanText(inMs)} the ${amountText(missing, 'gpuMilli')} that are missing come free, ` +
      `if those who run take all the time that they declared and nobody else is served first.`,
    [],
    { figures: { ...figures, atLatestMs: last.endsAtMs } },
  );
};
