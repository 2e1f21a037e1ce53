import fc from 'fast-check';
import type { Document, Operation, Parameter } from './document.ts';
import { lawfulOf, names, newest } from './lawful.ts';
import { harm, harmed, oddAddressTexts, oddJson, oddTexts } from './odd.ts';

/** A request as it is sent. */
export interface Request {
  readonly operation: Operation;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Whether all of it is as the document says. */
  readonly isLawful: boolean;
}

interface Part<Value> {
  readonly value: Value;
  readonly isLawful: boolean;
}

const odd = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Part<Value>> =>
  arbitrary.map((value) => ({ value, isLawful: false }));
const lawful = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Part<Value>> =>
  arbitrary.map((value) => ({ value, isLawful: true }));

/** Requests to every operation of a document, as it says and broken on purpose. */
export const requestsTo = (document: Document): fc.Arbitrary<Request> => {
  const valueOf = lawfulOf(document);
  const each = document.operations.map((operation) => {
    const parts = { valueOf, operation };
    const arbitrary = fc
      .record({
        path: pathOf(parts),
        query: queryOf(parts),
        headers: headersOf(parts),
        body: bodyOf(parts),
        method: fc.oneof(
          { weight: 30, arbitrary: lawful(fc.constant(operation.method)) },
          {
            weight: 1,
            arbitrary: odd(fc.constantFrom('HEAD', 'OPTIONS', 'PUT', 'PATCH', 'TRACE')),
          },
        ),
      })
      .map((made) => ({
        operation,
        method: made.method.value,
        url: `${made.path.value}${made.query.value}`,
        headers: {
          ...made.headers.value,
          ...(made.body.value === undefined ? {} : made.body.value.headers),
        },
        body: made.body.value?.text,
        isLawful: Object.values(made).every((part) => part.isLawful),
      }));
    return { arbitrary, weight: weightOf(operation) };
  });
  return fc.oneof(...each);
};

/** Writes do more, and `asks` is many operations in one. */
const weightOf = ({ method, path }: Operation): number =>
  path === '/berth/v1/asks' ? 20 : method === 'GET' ? 1 : 3;

interface Parts {
  readonly valueOf: ReturnType<typeof lawfulOf>;
  readonly operation: Operation;
}

const parametersOf = ({ parameters }: Operation, where: Parameter['in']): readonly Parameter[] =>
  parameters.filter((parameter) => parameter.in === where);

const withExample = (parameter: Parameter) =>
  parameter.example === undefined
    ? parameter.schema
    : { ...parameter.schema, examples: [parameter.example] };

const pathOf = ({ valueOf, operation }: Parts): fc.Arbitrary<Part<string>> => {
  const filled = parametersOf(operation, 'path').map((parameter) => {
    const any = valueOf(withExample(parameter));
    const isText = parameter.schema.type === 'string';
    const fitting = (
      isText ? fc.oneof(fc.constantFrom(...newest), fc.constantFrom(...names), any) : any
    ).map(String);
    // A path of dots is another path; an empty one too.
    const usable = fitting.filter((text) => !/^\.{0,2}$/.test(text) && text.length <= 500);
    const choice = fc.oneof(
      { weight: 6, arbitrary: lawful(usable) },
      { weight: 1, arbitrary: odd(fc.constantFrom(...oddAddressTexts)) },
    );
    return choice.map((part) => ({ ...part, name: parameter.name }));
  });
  return fc.tuple(...filled).map((parts) => ({
    value: parts.reduce(
      (path, { name, value }) => path.replace(`{${name}}`, encodeURIComponent(value)),
      operation.path,
    ),
    isLawful: parts.every((part) => part.isLawful),
  }));
};

const queryOf = ({ valueOf, operation }: Parts): fc.Arbitrary<Part<string>> => {
  const known = parametersOf(operation, 'query').map((parameter) => {
    const values = valueOf(withExample(parameter)).map((value) =>
      Array.isArray(value) ? value : [value],
    );
    const oddValues = fc.array(fc.constantFrom(...oddAddressTexts), { minLength: 1, maxLength: 3 });
    return fc
      .oneof(
        { weight: parameter.required === true ? 0 : 9, arbitrary: lawful(fc.constant(undefined)) },
        { weight: 4, arbitrary: lawful(values) },
        { weight: 1, arbitrary: odd(oddValues) },
      )
      .map((part) => ({ ...part, name: parameter.name }));
  });
  const unknown = fc.oneof(
    { weight: 15, arbitrary: fc.constant<readonly string[]>([]) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(['unknown=1'], ['__proto__=1'], ['limit[]=1'], ['='], ['%']),
    },
  );
  return fc.tuple(fc.tuple(...known), unknown).map(([parts, more]) => {
    const pairs = parts.flatMap(({ name, value = [] }) =>
      value.map((one: unknown) => `${name}=${encodeURIComponent(String(one))}`),
    );
    const all = [...pairs, ...more];
    return {
      value: all.length === 0 ? '' : `?${all.join('&')}`,
      isLawful: more.length === 0 && parts.every((part) => part.isLawful),
    };
  });
};

