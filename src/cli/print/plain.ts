/** A value of plain JSON. */
export type Plain =
  null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * A value as plain JSON: maps become objects, sets and typed arrays arrays, what is not there is left out.
 *
 * A bigint becomes a number where that is exact, else a text of its digits.
 */
export const plainOf = (value: unknown): Plain => {
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'bigint':
      return BigInt.asIntN(53, value) === value ? Number(value) : value.toString();
    case 'object':
      return value === null ? null : composite(value);
    case 'undefined':
    case 'function':
    case 'symbol':
      return null;
  }
};

const composite = (value: object): Plain => {
  if (Array.isArray(value)) return value.map(plainOf);
  if (value instanceof Set || value instanceof Float64Array) return [...value].map(plainOf);
  const entries: [string, unknown][] =
    value instanceof Map
      ? [...value].map(([key, member]) => [String(key), member])
      : Object.entries(value);
  return Object.fromEntries(
    entries
      .filter(([, member]) => member !== undefined && typeof member !== 'function')
      .map(([key, member]) => [key, plainOf(member)]),
  );
};
