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
  byNode: 1,
  byShare: 0,
  levelOf: sigmoidLevel,
  levels: 100,
});

/** Level 50 + n is reached at 1000 · ln((50 + n) / (50 − n)) thousandths of a device, rounded up. @unit 10⁻⁹ devices */
const thresholds = Float64Array.of(
  40_005_335,
  80_042_708,
  120_144_312,
  160_342_651,
  200_670_696,
  241_162_057,
  281_851_153,
  322_773_393,
  363_965_378,
  405_465_109,
  447_312_219,
  489_548_226,
  532_216_814,
  575_364_145,
  619_039_209,
  663_294_218,
  708_185_058,
  753_771_803,
  800_119_301,
  847_297_861,
  895_384_048,
  944_461_609,
  994_622_576,
  1_045_968_556,
  1_098_612_289,
  1_152_679_510,
  1_208_311_206,
  1_265_666_374,
  1_324_925_415,
  1_386_294_362,
  1_450_010_176,
  1_516_347_490,
  1_585_627_264,
  1_658_228_077,
  1_734_601_056,
  1_815_289_967,
  1_900_958_762,
  1_992_430_165,
  2_090_741_097,
  2_197_224_578,
  2_313_634_930,
  2_442_347_036,
  2_586_689_345,
  2_751_535_314,
  2_944_438_980,
  3_178_053_831,
  3_476_098_690,
  3_891_820_299,
  4_595_119_851,
);

/** trunc(100 × sigmoid(saved)), by comparing whole numbers. */
const sigmoidLevel = (saved: number): number => {
  // Below one half the thresholds are those above it, mirrored; none but the middle one is a whole number.
  const size = saved >= 0 ? saved : -saved;
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((thresholds[middle] ?? 0) <= size) low = middle + 1;
    else high = middle;
  }
  return saved >= 0 ? 50 + low : 49 - low;
};
