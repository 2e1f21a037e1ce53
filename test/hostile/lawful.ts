import fc from 'fast-check';
import type { Document, Schema } from './document.ts';
import { refuseUnknown } from './keywords.ts';

/** Stand for the newest things that the server has made. */
export const newest = ['newest-0', 'newest-1', 'newest-2', 'newest-3'] as const;

/** Few names, so that requests meet what others have made: those of the site, and some that nobody has yet. */
export const names: readonly string[] = [
  ...newest,
  ...'vision speech department cluster default node-1 node-4 main'.split(' '),
  ...'fuzz-1 fuzz-2 fuzz-3 fuzz-4'.split(' '),
  ...'training Running medium In Exists NoSchedule 2026-01-31T08:00:00Z 8Gi'.split(' '),
];

/** What the newest things are called may be one of the others. */
const keys = names.slice(newest.length);

/** Most items of an array, most members of a map: more of them show nothing new. */
const manyMax = 3;

/**
 * Every value that a schema of a document takes, small ones and known names first.
 *
 * @throws InvariantViolation for a keyword that it does not know: what it leaves out would be found out by nobody.
 */
export const lawfulOf = (document: Document): ((schema: Schema) => fc.Arbitrary<unknown>) => {
  const made = new Map<Schema, fc.Arbitrary<unknown>>();
  const valueOf = (written: Schema): fc.Arbitrary<unknown> => {
    const known = made.get(written) ?? arbitraryOf(written);
    made.set(written, known);
    return known;
  };
  const arbitraryOf = (written: Schema): fc.Arbitrary<unknown> => {
    const schema = document.resolve(written);
    refuseUnknown(schema);
    if ('const' in schema) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const kinds = schema.oneOf ?? schema.anyOf;
    if (kinds !== undefined) return fc.oneof(...kinds.map(valueOf));
    const examples = [...(schema.examples ?? [])];
    const typed = typedOf(schema, valueOf);
    return examples.length === 0
      ? typed
      : fc.oneof(
          { weight: 3, arbitrary: typed },
          { weight: 1, arbitrary: fc.constantFrom(...examples) },
        );
  };
  return valueOf;
};

/** Numbers beyond 2^53 are refused wherever they stand. */
const plain = fc.oneof(
  fc.constantFrom(null, true, false, '', ...names),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.integer({ min: -1000, max: 1000 }).map((value) => value / 8),
);
const anything = fc.oneof(
  plain,
  fc.array(plain, { maxLength: manyMax }),
  fc.dictionary(fc.constantFrom(...keys), plain, { maxKeys: manyMax, noNullPrototype: true }),
);

type ValueOf = (schema: Schema) => fc.Arbitrary<unknown>;

const typedOf = (schema: Schema, valueOf: ValueOf): fc.Arbitrary<unknown> => {
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return wholeOf(schema);
    case 'number':
      return fc.oneof(wholeOf(schema), fractionOf(schema));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return arrayOf(schema, valueOf);
    case 'object':
      return objectOf(schema, valueOf);
    default:
      return anything;
  }
};

const arrayOf = (schema: Schema, valueOf: ValueOf): fc.Arbitrary<unknown> => {
  const { items = {}, minItems = 0, maxItems = manyMax, uniqueItems = false } = schema;
  // The newest things may have the names of others: two items could become the same.
  const most = uniqueItems ? 1 : minItems + manyMax;
  return fc.array(valueOf(items), { minLength: minItems, maxLength: Math.min(maxItems, most) });
};

const textOf = ({
  pattern,
  format,
  minLength = 0,
  maxLength = 300,
}: Schema): fc.Arbitrary<string> => {
  if (format === 'date-time')
    return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  const shape = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  const fits = (text: string): boolean =>
    text.length >= minLength && text.length <= maxLength && (shape?.test(text) ?? true);
  const known = names.filter(fits);
  const any =
    shape === undefined
      ? fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 20) })
      : fc.stringMatching(shape);
  const others = any.filter(fits);
  return known.length === 0 ? others : fc.oneof(fc.constantFrom(...known), others);
};

const wholeOf = (schema: Schema): fc.Arbitrary<number> => {
  const min = schema.minimum ?? Number.MIN_SAFE_INTEGER;
  const max = schema.maximum ?? Number.MAX_SAFE_INTEGER;
  const small = fc.integer({ min: Math.max(min, -1), max: Math.max(min, Math.min(max, 9)) });
  return fc.oneof(
    { weight: 6, arbitrary: small },
    { weight: 1, arbitrary: fc.constantFrom(min, max) },
    { weight: 1, arbitrary: fc.integer({ min, max }) },
  );
};

const fractionOf = ({ minimum = -1000, maximum = 1000 }: Schema): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 1000 }).map((part) => minimum + ((maximum - minimum) * part) / 1000);

const objectOf = (schema: Schema, valueOf: ValueOf): fc.Arbitrary<unknown> => {
  const { properties = {}, required = [], additionalProperties } = schema;
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, valueOf(member)]),
  );
  const own = fc.record(members, { requiredKeys: [...required], noNullPrototype: true });
  if (typeof additionalProperties !== 'object') return own;
  const key = fc.oneof(fc.constantFrom(...keys), fc.string({ unit: 'grapheme', maxLength: 8 }));
  const lawfulKey = key.filter((text) => !['__proto__', 'constructor', 'prototype'].includes(text));
  const more = fc.dictionary(lawfulKey, valueOf(additionalProperties), {
    maxKeys: manyMax,
    noNullPrototype: true,
  });
  return fc.tuple(more, own).map(([added, value]) => ({ ...added, ...value }));
};
