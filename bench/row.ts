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

/** Rows as a Markdown table. */
export const tableOf = (rows: readonly Row[]): string => {
  const head =
    '| figure | ours (median) | runs | target | met | reference | note |\n|---|---|---|---|---|---|---|';
  const lines = rows.map(({ name, value, unit, runs, target, reference, note }) => {
    const isMet = meets(value, target);
    const mark = isMet === undefined ? '' : isMet ? 'yes' : '**no**';
    const range = runs.map(figureOf).join(' ');
    return `| ${name} | ${figureOf(value)} ${unit} | ${range} | ${target} | ${mark} | ${reference} | ${note} |`;
  });
  return [head, ...lines].join('\n');
};
