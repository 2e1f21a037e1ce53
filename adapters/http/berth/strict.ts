import { type Static, type TSchema, type TUnsafe, Type } from 'typebox';

/**
 * The same shape, taking no member that it does not name, at any depth.
 *
 * Stored shapes are open, so that a newer program can add to them; what is asked for is closed, so that a mistyped name
 * is told and not dropped.
 */
export const strictOf = <Shape extends TSchema>(shape: Shape): TUnsafe<Static<Shape>> =>
  Type.Unsafe<Static<Shape>>(closed(shape));

const closed = (schema: object): object => {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) copy[key] = closedMember(key, value);
  if ('properties' in copy && !('additionalProperties' in copy))
    copy['additionalProperties'] = false;
  return copy;
};

const closedMember = (key: string, value: unknown): unknown => {
  if (Array.isArray(value)) {
    return lists.has(key) ? value.map((one: unknown) => closedOne(one)) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (!maps.has(key)) return closed(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]: readonly [string, unknown]) => [name, closedOne(one)]),
  );
};

const closedOne = (one: unknown): unknown =>
  typeof one === 'object' && one !== null ? closed(one) : one;

/** Keywords that hold schemas by name, and those that hold them in a row. */
const maps = new Set(['properties', 'patternProperties', '$defs']);
const lists = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);
