import type { TypicalPod } from '../policy/policy.ts';
import type { Measure } from './measure.ts';
import { type CellsOf, yardstickOf } from './yardstick.ts';

/**
 * A rest of a device is a fragment for every typical pod that cannot use it: CPU-only pods, pods that the node refuses
 * or that need more of one device, and pods of several devices.
 */
const fragmentCells: CellsOf = (fitting, sharesAll) => {
  const usable = sharesUpTo(fitting);
  return (restMilli) => restMilli * (sharesAll - (usable[restMilli] ?? 0));
};

/** The shares of the pods that so much of a device is enough for. */
export const sharesUpTo = (pods: readonly TypicalPod[]): Float64Array => {
  const shares = new Float64Array(1001);
  for (const { gpuMilli, shareMicro } of pods)
    for (let rest = gpuMilli; rest <= 1000; rest += 1)
      shares[rest] = (shares[rest] ?? 0) + shareMicro;
  return shares;
};

/**
 * The published method: a node's fragments are what is idle on it and of no use to a typical pod, on the mean, and a
 * placement is worth 100 × sigmoid of the devices' worth of fragments that it saves, cut to a whole number.
 * @source Weng et al., ATC 2023; `reference/benchmarks.md` §2.1
 */
export const fgdMeasure = (typical: readonly TypicalPod[]): Measure => ({
  yardstick: yardstickOf(typical, fragmentCells),
  levels: 'sigmoid',
  byNode: 1,
  byShare: 0,
});
