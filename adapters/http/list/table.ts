/** A field of a resource that lists can be filtered and sorted by; `undefined` is "there is none". */
export type ListField<Row, See> = TextField<Row, See> | NumberField<Row, See> | FlagField<Row, See>;

/** What every field can say of itself. */
interface FieldTraits {
  /** Whether the value of a row never changes: then an order by it is kept and only grows. */
  readonly isFixed?: true;
  /** Whether many rows share a value that never changes: then the rows of each value are kept together. */
  readonly isShared?: true;
}

/** A text; with `words`, one of them. */
export interface TextField<Row, See> extends FieldTraits {
  readonly kind: 'text';
  readonly words?: readonly string[];
  readonly of: (row: Row, see: See) => string | undefined;
}

/** A number, or an instant: ISO 8601 outside, milliseconds since 1970 inside. */
export interface NumberField<Row, See> extends FieldTraits {
  readonly kind: 'number' | 'instant';
  readonly of: (row: Row, see: See) => number | undefined;
}

/** True or false. */
export interface FlagField<Row, See> extends FieldTraits {
  readonly kind: 'boolean';
  readonly of: (row: Row, see: See) => boolean | undefined;
}

/**
 * A resource as lists see it: its fields by the names that users write, and what is so when nothing is asked.
 *
 * @shape `See` is what the fields need besides the row: the moment, other views.
 */
export interface ListTable<Row, See> {
  /** As messages call it: `workload`. */
  readonly noun: string;
  readonly idOf: (row: Row) => string;
  readonly fields: ReadonlyMap<string, ListField<Row, See>>;
  /** The texts that a search looks through. */
  readonly searched: readonly ((row: Row, see: See) => string | undefined)[];
  readonly usual: { readonly sortBy: string; readonly sortOrder: SortOrder };
}

/** Which end comes first. */
export type SortOrder = 'asc' | 'desc';

/** Why a list cannot be given as it was asked. @shape `pointer` is a JSON pointer into the query */
export interface ListFault {
  readonly pointer: string;
  readonly value: string;
  readonly problem: string;
  readonly remedy: string;
}
