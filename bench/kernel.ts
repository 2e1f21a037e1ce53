import { contended } from './contended-pool.ts';
import { emptyPool, oneExit, onePodAPlan, wholePoolGang } from './kernel-allocating.ts';
import { type Claims, reclaimed, type Reclaimed } from './kernel-evicting.ts';
import { decidedRow, type Measured, repeatsOf, type Row } from './row.ts';

/** Runs of each figure. */
const repeats = repeatsOf(3);

const times = <Run>(run: () => Run, count = repeats): readonly Run[] =>
  Array.from({ length: count }, run);

interface Named {
  readonly name: string;
  readonly unit: string;
  readonly target?: string;
  readonly reference?: string;
  readonly note?: string;
}

const row = (named: Named, measured: readonly Measured[]): Row =>
  decidedRow({ table: 'kernel', target: '', reference: '', note: '', ...named }, measured);

/** The factors of a growth table; the last one is the size that the target is for, unless a shape says otherwise. */
const growth = [1, 2, 4, 8] as const;

const grown = (factor: number, note = ''): string =>
  note === '' ? `growth ${factor}×` : `growth ${factor}×; ${note}`;

const emptyPoolRows = (): readonly Row[] =>
  growth.map((factor) => {
    const nodes = 1250 * factor;
    const name = `empty pool, ${nodes} nodes × 8, one-GPU workloads for all cards`;
    const note = grown(factor, '≤ 800 ms is ≥ 100,000 placements/s');
    const target = factor === 8 ? '≤ 800' : '';
    return row(
      { name, unit: 'ms', target, note },
      times(() => emptyPool(nodes)),
    );
  });

const fewJobsRows = (): readonly Row[] =>
  growth.map((factor) => {
    const name = `${500 * factor} jobs on ${100 * factor} nodes, set-up excluded`;
    const bounds = factor === 1 ? { target: '≤ 2', reference: 'KAI 80 ms' } : {};
    const runs = times(() => emptyPool(100 * factor, 500 * factor), repeatsOf(9));
    return row({ name, unit: 'ms', note: grown(factor), ...bounds }, runs);
  });

const gangRows = (): readonly Row[] =>
  growth.map((factor) => {
    const nodes = 125 * factor;
    const name = `one gang of ${nodes * 32} pods of one core on ${nodes} nodes of 32`;
    const bounds = factor === 8 ? { target: '≤ 300', reference: 'Armada 606 ms, 16 threads' } : {};
    return row(
      { name, unit: 'ms', note: grown(factor), ...bounds },
      times(() => wholePoolGang(nodes)),
    );
  });

const oneExitRows = (): readonly Row[] =>
  growth.map((factor) => {
    const [nodes, waiting] = [1250 * factor, 12_500 * factor];
    const name = `${nodes} full nodes, ${waiting} waiting, one exit`;
    const target = factor === 8 ? '≤ 10' : '';
    return row(
      { name, unit: 'ms', target, reference: 'a whole cycle again', note: grown(factor) },
      times(() => oneExit(nodes, waiting)),
    );
  });

const victimsOf = ([first]: readonly Reclaimed[]): string =>
  `${first?.evicted} evicted for ${first?.served} served`;

const claimRow = (named: Named, factor: number, claims: Claims & { nodes: number }): Row => {
  const runs = times(() => reclaimed(claims.nodes, claims));
  return row({ ...named, note: grown(factor, victimsOf(runs)) }, runs);
};

const gangBounds: Readonly<Record<number, Partial<Named>>> = {
  500: { target: '≤ 20', reference: 'KAI 8.97 s' },
  1000: { target: '≤ 50', reference: 'KAI: no end in 40 min' },
};

const gangReclaimRows = (cardsEach: 1 | 8): readonly Row[] =>
  growth.map((factor) => {
    const nodes = 125 * factor;
    const pods = Math.floor(nodes / 10) * (8 / cardsEach);
    const name = `one gang of ${pods} pods × ${cardsEach} GPU reclaims from ${nodes * 8} one-GPU workloads`;
    const claims = { nodes, count: 1, pods, cardsEach };
    return claimRow({ name, unit: 'ms', ...gangBounds[nodes] }, factor, claims);
  });

const manyClaimsRows = (): readonly Row[] =>
  growth.map((factor) => {
    const nodes = 125 * factor;
    const name = `${nodes} nodes, ${nodes * 8} running, ${nodes * 8} claims of one GPU, full cycle`;
    const bounds = factor === 4 ? { target: '≤ 500', reference: 'KAI 59–197 s' } : {};
    const claims = { nodes, count: nodes * 8, pods: 1, cardsEach: 1 };
    return claimRow({ name, unit: 'ms', ...bounds }, factor, claims);
  });

const streamRows = (): readonly Row[] => [
  row(
    { name: '1,213 different nodes, pods of 151 kinds, one a plan', unit: 'µs', target: '≤ 20' },
    times(() => onePodAPlan(1213, 8152)),
  ),
  row(
    {
      name: '70 nodes × 8, 15 queues, up to 5,000 waiting: arrival, exit or eviction a plan',
      unit: 'µs',
      target: '≤ 60',
      note: 'reclaim included',
    },
    times(() => contended(30_000, 5000)),
  ),
];

/** The kernel alone, on snapshots that nothing else touches, and how its cost grows. */
export const rows = (): Promise<readonly Row[]> => {
  // The first plans of a process pay for compiling: they are not what is measured.
  emptyPool(1250);
  reclaimed(125, { count: 1000, pods: 1, cardsEach: 1 });
  return Promise.resolve([
    ...emptyPoolRows(),
    ...fewJobsRows(),
    ...gangRows(),
    ...oneExitRows(),
    ...gangReclaimRows(8),
    ...gangReclaimRows(1),
    ...manyClaimsRows(),
    ...streamRows(),
  ]);
};
