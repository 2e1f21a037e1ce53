import { compareIds } from '../../../domain/foundation/ids.ts';
import type { ListField, ListTable, SortOrder } from './table.ts';

/** What rows are compared by; `undefined` where there is none. */
export type Key = number | string | undefined;

/** The order of a list: by a key, then by id. */
export interface Order<Row> {
  readonly keyOf: (row: Row) => Key;
  readonly compareKeys: (a: Key, b: Key) => number;
  readonly idOf: (row: Row) => string;
}

/**
 * The order of a list by a field: rows without a value last, ties by id.
 *
 * `desc` is `asc` read backwards but for rows without a value, which stay last, and for ties, which stay by id.
 */
export const orderOf = <Row, See>(
  { idOf }: Pick<ListTable<Row, See>, 'idOf'>,
  { field, sortOrder }: { readonly field: ListField<Row, See>; readonly sortOrder: SortOrder },
  see: See,
): Order<Row> => ({
  keyOf: keyOfField(field, see),
  compareKeys: sortOrder === 'asc' ? upwards : downwards,
  idOf,
});

/** Tells which of two rows comes first; never 0 for two different rows. */
export const comparing =
  <Row>({ keyOf, compareKeys, idOf }: Order<Row>) =>
  (a: Row, b: Row): number =>
    compareKeys(keyOf(a), keyOf(b)) || compareIds(idOf(a), idOf(b));

const upwards = (a: Key, b: Key): number => {
  if (a === b) return 0;
  if (a === undefined) return 1;
  return b === undefined || a < b ? -1 : 1;
};

const downwards = (a: Key, b: Key): number => {
  if (a === b) return 0;
  if (a === undefined) return 1;
  return b === undefined || a > b ? -1 : 1;
};

const keyOfField = <Row, See>(field: ListField<Row, See>, see: See): ((row: Row) => Key) => {
  switch (field.kind) {
    case 'text': {
      const { of } = field;
      return (row) => of(row, see);
    }
    case 'number':
    case 'instant': {
      const { of } = field;
      return (row) => of(row, see);
    }
    case 'boolean': {
      const { of } = field;
      return (row) => {
        const value = of(row, see);
        return value === undefined ? undefined : Number(value);
      };
    }
  }
};
