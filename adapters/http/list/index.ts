export type { Condition } from './typed-condition.ts';
export { keptRows, type RowSource } from './kept-rows.ts';
export { countOf, type ListAsked, type Listed, type Page, pageOf } from './page.ts';
export { filterQuery, listAskedOf, listQuery, type ListQuery, readQuery } from './query.ts';
export type { ListField, ListTable } from './table.ts';
