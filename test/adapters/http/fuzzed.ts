import fc from 'fast-check';
import { at, type Described, type Json, type Operation } from './described.ts';

/** A request as a fuzzer sends it. */
export interface FuzzedRequest {
  readonly method: Operation['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string | undefined;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Values that programs have stumbled over. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    '0',
    '-1',
    'null',
    'NaN',
    '../../etc/passwd',
    '%2e%2e',
    "' or 1=1 --",
    '\u0000',
    '\u{1f4a9}',
    'a'.repeat(300),
    '__proto__',
    0,
    -1,
    1,
    1.5,
    1e21,
    Number.MAX_SAFE_INTEGER,
    true,
    false,
    [],
    {},
    ['a'],
    { a: 1 },
    'train-1',
    'vision',
    'default',
    'node-1',
    'cluster',
    'department',
  ),
  fc.string({ maxLength: 20 }),
  fc.integer(),
  fc.jsonValue({ maxDepth: 3 }),
);

/** What exists on the stage, so that what is right gets through to the rules. */
const known = fc.constantFrom(
  'train-1',
  'vision',
  'speech',
  'default',
  'node-1',
  'cluster',
  'department',
  'a',
);

/** Makes values from the schemas of a description: mostly what they let through, sometimes not. */
export const fuzzerOf = ({
  document,
}: Described): ((operation: Operation) => fc.Arbitrary<FuzzedRequest>) => {
  const resolved = (schema: unknown): Json => {
    const reference = at(schema, '$ref');
    if (typeof reference === 'string')
      return resolved(at(document, ...reference.split('/').slice(1)));
    return isObject(schema) ? schema : {};
  };
  const fitting = (described: unknown, depth: number): fc.Arbitrary<unknown> => {
    const schema = resolved(described);
    if ('const' in schema) return fc.constant(schema['const']);
    const words = listOf(schema['enum']);
    if (words.length > 0) return fc.constantFrom(...words);
    const variants = listOf(schema['oneOf'] ?? schema['anyOf']);
    if (variants.length > 0 && depth < 8) {
      return fc.oneof(...variants.map((variant) => valueOf(variant, depth + 1)));
    }
    switch (schema['type']) {
      case 'integer':
      case 'number':
        return fc.integer({
          min: Number(schema['minimum'] ?? -9),
          max: Number(schema['maximum'] ?? 99_999),
        });
      case 'boolean':
        return fc.boolean();
      case 'array':
        return fc.array(valueOf(schema['items'], depth + 1), { maxLength: 3 });
      case 'object':
        return objectOf(schema, depth);
      default:
        return fc.oneof({ weight: 4, arbitrary: known }, fc.string({ maxLength: 12 }));
    }
  };
  const objectOf = (schema: Json, depth: number): fc.Arbitrary<unknown> => {
    const members = Object.entries(isObject(schema['properties']) ? schema['properties'] : {});
    if (depth > 8) return fc.constant({});
    const required = new Set(listOf(schema['required']).map(String));
    return fc
      .tuple(
        ...members.map(([name, member]) => {
          const value = valueOf(member, depth + 1);
          const isThere = fc
            .nat(required.has(name) ? 60 : 2)
            .map((die) => (required.has(name) ? die > 0 : die === 0));
          return fc.tuple(fc.constant(name), value, isThere);
        }),
      )
      .map((all) =>
        Object.fromEntries(
          all.filter(([, , isThere]) => isThere).map(([name, value]) => [name, value]),
        ),
      );
  };
  const valueOf = (schema: unknown, depth: number): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 40, arbitrary: fitting(schema, depth) }, { weight: 1, arbitrary: odd });

  return ({ method, path, described, bodies }) => {
    const parameters = listOf(described['parameters']);
    const some = (where: string) =>
      fc.tuple(
        ...parameters
          .filter((one) => at(one, 'in') === where)
          .map((one) =>
            fc.tuple(
              fc.constant(String(at(one, 'name'))),
              valueOf(at(one, 'schema'), 1),
              fc.nat(4),
            ),
          ),
      );
    const media = at(described, 'requestBody', 'content', 'application/json');
    const body =
      media === undefined
        ? fc.constant(undefined)
        : fc.oneof(valueOf(at(media, 'schema'), 1), fc.constantFrom(...bodies));
    return fc
      .record({ inPath: some('path'), inQuery: some('query'), body, isRaw: fc.nat(40) })
      .map(({ inPath, inQuery, body: said, isRaw }) => {
        const filled = inPath.reduce(
          (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(textOf(value))),
          path,
        );
        const query = inQuery
          .filter(([, , die]) => die === 0)
          .flatMap(([name, value]) =>
            (Array.isArray(value) ? value : [value]).map(
              (one: unknown) => `${name}=${encodeURIComponent(textOf(one))}`,
            ),
          );
        const payload = said === undefined ? undefined : JSON.stringify(said);
        return {
          method,
          url: query.length === 0 ? filled : `${filled}?${query.join('&')}`,
          headers: payload === undefined ? {} : { 'content-type': 'application/json' },
          payload: isRaw === 0 ? payload?.slice(0, -1) : payload,
        };
      });
  };
};

const textOf = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.toWellFormed() || 'x';
};
