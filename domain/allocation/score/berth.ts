import type { TypicalPod } from '../policy/policy.ts';
import { sharesUpTo } from './fgd.ts';
import type { Measure } from './measure.ts';
import { type CellsOf, yardstickOf } from './yardstick.ts';

const micro = 1_000_000;
/** How many arrivals a hole waits through, on the mean, before it is given up as waste. */
const patience = 128;

/**
 * What will be wasted of a rest of a device when it is filled up by the pods that usually come, in the order in which
 * they happen to come, with an end to all waiting that is as likely as one arrival in `patience`.
 * @unit millionths of a device
 */
export const wasteOf = (fitting: readonly TypicalPod[]): Float64Array => {
  const waste = new Float64Array(1001);
  const sizes = sizesOf(fitting);
  for (let rest = 1; rest <= 1000; rest += 1) {
    let filled = 0;
    let chance = micro;
    for (const [gpuMilli, shareMicro] of sizes) {
      if (gpuMilli > rest) continue;
      filled += patience * shareMicro * (waste[rest - gpuMilli] ?? 0);
      chance += patience * shareMicro;
    }
    waste[rest] = Math.floor((micro * 1000 * rest + filled) / chance);
  }
  return waste;
};

const sizesOf = (pods: readonly TypicalPod[]): ReadonlyMap<number, number> => {
  const sizes = new Map<number, number>();
  for (const { gpuMilli, shareMicro } of pods)
    sizes.set(gpuMilli, (sizes.get(gpuMilli) ?? 0) + shareMicro);
  return sizes;
};

/** To a pod that fits the node a rest costs what will be wasted of it; to any other the whole rest is lost. */
const wasteCells: CellsOf = (fitting, sharesAll) => {
  const waste = wasteOf(fitting);
  const shares = sharesUpTo(fitting)[1000] ?? 0;
  return (restMilli) =>
    Math.floor((shares * (waste[restMilli] ?? 0)) / 1000) + restMilli * (sharesAll - shares);
};

/** A pod of several devices wants each of them as a pod of one would: so no node is spoilt for it by a single share. */
const byDevice = (pod: TypicalPod): TypicalPod => ({
  ...pod,
  gpuDevices: Math.min(1, pod.gpuDevices),
});

/**
 * Our own method: like `fgd`, but looking further than the next pod.
 *
 * Where `fgd` counts a rest as useful to every pod that is small enough, `berth` counts what that pod and those after it
 * will leave; and a quarter of its judgement takes each idle device with no more than its part of the node's free CPU,
 * so that nodes do not run out of CPU before they run out of devices. The steps are fine, so that ties are rare.
 * @source `reference/benchmarks.md` §2.1 (what `fgd` loses); the lookahead is ours
 */
export const berthMeasure = (typical: readonly TypicalPod[]): Measure => ({
  yardstick: yardstickOf(typical.map(byDevice), wasteCells),
  levels: 'steps',
  byNode: 3,
  byShare: 1,
});
