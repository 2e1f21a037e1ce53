/** How plain schedulers go about the jobs of one queue; the last knows how long jobs run. */
export const orders = ['firstCome', 'passing', 'shortest'] as const;
/** See `orders`. */
export type Order = (typeof orders)[number];

/** What others reach at a level: mean queue time and its 99th percentile. @unit s */
export interface Published {
  readonly mean: string;
  readonly p99: string;
}

/** A load of the trace: virtual clusters cut down to a part of their nodes, with what we aim at and what others reach. */
export interface Level {
  readonly name: string;
  readonly factor: number;
  readonly meanMaxS: number;
  readonly p99MaxS: number;
  readonly cpuMaxS: number;
  readonly partitions: { readonly [Key in Order]: Published };
  /** Means only. */
  readonly onePool: { readonly [Key in Order]: string };
  readonly borrowing: Published;
  readonly reclaiming: Published & {
    readonly evictions: string;
    readonly redoneGpuH: string;
    readonly worseOff: string;
  };
}

/** The two contended levels. @source benchmarks reference §2.2 */
export const levels: readonly Level[] = [
  {
    name: 'L1: 88 nodes, 67 % load',
    factor: 0.25,
    meanMaxS: 500,
    p99MaxS: 7_000,
    cpuMaxS: 60,
    partitions: {
      firstCome: { mean: '181,574', p99: '2,049,216' },
      passing: { mean: '53,737', p99: '1,107,234' },
      shortest: { mean: '17,300', p99: '252,493' },
    },
    onePool: { firstCome: '4,561', passing: '873', shortest: '759' },
    borrowing: { mean: '790', p99: '18,672' },
    reclaiming: {
      mean: '552',
      p99: '7,496',
      evictions: '2,617',
      redoneGpuH: '12',
      worseOff: 'none',
    },
  },
  {
    name: 'L2: 70 nodes, 84 % load',
    factor: 0.2,
    meanMaxS: 4_200,
    p99MaxS: 35_000,
    cpuMaxS: 60,
    partitions: {
      firstCome: { mean: '362,606', p99: '2,597,769' },
      passing: { mean: '101,379', p99: '2,019,741' },
      shortest: { mean: '24,728', p99: '363,426' },
    },
    onePool: { firstCome: '119,798', passing: '8,737', shortest: '4,179' },
    borrowing: { mean: '4,897', p99: '36,638' },
    reclaiming: {
      mean: '4,719',
      p99: '51,646',
      evictions: '8,464',
      redoneGpuH: '44',
      worseOff: 'e13805: 25,842 s, alone 7,132 s',
    },
  },
];
