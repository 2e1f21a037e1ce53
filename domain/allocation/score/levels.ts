/** How what a placement saves becomes a score: coarsely as the published method does, or in fine steps. */
export type Levels = 'sigmoid' | 'steps';

/** The score of what a placement saves: never less for more. @unit `saved` as the yardstick's, times the weights */
export const levelOf = (levels: Levels, saved: number): number =>
  levels === 'sigmoid' ? sigmoidLevel(saved) : stepLevel(saved);

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

const unit = 1_000_000;
/** Saving nothing is in the middle: the levels take 21 bits. */
const middle = 1 << 20;

/** A quarter of a thousandth of a device is a step, where the weights add up to four. */
const stepLevel = (saved: number): number =>
  Math.max(0, Math.min(2 * middle - 1, middle + Math.floor(saved / unit)));
