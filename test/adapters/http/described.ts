import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { HttpServer } from '../../../adapters/http/index.ts';

/** One operation of a description, with what an example of it would send. */
export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** The path with the examples of its parameters in it. */
  readonly url: string;
  readonly bodies: readonly unknown[];
  /** The operation as it stands in the description. */
  readonly described: Json;
}

/** An object of a JSON document. */
export type Json = Readonly<Record<string, unknown>>;

/** An API as a server describes it. */
export interface Described {
  readonly document: Json;
  readonly operations: readonly Operation[];
  /** What keeps an answer from being what the description says, or nothing. */
  readonly mismatch: (operation: Operation, status: number, body: unknown) => string | undefined;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The member at a path of keys; `undefined` where there is none. */
export const at = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce((inside, key) => (isObject(inside) ? inside[key] : undefined), value);

const listAt = (value: unknown, ...keys: readonly string[]): readonly unknown[] => {
  const found = at(value, ...keys);
  return Array.isArray(found) ? found : [];
};

/** Reads how a server describes itself. */
export const described = async (server: HttpServer): Promise<Described> => {
  const document: Json = (await server.inject('/openapi.json')).json();
  const judge = judgeOf(document);
  return {
    document,
    operations: operationsOf(document),
    mismatch: ({ id, described: operation }, status, body) => {
      const response = responseOf(document, operation, status);
      if (response === undefined) return `status ${status} is not described`;
      const [media] = Object.values(at(response, 'content') ?? {});
      const schema = at(media, 'schema');
      return isObject(schema) ? judge(`${id} ${status}`, schema, body) : undefined;
    },
  };
};

const operationsOf = (document: Json): readonly Operation[] =>
  Object.entries(at(document, 'paths') ?? {}).flatMap(([path, item]: [string, unknown]) =>
    methods.flatMap((method) => {
      const operation = at(item, method.toLowerCase());
      return isObject(operation) ? [operationOf(method, path, operation)] : [];
    }),
  );

const responseOf = (document: Json, operation: Json, status: number): unknown => {
  const named = at(operation, 'responses', String(status)) ?? at(operation, 'responses', 'default');
  const reference = at(named, '$ref');
  return typeof reference === 'string' ? at(document, ...reference.split('/').slice(1)) : named;
};

/** Judges values by schemas that refer to a document; each is compiled once. */
const judgeOf = (document: Json) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema({ ...document, $id: 'api' });
  const checks = new Map<string, ValidateFunction>();
  return (name: string, schema: Json, value: unknown): string | undefined => {
    const absolute = (): Json => JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/'));
    const check = checks.get(name) ?? ajv.compile(absolute());
    checks.set(name, check);
    return check(value) ? undefined : ajv.errorsText(check.errors, { separator: '\n' });
  };
};

const operationOf = (method: Operation['method'], path: string, operation: Json): Operation => {
  const media = at(operation, 'requestBody', 'content', 'application/json');
  const several = Object.values(at(media, 'examples') ?? {}).map((one: unknown) =>
    at(one, 'value'),
  );
  const single = at(media, 'example');
  return {
    id: String(operation['operationId']),
    method,
    path,
    url: urlOf(path, listAt(operation, 'parameters')),
    bodies: single === undefined ? several : [single],
    described: operation,
  };
};

/** The path with the examples of its parameters, and those of the query that must be there. */
const urlOf = (path: string, parameters: readonly unknown[]): string => {
  const textOf = (one: unknown): string => encodeURIComponent(String(exampleOf(one)));
  const inPath = (name: string): unknown =>
    parameters.find((one) => at(one, 'in') === 'path' && at(one, 'name') === name);
  const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) => textOf(inPath(name)));
  const query = parameters
    .filter((one) => at(one, 'in') === 'query' && at(one, 'required') === true)
    .map((one) => `${String(at(one, 'name'))}=${textOf(one)}`);
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
};

const exampleOf = (parameter: unknown): unknown =>
  at(parameter, 'example') ?? listAt(parameter, 'schema', 'examples')[0] ?? 'no-example';
