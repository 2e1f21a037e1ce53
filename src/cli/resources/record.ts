import type { Described } from '../print/index.ts';
import type { Details } from './kind.ts';

/** Every field stays: one that has no value is null, so that readers of JSON find the same keys in every record. */
export const whole = (record: object): object =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, value ?? null]));

/** The record of a description: like that of a list, with every field. */
export const detailsOf = (lines: readonly Described[], record: object): Details => ({
  lines,
  record: whole(record),
});
