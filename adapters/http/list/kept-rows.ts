/** Tells which of two rows comes first; never 0 for two different rows. */
export type Compare<Row> = (a: Row, b: Row) => number;

/** Rows as lists go through them. */
export interface RowSource<Row> {
  /** In the order of their arrival, where they have one. */
  readonly rows: readonly Row[];
  /** Keeps orders by what never changes; absent where rows come and go. */
  readonly orders?: KeptOrders<Row>;
  /** Keeps rows that share a value together; absent where rows come and go. */
  readonly groups?: KeptGroups<Row>;
}

/** Rows by the value of a field, in the order of their arrival. */
export interface KeptGroups<Row> {
  readonly of: (
    name: string,
    keyOf: (row: Row) => string | undefined,
    value: string,
  ) => readonly Row[];
}

/** Orders of all rows, each made once, then brought up to date. */
export interface KeptOrders<Row> {
  readonly has: (name: string) => boolean;
  /** The order of that name; the same name always comes with the same comparison. */
  readonly of: (name: string, compare: Compare<Row>) => readonly Row[];
}

/** So many new rows are put where they belong one by one; more are sorted with the rest. */
const singlyMax = 64;

/**
 * Rows of a view that gains rows, each of which stays the same object, and seldom lets go of some.
 *
 * Their list, and orders by what never changes, are kept and brought up to date by what has come since. When the view has
 * let go of rows, which `forgotten` counts, all is made anew.
 * @cost the first order O(rows log rows), about 0.1 s for 100,000 texts; a later look O(new rows × log rows)
 */
export const keptRows = <Row>(
  view: ReadonlyMap<string, Row>,
  forgotten: () => number = none,
): (() => RowSource<Row>) => {
  let source = beginning<Row>();
  let arriving = view.values();
  let seen = forgotten();
  return () => {
    if (view.size < source.rows.length || forgotten() !== seen) {
      seen = forgotten();
      source = beginning();
      arriving = view.values();
    }
    // Never asked for more than there is, the iterator goes on with what comes later.
    while (source.rows.length < view.size) {
      const { done, value } = arriving.next();
      if (done === true) break;
      source.rows.push(value);
    }
    return source;
  };
};

const none = (): number => 0;

const beginning = <Row>() => {
  const rows: Row[] = [];
  return { rows, orders: keptOrders(rows), groups: keptGroups(rows) };
};

const keptGroups = <Row>(rows: readonly Row[]): KeptGroups<Row> => {
  const groups = new Map<string, { grouped: number; readonly byValue: Map<string, Row[]> }>();
  return {
    of: (name, keyOf, value) => {
      const known = groups.get(name) ?? { grouped: 0, byValue: new Map<string, Row[]>() };
      groups.set(name, known);
      for (; known.grouped < rows.length; known.grouped += 1) {
        const row = rows[known.grouped];
        const key = row === undefined ? undefined : keyOf(row);
        if (row === undefined || key === undefined) continue;
        const group = known.byValue.get(key);
        if (group === undefined) known.byValue.set(key, [row]);
        else group.push(row);
      }
      return known.byValue.get(value) ?? [];
    },
  };
};

const keptOrders = <Row>(rows: readonly Row[]): KeptOrders<Row> => {
  const orders = new Map<string, Row[]>();
  return {
    has: (name) => orders.has(name),
    of: (name, compare) => {
      const known = orders.get(name);
      if (known !== undefined) return grown(known, rows, compare);
      const fresh = [...rows].sort(compare);
      orders.set(name, fresh);
      return fresh;
    },
  };
};

/** An order with the rows in it that have come since: it holds as many as had come before. */
const grown = <Row>(order: Row[], rows: readonly Row[], compare: Compare<Row>): readonly Row[] => {
  const news = rows.slice(order.length);
  if (news.length > singlyMax) {
    for (const row of news) order.push(row);
    return order.sort(compare);
  }
  for (const row of news) order.splice(placeOf(order, row, compare), 0, row);
  return order;
};

const placeOf = <Row>(order: readonly Row[], row: Row, compare: Compare<Row>): number => {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = order[middle];
    if (other !== undefined && compare(other, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};
