import { type Choice, firstOf } from './first.ts';
import type { RowSource } from './kept-rows.ts';
import { comparing, orderOf } from './order.ts';
import { type Predicate, predicateOf, type Wanted } from './predicate.ts';
import type { ListField, ListTable, SortOrder } from './table.ts';
import { lightEnough } from './weight.ts';
import { windowOf, type Window } from './window.ts';

/** What somebody asks of a list, read and checked. */
export interface ListAsked<Row, See> extends Wanted<Row, See> {
  readonly sortBy: string;
  readonly sortOrder: SortOrder;
  readonly field: ListField<Row, See>;
  readonly offset: number;
  readonly limit: number;
}

/** A page of a list; shorter than was asked for where its rows are long. */
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
  listed: Listed<Row, See>,
): Page<Row> => {
  const { see } = listed;
  const source = narrowed(asked, listed);
  const { offset, limit, sortBy, sortOrder } = asked;
  if (limit === 0) return { rows: [], next: undefined };
  const isWanted = predicateOf(table, asked, see);
  const order = orderOf(table, asked, see);
  // One more than asked for, to know whether there is a next page.
  const window = { from: offset, to: offset + limit + 1, isBackwards: sortOrder === 'desc' };
  const kept = isOrderUsed(table, asked, source)
    ? source.orders?.of(`${sortBy} ${sortOrder}`, comparing(order))
    : undefined;
  const found =
    (kept === undefined ? undefined : walked(kept, isWanted, window)) ??
    chosen(source.rows, { isWanted, order }, window);
  const rows = lightEnough(found.slice(0, limit));
  return { rows, next: rows.length < found.length ? offset + rows.length : undefined };
};

/** How many rows a filter and a search let through. @cost O(rows) */
export const countOf = <Row, See>(
  table: ListTable<Row, See>,
  asked: Wanted<Row, See>,
  listed: Listed<Row, See>,
): number => {
  const isWanted = predicateOf(table, asked, listed.see);
  const source = narrowed(asked, listed);
  if (isWanted === undefined) return source.rows.length;
  let count = 0;
  for (const row of source.rows) if (isWanted(row)) count += 1;
  return count;
};

/** The rows that share a value that is asked for, where they are kept together: the fewest of them. */
const narrowed = <Row, See>(
  { conditions }: Wanted<Row, See>,
  { source, see }: Listed<Row, See>,
): RowSource<Row> => {
  let fewest = source;
  for (const condition of conditions) {
    if (condition.kind !== 'text' || condition.group === '') continue;
    const { of, is, group } = condition;
    if (is.operator !== '==') continue;
    const rows = source.groups?.of(group, (row) => of(row, see), is.operand);
    if (rows !== undefined && rows.length < fewest.rows.length / 4) fewest = { rows };
  }
  return fewest;
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

/** So many rows of an order are looked at for a shallow page: an order leads through memory at random, which is slow. */
const stepsMax = 4_000;

/** Goes through an order until the window is full; `undefined` where too little was found on the way. */
const walked = <Row>(
  order: readonly Row[],
  isWanted: Predicate<Row> | undefined,
  { from, to }: Window,
): readonly Row[] | undefined => {
  if (isWanted === undefined) return order.slice(from, to);
  const stop = to > shallowMax ? order.length : Math.min(stepsMax, order.length);
  const found: Row[] = [];
  let place = 0;
  for (let k = 0; k < stop; k += 1) {
    const row = order[k];
    if (row === undefined || !isWanted(row)) continue;
    if (place >= from) found.push(row);
    place += 1;
    if (place === to) return found;
  }
  return stop === order.length ? found : undefined;
};

/** Begins with the newest where the last are wanted: what changes often goes with age, and the heap changes little. */
const chosen = <Row>(
  rows: readonly Row[],
  choice: Choice<Row>,
  window: Window & { readonly isBackwards: boolean },
): readonly Row[] => {
  const { isBackwards } = window;
  if (window.to <= shallowMax) {
    return firstOf(rows, choice, { count: window.to, isBackwards }).slice(window.from);
  }
  const { isWanted, order } = choice;
  return windowOf(isWanted === undefined ? rows : rows.filter(isWanted), order, window);
};
