/** One measured figure beside its target and what others reach. */
export interface Row {
  /** Which table it belongs to. */
  readonly table: string;
  readonly name: string;
  /** Median of `runs`. */
  readonly value: number;
  readonly unit: string;
  readonly runs: readonly number[];
  /** What we aim at, such as `≥ 1,000,000` or `≤ 4`. */
  readonly target: string;
  /** What others reach, with the source; empty where nobody publishes it. */
  readonly reference: string;
  readonly note: string;
  /** Names what was decided (`decisions.ts`): machines that decide alike have the same one. */
  readonly digest?: string;
}

/** How often a figure is measured; `BERTH_BENCH_RUNS` says another number, where only that it can be measured counts. */
export const repeatsOf = (usual: number): number => {
  const asked = Number(process.env['BERTH_BENCH_RUNS']);
  return Number.isSafeInteger(asked) && asked > 0 ? asked : usual;
};

/** The middle of several runs: machines are shared and noisy. */
export const medianOf = (runs: readonly number[]): number => {
  const ordered = [...runs].toSorted((a, b) => a - b);
  const middle = ordered.length >> 1;
  const upper = ordered[middle] ?? 0;
  return ordered.length % 2 === 1 ? upper : ((ordered[middle - 1] ?? 0) + upper) / 2;
};

/** Whether a value meets a target written as `≥ n` or `≤ n`; `undefined` for a target without a number. */
export const meets = (value: number, target: string): boolean | undefined => {
  const match = /^([≥≤])\s*([\d,.]+)/.exec(target);
  if (match?.[2] === undefined) return undefined;
  const bound = Number(match[2].replaceAll(',', ''));
  return match[1] === '≥' ? value >= bound : value <= bound;
};

/** A figure with three significant digits, thousands separated. */
export const figureOf = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)));

/** A row from its runs. */
export const rowOf = (row: Omit<Row, 'value'>): Row => ({ ...row, value: medianOf(row.runs) });

/** One run: its figure, and the digest of what was decided in it. */
export interface Measured {
  readonly value: number;
  readonly digest: string;
}

/** A row from runs that decide something: they all must decide the same, or the row says that they do not. */
export const decidedRow = (
  row: Omit<Row, 'value' | 'runs' | 'digest'>,
  measured: readonly Measured[],
): Row => {
  const digests = [...new Set(measured.map(({ digest }) => digest))];
  const digest = digests.length > 1 ? `not repeatable: ${digests.join(' ')}` : (digests[0] ?? '');
  return rowOf({ ...row, runs: measured.map(({ value }) => value), digest });
};

const cellsOf = (row: Row): readonly string[] => {
  const { name, value, unit, runs, target, reference, note } = row;
  const isMet = meets(value, target);
  const mark = isMet === undefined ? '' : isMet ? 'yes' : '**no**';
  const range = runs.map(figureOf).join(' ');
  return [name, `${figureOf(value)} ${unit}`, range, target, mark, reference, note];
};

/** Rows as a Markdown table; with the digests of decisions where there are any. */
export const tableOf = (rows: readonly Row[]): string => {
  const hasDigests = rows.some(({ digest }) => digest !== undefined);
  const heads = ['figure', 'ours (median)', 'runs', 'target', 'met', 'reference', 'note'];
  const lines = rows.map((row) => [...cellsOf(row), ...(hasDigests ? [row.digest ?? ''] : [])]);
  const head = hasDigests ? [...heads, 'decisions'] : heads;
  const all = [head, head.map(() => '---'), ...lines];
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};
