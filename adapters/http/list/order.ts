import { compareIds } from '../../../domain/foundation/ids.ts';
import type { ListField, ListTable, SortOrder } from './table.ts';

/** Tells which of two rows comes first; never 0 for two different rows. */
export type Compare<Row> = (a: Row, b: Row) => number;

/**
 * The order of a list: by a field, rows without a value last, ties by id.
 *
 * `desc` is `asc` read backwards but for rows without a value, which stay last, and for ties, which stay by id.
 */
export const comparing = <Row, See>(
  { idOf }: Pick<ListTable<Row, See>, 'idOf'>,
  { field, sortOrder }: { readonly field: ListField<Row, See>; readonly sortOrder: SortOrder },
  see: See,
): Compare<Row> => {
  const isDescending = sortOrder === 'desc';
  if (field.kind === 'text') {
    const { of } = field;
    return (a, b) => {
      const [left, right] = [of(a, see), of(b, see)];
      if (left === right) return compareIds(idOf(a), idOf(b));
      if (left === undefined) return 1;
      if (right === undefined) return -1;
      return left < right === isDescending ? 1 : -1;
    };
  }
  const keyOf = keyOfField(field, sortOrder);
  return (a, b) => {
    const [left, right] = [keyOf(a, see), keyOf(b, see)];
    return left < right ? -1 : left > right ? 1 : compareIds(idOf(a), idOf(b));
  };
};

type NumericField<Row, See> = Exclude<ListField<Row, See>, { readonly kind: 'text' }>;

/** A number by which rows stand in order, ascending; rows without a value come last. */
const keyOfField = <Row, See>(
  field: NumericField<Row, See>,
  sortOrder: SortOrder,
): ((row: Row, see: See) => number) => {
  const sign = sortOrder === 'desc' ? -1 : 1;
  if (field.kind === 'boolean') {
    const { of } = field;
    return (row, see) => {
      const value = of(row, see);
      return value === undefined ? Number.POSITIVE_INFINITY : value ? sign : 0;
    };
  }
  const { of } = field;
  return (row, see) => {
    const value = of(row, see);
    return value === undefined ? Number.POSITIVE_INFINITY : value * sign;
  };
};
