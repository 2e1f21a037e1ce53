import type { FlagField, ListField, NumberField, TextField } from '../list/table.ts';

/** The fields of a list by their names. */
export const fieldsOf = <Row>(
  fields: readonly (readonly [string, ListField<Row, unknown>])[],
): ReadonlyMap<string, ListField<Row, unknown>> => new Map(fields);

/** A text of a row, or of what stands around it. */
export const text = <Row>(of: (row: Row) => string | undefined): TextField<Row, unknown> => ({
  kind: 'text',
  of,
});

/** A text that never changes: an order by it is kept. */
export const fixedText = <Row>(of: (row: Row) => string): TextField<Row, unknown> => ({
  kind: 'text',
  isFixed: true,
  of,
});

/** One of some words. */
export const word = <Row>(
  words: readonly string[],
  of: (row: Row) => string | undefined,
): TextField<Row, unknown> => ({ kind: 'text', words, of });

/** A number. */
export const number = <Row>(of: (row: Row) => number | undefined): NumberField<Row, unknown> => ({
  kind: 'number',
  of,
});

/** An instant: written as ISO 8601 in filters. @unit ms since epoch */
export const instant = <Row>(of: (row: Row) => number | undefined): NumberField<Row, unknown> => ({
  kind: 'instant',
  of,
});

/** True or false. */
export const flag = <Row>(of: (row: Row) => boolean): FlagField<Row, unknown> => ({
  kind: 'boolean',
  of,
});
