import { closestTo } from '../../../domain/foundation/closest.ts';
import { compareIds } from '../../../domain/foundation/ids.ts';
import { pluralOf } from '../nouns.ts';
import { type Column, fill, isFormat, printAs, type TableKeep } from '../print/index.ts';
import type { Terminal } from '../terminal.ts';
import { type Shape, shapeOf } from './format.ts';
import type { Kind, ListArguments } from './kind.ts';
import { whole } from './record.ts';

/** A list as it was asked for, checked. */
export interface Listed<Row> {
  readonly shape: Shape;
  readonly columns: readonly Column<Row>[];
  /** The member of the record, and of the server's rows, to sort by. */
  readonly sortBy: string | undefined;
  readonly sortOrder: 'asc' | 'desc';
  /** Most rows that are shown. */
  readonly max: number | undefined;
}

/** Most rows of a table, unless somebody says otherwise. */
const tableRowsMax = 500;

/** Checks how a list is asked for; a text is what is wrong with it. */
export const listedOf = <Row>(kind: Kind<Row>, args: ListArguments): Listed<Row> | string => {
  const output = args.json === true ? 'json' : args.yaml === true ? 'yaml' : args.output;
  const shape = shapeOf(output);
  if (typeof shape === 'string') return shape;
  const problem = kind.problemOf?.(args) ?? orderProblem(kind, args);
  if (problem !== undefined) return problem;
  const isTable = shape.format === 'table' || shape.format === 'wide';
  const columns = columnsOf(kind, args.columns, isTable);
  if (typeof columns === 'string') return columns;
  const isCapped = isTable && args.ledger === undefined && args.all !== true;
  return {
    shape,
    columns,
    sortBy: args.sortBy === undefined ? undefined : fieldOf(kind, args.sortBy),
    sortOrder: args.sortOrder === 'desc' ? 'desc' : 'asc',
    max: maxOf(args.maxItems, isCapped),
  };
};

const maxOf = (asked: number | undefined, isCapped: boolean): number | undefined => {
  if (asked === undefined) return isCapped ? tableRowsMax : undefined;
  return asked === 0 ? undefined : asked;
};

const wordOf = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');

const offered = (typed: string, known: readonly string[]): string => {
  const close = closestTo(typed, known);
  return close.length === 0
    ? `they are ${known.join(', ')}`
    : `did you mean ${close.join(' or ')}?`;
};

/** The member of the record that a word means: the header of its column, or its own name in any case. */
const fieldOf = <Row>({ sortable }: Kind<Row>, typed: string): string | undefined =>
  sortable[wordOf(typed)] ??
  Object.values(sortable).find((field) => field.toLowerCase() === typed.trim().toLowerCase());

const orderProblem = <Row>(kind: Kind<Row>, { sortBy, sortOrder }: ListArguments) => {
  const known = Object.keys(kind.sortable);
  if (sortOrder !== undefined && sortOrder !== 'asc' && sortOrder !== 'desc') {
    return `error: no order is called '${sortOrder}'\n  at: --sort-order\n  remedy: use asc or desc\n`;
  }
  if (sortBy === undefined || fieldOf(kind, sortBy) !== undefined) return undefined;
  if (known.length === 0) {
    return `error: ${pluralOf(kind.noun)} have an order of their own\n  at: --sort-by\n  remedy: leave it out\n`;
  }
  const remedy = offered(wordOf(sortBy), known);
  return `error: ${pluralOf(kind.noun)} cannot be sorted by '${sortBy}'\n  at: --sort-by\n  remedy: ${remedy}\n`;
};

const columnsOf = <Row>(
  { columns, sortable }: Kind<Row>,
  asked: string | undefined,
  isTable: boolean,
): readonly Column<Row>[] | string => {
  if (asked === undefined) return columns;
  if (!isTable) {
    return `error: only a table has columns\n  at: --columns\n  remedy: leave it out, or use -o table\n`;
  }
  const byWord = new Map(columns.map((column) => [wordOf(column.header), column]));
  const byField = new Map(
    Object.entries(sortable).map(([word, field]) => [field.toLowerCase(), byWord.get(word)]),
  );
  const chosen: Column<Row>[] = [];
  for (const word of asked.split(',').map(wordOf)) {
    const column = byWord.get(word) ?? byField.get(word);
    if (column === undefined) {
      const remedy = offered(word, [...byWord.keys()]);
      return `error: there is no column '${word}'\n  at: --columns\n  remedy: ${remedy}\n`;
    }
    const { isWide: _, ...shown } = column;
    chosen.push(shown);
  }
  return chosen;
};

/** Rows in the order that was asked for, else as they came. */
export const sorted = <Row>(
  { recordOf }: Kind<Row>,
  { sortBy, sortOrder }: Listed<Row>,
  rows: readonly Row[],
): readonly Row[] => {
  if (sortBy === undefined) return rows;
  const sign = sortOrder === 'desc' ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: memberOf(recordOf(row), sortBy) }));
  return keyed.toSorted((a, b) => compare(a.key, b.key, sign)).map(({ row }) => row);
};

const memberOf = (record: object, name: string): unknown =>
  Object.getOwnPropertyDescriptor(record, name)?.value;

/** Rows without a value come last, whichever end is first. */
const compare = (a: unknown, b: unknown, sign: number): number => {
  const [lacksA, lacksB] = [a === undefined || a === null, b === undefined || b === null];
  if (lacksA || lacksB) return Number(lacksA) - Number(lacksB);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * compareIds(String(a), String(b));
};

/** Rows as a text for stdout. */
export const textOfRows = async <Row>(
  kind: Kind<Row>,
  listed: Listed<Row>,
  { rows, terminal, headers, keep }: Shown<Row>,
): Promise<string> => {
  const recordOf = (row: Row): object => whole(kind.recordOf(row));
  const { shape, columns } = listed;
  if (shape.format === 'jsonpath') return fill(shape.path, rows.map(recordOf));
  const listing = { noun: kind.noun, rows, columns, nameOf: kind.idOf, recordOf };
  const { width, isColoured: color } = terminal;
  const format = isFormat(shape.format) ? shape.format : 'table';
  return printAs(format, listing, { noHeaders: !headers, width, color, keep });
};

/** What is to be shown, and where. */
export interface Shown<Row> {
  readonly rows: readonly Row[];
  readonly terminal: Pick<Terminal, 'width' | 'isColoured'>;
  readonly headers: boolean;
  readonly keep?: TableKeep | undefined;
}

/** What a list needs besides its kind and its rows. */
export interface ListPlan<Row> {
  readonly terminal: Terminal;
  readonly args: ListArguments;
  readonly listed: Listed<Row>;
}
