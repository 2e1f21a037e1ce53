import { invariant } from './invariant.ts';

/** Lifts the data of one schema version to the next; pure and total. */
export type Upcaster = (data: unknown) => unknown;

/**
 * Lifts stored data to the present schema, once, on reading.
 *
 * `upcasters[k]` lifts schema k+1 to k+2, so the present schema is `upcasters.length + 1`.
 * @throws InvariantViolation when the schema is newer than the program: callers refuse such an event first.
 */
export const upcast = (upcasters: readonly Upcaster[], schema: number, data: unknown): unknown => {
  invariant(schema <= upcasters.length + 1, () => `schema ${schema} is newer than this program`);
  let lifted = data;
  for (let k = schema - 1; k < upcasters.length; k += 1) lifted = upcasters[k]?.(lifted);
  return lifted;
};
