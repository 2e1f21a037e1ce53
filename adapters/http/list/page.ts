import { firstOf } from './first.ts';
import type { RowSource } from './kept-rows.ts';
import { type Compare, comparing } from './order.ts';
import { type Predicate, predicateOf, type Wanted } from './predicate.ts';
import type { ListField, ListTable, SortOrder } from './table.ts';
import { windowOf, type Window } from './window.ts';

/** What somebody asks of a list, read and checked. */
export interface ListAsked<Row, See> extends Wanted<Row, See> {
  readonly sortBy: string;
  readonly sortOrder: SortOrder;
  readonly field: ListField<Row, See>;
  readonly offset: number;
  readonly limit: number;
}

/** A page of a list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Where the next page begins; `undefined` on the last one. */
  readonly next: number | undefined;
}

/** The rows of a list, and what its fields look at besides. */
export interface Listed<Row, See> {
  readonly source: RowSource<Row>;
  readonly see: See;
}

/** Pages that end before this row are chosen by a heap; deeper ones need an order, or most of one. */
const shallowMax = 1_000;

/**
 * A page of the rows that a filter and a search let through, in the order that was asked for.
 *
 * @cost O(rows): of 100,000 a few milliseconds; less where an order is kept that the page is near the beginning of
 */
export const pageOf = <Row, See>(
  table: ListTable<Row, See>,
  asked: ListAsked<Row, See>,
  { source, see }: Listed<Row, See>,
): Page<Row> => {
  const { offset, limit, sortBy, sortOrder } = asked;
  if (limit === 0) return { rows: [], next: undefined };
  const isWanted = predicateOf(table, asked, see);
  const compare = comparing(table, asked, see);
  // One more than asked for, to know whether there is a next page.
  const window = { from: offset, to: offset + limit + 1 };
  const order = isOrderUsed(table, asked, source)
    ? source.orders?.of(`${sortBy} ${sortOrder}`, compare)
    : undefined;
  const found =
    order === undefined
      ? chosen(arrivalOf(source.rows, sortOrder), { isWanted, compare }, window)
      : walked(order, isWanted, window);
  const hasNext = found.length > limit;
  return {
    rows: hasNext ? found.slice(0, limit) : found,
    next: hasNext ? offset + limit : undefined,
  };
};

/** How many rows a filter and a search let through. @cost O(rows) */
export const countOf = <Row, See>(
  table: ListTable<Row, See>,
  asked: Wanted<Row, See>,
  { source, see }: Listed<Row, See>,
): number => {
  const isWanted = predicateOf(table, asked, see);
  if (isWanted === undefined) return source.rows.length;
  let count = 0;
  for (const row of source.rows) if (isWanted(row)) count += 1;
  return count;
};

/** The usual order is near that of arrival and cheap to make; others are made when a page is so deep that they pay. */
const isOrderUsed = <Row, See>(
  { usual }: ListTable<Row, See>,
  { field, sortBy, sortOrder, offset, limit }: ListAsked<Row, See>,
  { orders }: RowSource<Row>,
): boolean =>
  field.isFixed === true &&
  orders !== undefined &&
  (sortBy === usual.sortBy || offset + limit > shallowMax || orders.has(`${sortBy} ${sortOrder}`));

/** Goes through an order until the window is full. */
const walked = <Row>(
  order: readonly Row[],
  isWanted: Predicate<Row> | undefined,
  { from, to }: Window,
): readonly Row[] => {
  if (isWanted === undefined) return order.slice(from, to);
  const found: Row[] = [];
  let place = 0;
  for (const row of order) {
    if (!isWanted(row)) continue;
    if (place >= from) found.push(row);
    place += 1;
    if (place === to) break;
  }
  return found;
};

interface Choice<Row> {
  readonly isWanted: Predicate<Row> | undefined;
  readonly compare: Compare<Row>;
}

const chosen = <Row>(rows: Iterable<Row>, choice: Choice<Row>, window: Window): readonly Row[] => {
  if (window.to <= shallowMax) return firstOf(rows, choice, window.to).slice(window.from);
  const { isWanted, compare } = choice;
  const wanted: Row[] = [];
  for (const row of rows) if (isWanted === undefined || isWanted(row)) wanted.push(row);
  return windowOf(wanted, compare, window);
};

/** Newest first where the last are wanted: what changes often goes with age, and the heap then changes little. */
const arrivalOf = <Row>(rows: readonly Row[], sortOrder: SortOrder): Iterable<Row> =>
  sortOrder === 'asc' ? rows : backwards(rows);

function* backwards<Row>(rows: readonly Row[]): Generator<Row> {
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const row = rows[at];
    if (row !== undefined) yield row;
  }
}
