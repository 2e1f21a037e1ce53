import type * as TypeBox from 'typebox';

export type { Static, TSchema } from 'typebox';

/** The words of TypeBox that facts are described with. */
type Words =
  | 'Array'
  | 'Boolean'
  | 'Enum'
  | 'Immutable'
  | 'Integer'
  | 'Literal'
  | 'Object'
  | 'Optional'
  | 'Record'
  | 'String'
  | 'Union'
  | 'Unknown';

type Options = Readonly<Record<string, unknown>>;

/** TypeBox tells schemas by what nobody sees who lists their keys. */
const marked = <Schema extends object>(schema: Schema, marks: Options): Schema => {
  for (const [key, value] of Object.entries(marks)) {
    Object.defineProperty(schema, key, { value, configurable: true, writable: true });
  }
  return schema;
};

const kindOf =
  (kind: string, shape: Options) =>
  (options?: Options): object =>
    marked({ ...shape, ...options }, { '~kind': kind });

const markedToo =
  (mark: string) =>
  (schema: object): object =>
    marked(Object.defineProperties({}, Object.getOwnPropertyDescriptors(schema)), { [mark]: true });

const objectOf = (properties: Readonly<Record<string, object>>, options?: Options): object => {
  const names = Object.keys(properties);
  const required = names.filter((name) => !Object.hasOwn(properties[name] ?? {}, '~optional'));
  const needs = required.length === 0 ? {} : { required };
  return kindOf('Object', { type: 'object', ...needs, properties })(options);
};

const builders = {
  Array: (items: object, options?: Options) => kindOf('Array', { type: 'array', items })(options),
  Boolean: kindOf('Boolean', { type: 'boolean' }),
  Enum: (values: readonly string[], options?: Options) => kindOf('Enum', { enum: values })(options),
  Immutable: markedToo('~immutable'),
  Integer: kindOf('Integer', { type: 'integer' }),
  Literal: (value: string | number | boolean, options?: Options) =>
    kindOf('Literal', { type: typeof value, const: value })(options),
  Object: objectOf,
  Optional: markedToo('~optional'),
  Record: (_key: object, value: object, options?: Options) =>
    kindOf('Record', { type: 'object', patternProperties: { '^.*$': value } })(options),
  String: kindOf('String', { type: 'string' }),
  Union: (anyOf: readonly object[], options?: Options) => kindOf('Union', { anyOf })(options),
  Unknown: kindOf('Unknown', {}),
};

/**
 * TypeBox' own words, as far as facts need them: the same schemas with the same types, without the 370 modules of that
 * package, which a command that only reads a ledger would spend a third of its time on.
 */
export const Type = builders as unknown as Pick<typeof TypeBox.Type, Words>;
