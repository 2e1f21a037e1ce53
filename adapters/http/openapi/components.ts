import { problemType } from '../problem.ts';

type Json = Readonly<Record<string, unknown>>;

/** The annotation by which a schema says its name among the components. */
const componentKey = 'x-component';

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Moves every schema that has a name to the components and leaves a reference in its place.
 *
 * A document without it says the same at ten times the length, and generators cannot name what they make of it.
 */
export const withComponents = (document: Json): Json => {
  const schemas = new Map<string, unknown>();
  const responses = new Map<string, unknown>();
  const paths = sharedResponses(hoisted(document['paths'], schemas), responses);
  const components = isObject(document['components']) ? document['components'] : {};
  const ascending = [...schemas].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...document,
    paths,
    components: {
      ...components,
      schemas: Object.fromEntries(ascending),
      responses: Object.fromEntries(responses),
    },
  };
};

/** Problems are the same in every operation that has them. */
const sharedResponses = (value: unknown, responses: Map<string, unknown>): unknown => {
  if (Array.isArray(value)) return value.map((one: unknown) => sharedResponses(one, responses));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (!isProblem(member)) return [key, sharedResponses(member, responses)];
      const name = `Problem${key}`;
      responses.set(name, member);
      return [key, { $ref: `#/components/responses/${name}` }];
    }),
  );
};

const isProblem = (value: unknown): boolean =>
  isObject(value) && isObject(value['content']) && problemType in value['content'];

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
