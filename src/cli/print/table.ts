import { cut, harmless, padded, widthOf } from './cell.ts';
import { type Paint, paintWith, type Tone } from './paint.ts';

/** One column of a table. */
export interface Column<Row> {
  /** As it is printed; upper case by the printer. */
  readonly header: string;
  readonly value: (row: Row) => string;
  readonly align?: 'left' | 'right';
  /** Only with `-o wide`. */
  readonly isWide?: boolean;
  /** What may be cut when the terminal is narrow: lower is cut first; 100 where absent; `keep` is never cut. */
  readonly importance?: number | 'keep';
  readonly tone?: (row: Row) => Tone;
}

/** How a table is printed. */
export interface TableOptions {
  readonly isWide?: boolean;
  readonly noHeaders?: boolean;
  /** Cells of the terminal; absent means "do not cut" (a pipe, a file). */
  readonly width?: number | undefined;
  readonly color?: boolean;
  /** Columns that once were wide stay so: a table that is printed again does not jump. */
  readonly keep?: TableKeep | undefined;
}

/** The widest that each column has been so far. */
export interface TableKeep {
  widths: readonly number[];
}

const gap = '   ';
const narrowest = 4;

/**
 * A table as kubectl prints it: no borders, headers in upper case, columns in a fixed order, one line a row.
 *
 * Where it is wider than the terminal, the least important columns are cut with `…`. No rows give an empty text, so
 * that the caller can say so on stderr.
 */
export const printTable = <Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: TableOptions = {},
): string => {
  if (rows.length === 0) return '';
  const shown = columns.filter((column) => column.isWide !== true || options.isWide === true);
  const cells = rows.map((row) => shown.map((column) => harmless(column.value(row))));
  const headers = shown.map((column) =>
    options.noHeaders === true ? '' : column.header.toUpperCase(),
  );
  const widths = fitted(kept(naturalWidths(headers, cells), options.keep), shown, options.width);
  const paint = paintWith(options.color === true);
  const lines = rows.map((row, place) =>
    lineOf({ row, cells: cells[place] ?? [], shown, widths, paint }),
  );
  if (options.noHeaders !== true) {
    lines.unshift(lineOf({ row: undefined, cells: headers, shown, widths, paint }));
  }
  return `${lines.join('\n')}\n`;
};

const kept = (natural: readonly number[], keep: TableKeep | undefined): readonly number[] => {
  if (keep === undefined) return natural;
  keep.widths = natural.map((cells, place) => Math.max(cells, keep.widths[place] ?? 0));
  return keep.widths;
};

const naturalWidths = (
  headers: readonly string[],
  cells: readonly (readonly string[])[],
): number[] => {
  const widths = headers.map(widthOf);
  for (const row of cells) {
    row.forEach((cell, place) => {
      widths[place] = Math.max(widths[place] ?? 0, widthOf(cell));
    });
  }
  return widths;
};

const fitted = <Row>(
  natural: readonly number[],
  columns: readonly Column<Row>[],
  width: number | undefined,
): readonly number[] => {
  if (width === undefined) return natural;
  const widths = [...natural];
  let excess = widths.reduce((sum, cells) => sum + cells, gap.length * (widths.length - 1)) - width;
  for (const place of leastImportantFirst(columns)) {
    if (excess <= 0) break;
    const cells = widths[place] ?? 0;
    const less = Math.max(0, Math.min(excess, cells - narrowest));
    widths[place] = cells - less;
    excess -= less;
  }
  return widths;
};

const leastImportantFirst = <Row>(columns: readonly Column<Row>[]): readonly number[] =>
  columns
    .map((column, place) => ({ place, importance: column.importance ?? 100 }))
    .filter((column) => column.importance !== 'keep')
    .toSorted((a, b) => Number(a.importance) - Number(b.importance) || b.place - a.place)
    .map((column) => column.place);

interface Line<Row> {
  /** `undefined` for the line of headers. */
  readonly row: Row | undefined;
  readonly cells: readonly string[];
  readonly shown: readonly Column<Row>[];
  readonly widths: readonly number[];
  readonly paint: Paint;
}

const lineOf = <Row>({ row, cells, shown, widths, paint }: Line<Row>): string =>
  shown
    .map((column, place) => {
      const width = widths[place] ?? 0;
      const plain = cut(cells[place] ?? '', width);
      const tone = row === undefined ? 'strong' : (column.tone?.(row) ?? 'plain');
      const align = column.align ?? 'left';
      const isLast = place === shown.length - 1;
      const text = paint(tone, plain);
      return isLast && align === 'left' ? text : padded(text, plain, { cells: width, align });
    })
    .join(gap)
    .trimEnd();
