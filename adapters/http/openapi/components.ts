type Json = Readonly<Record<string, unknown>>;

/** The annotation by which a schema says its name among the components. */
export const componentKey = 'x-component';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Moves every schema that has a name to the components and leaves a reference in its place.
 *
 * A document without it says the same at ten times the length, and generators cannot name what they make of it.
 */
export const withComponents = (document: Json): Json => {
  const schemas = new Map<string, unknown>();
  const paths = hoisted(document['paths'], schemas);
  const components = isObject(document['components']) ? document['components'] : {};
  const ascending = [...schemas].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...document,
    paths,
    components: { ...components, schemas: Object.fromEntries(ascending) },
  };
};

const hoisted = (value: unknown, schemas: Map<string, unknown>): unknown => {
  if (Array.isArray(value)) return value.map((one: unknown) => hoisted(one, schemas));
  if (!isObject(value)) return value;
  const { [componentKey]: name, ...rest } = value;
  const copy = Object.fromEntries(
    Object.entries(rest).map(([key, member]) => [
      key,
      untouched.has(key) ? member : hoisted(member, schemas),
    ]),
  );
  if (typeof name !== 'string') return copy;
  schemas.set(name, mapped(copy));
  return { $ref: `#/components/schemas/${name}` };
};

/** What holds values, not schemas. */
const untouched = new Set(['example', 'examples', 'default', 'const', 'enum']);

/** Says for each kind of a union which component it is: inside a component the names follow from the references. */
const mapped = (schema: Json): Json => {
  const { discriminator, oneOf } = schema;
  if (!isObject(discriminator) || !Array.isArray(oneOf)) return schema;
  const refs = oneOf.flatMap((one: unknown) =>
    isObject(one) && typeof one['$ref'] === 'string' ? [one['$ref']] : [],
  );
  const mapping = Object.fromEntries(refs.map((ref) => [ref.split('/').at(-1) ?? ref, ref]));
  return { ...schema, discriminator: { ...discriminator, mapping } };
};