/** Headers that are not in the document, and change nothing that it says. */
const besides = fc.record(
  {
    traceparent: fc.constantFrom('', '00-0-0-00', 'ff'.repeat(30), 'x'.repeat(3000)),
    accept: fc.constantFrom('*/*', 'text/html', 'application/xml', ';;;', 'x'.repeat(2000)),
    authorization: fc.constantFrom('Bearer x', 'Basic eDp5', '', 'Bearer '.repeat(200)),
    'if-none-match': fc.constantFrom('*', '"1"', 'W/"7", "9"', '"'.repeat(100), ','.repeat(5000)),
    'x-http-method-override': fc.constantFrom('DELETE', 'PUT'),
    'x-forwarded-for': fc.constantFrom('10.0.0.1', '::1', 'a, b'),
    'x-request-id': fc.constantFrom('1', '../..', 'x'.repeat(1000)),
    'accept-encoding': fc.constantFrom('gzip, br', 'identity;q=0', '*;q=0'),
    range: fc.constantFrom('bytes=0-1', 'bytes=9-1'),
    cookie: fc.constant('a=b'),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const headersOf = ({ valueOf, operation }: Parts): fc.Arbitrary<Part<Record<string, string>>> => {
  const own = parametersOf(operation, 'header').map((parameter) => {
    const printable = valueOf(withExample(parameter))
      .map(String)
      .filter((text) => /^[\x20-\x7e]*$/.test(text));
    return fc
      .oneof(
        { weight: 6, arbitrary: lawful(fc.constant(undefined)) },
        { weight: 2, arbitrary: lawful(printable.filter((text) => text.trim() === text)) },
        { weight: 1, arbitrary: odd(fc.constantFrom(...oddTexts)) },
      )
      .map((part) => ({ ...part, name: parameter.name }));
  });
  return fc.tuple(fc.tuple(...own), besides).map(([parts, more]) => {
    const said = parts.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]));
    return {
      value: { ...more, ...Object.fromEntries(said) },
      isLawful: parts.every((part) => part.isLawful),
    };
  });
};

interface Body {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

const json = { 'content-type': 'application/json' };
const oddTypes = fc.constantFrom(
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'multipart/form-data',
  '',
  ';',
);

/** One value with some members of another: most of what is made up is refused by a rule, this less so. */
const nearly = (
  example: fc.Arbitrary<unknown>,
  made: fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> =>
  fc.tuple(example, made, fc.array(fc.nat(20), { maxLength: 2 })).map(([base, other, places]) => {
    if (typeof base !== 'object' || base === null || Array.isArray(base)) return base;
    if (typeof other !== 'object' || other === null || Array.isArray(other)) return base;
    // Members of another kind of body mean nothing in this one.
    if ('type' in base && 'type' in other && base.type !== other.type) return base;
    const taken = Object.entries(other).filter((_, place) => places.includes(place));
    return { ...base, ...Object.fromEntries(taken) };
  });

const bodyOf = ({ valueOf, operation }: Parts): fc.Arbitrary<Part<Body | undefined>> => {
  const { body } = operation;
  const mistyped = odd(
    fc
      .record({ text: fc.constantFrom(...oddJson), type: oddTypes })
      .map(({ text, type }) => ({ text, headers: { 'content-type': type } })),
  );
  if (body === undefined) {
    const none: fc.Arbitrary<Part<undefined>> = lawful(fc.constant(undefined));
    return fc.oneof({ weight: 20, arbitrary: none }, { weight: 1, arbitrary: mistyped });
  }
  const examples = [
    ...Object.values(body.examples ?? {}).map(({ value }) => value),
    ...(body.example === undefined ? [] : [body.example]),
  ];
  const made = valueOf(body.schema ?? {});
  const value =
    examples.length === 0
      ? made
      : fc.oneof(
          { weight: 1, arbitrary: made },
          { weight: 4, arbitrary: nearly(fc.constantFrom(...examples), made) },
        );
  const asJson = (text: string): Body => ({ text, headers: json });
  return fc.oneof(
    { weight: 8, arbitrary: lawful(value.map((one) => asJson(JSON.stringify(one)))) },
    {
      weight: 8,
      arbitrary: odd(fc.tuple(value, harm).map(([one, done]) => asJson(harmed(one, done)))),
    },
    {
      weight: 1,
      arbitrary: odd(fc.constantFrom(...oddJson, '', '{', '\ufeff{}', '[}').map(asJson)),
    },
    { weight: 1, arbitrary: mistyped },
    { weight: 1, arbitrary: odd(fc.constant(undefined)) },
  );
};
