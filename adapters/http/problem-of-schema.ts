import type { ErrorObject } from 'ajv';
import { closestTo } from '../../domain/foundation/closest.ts';
import { Problem, type ProblemError, shown } from './problem-document.ts';
import { unionKeyword, withUnionsAsOne } from './problem-of-union.ts';
import { otherType, otherwise, type SchemaSaid } from './schema-words.ts';

/** Which part of a request a schema judged, in fastify's words. */
export type JudgedPart = 'body' | 'querystring' | 'params' | 'headers';

const inOf = { body: 'body', querystring: 'query', params: 'path', headers: 'header' } as const;

/** Most errors that are told at once. */
const errorsMax = 20;

/** Says which values of a request its schema does not take. */
export const problemOfSchema = (found: readonly ErrorObject[], part: JudgedPart): Problem => {
  const errors = withUnionsAsOne(found)
    .filter(({ keyword }) => !summaries.has(keyword))
    .slice(0, errorsMax)
    .map((error) => ({ ...errorOf(error), in: inOf[part] }));
  const first = errors[0];
  return new Problem({
    slug: 'invalid-request',
    status: 400,
    title: `The ${inOf[part]} is not what this takes`,
    detail: first === undefined ? 'It does not fit the schema.' : sentenceOf(first),
    errors,
  });
};

const sentenceOf = ({ pointer, problem, remedy }: ProblemError): string =>
  `${pointer === '' ? 'The whole' : pointer} ${problem}: ${remedy}${remedy.endsWith('?') ? '' : '.'}`;

/** Keywords that only say that something inside them was wrong. */
const summaries = new Set(['if', 'oneOf', 'anyOf', 'allOf', 'propertyNames']);

const errorOf = (error: ErrorObject): ProblemError => {
  const { instancePath: pointer, data } = error;
  const params: Readonly<Record<string, unknown>> = error.params;
  switch (error.keyword) {
    case 'required':
      return missing(pointer, String(params['missingProperty']));
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return unknownMember(error);
    case 'type':
      return { pointer, value: shown(data), ...otherType(data, listOf(params['type'])) };
    case unionKeyword:
      return { pointer, value: shown(data), ...noneOf(data, params) };
    case 'enum':
      return { pointer, value: shown(data), ...oneOfWords(data, params['allowedValues']) };
    case 'const':
      return { pointer, value: shown(data), ...expected(JSON.stringify(params['allowedValue'])) };
    case 'discriminator':
      return unknownKind(error);
    default:
      return { pointer, value: shown(data), ...otherwise(error) };
  }
};

const expected = (what: string) => ({ problem: `is not ${what}`, remedy: `send ${what}` });

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map(String) : [String(value)];

/** No branch of a union is for such a value. */
const noneOf = (data: unknown, params: Readonly<Record<string, unknown>>): SchemaSaid => {
  const types = listOf(params['types'] ?? []);
  const words = listOf(params['words'] ?? []);
  const isWord = words.length > 0 && (types.length === 0 || typeof data === 'string');
  return isWord ? oneOfWords(data, words) : otherType(data, types);
};

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const missing = (pointer: string, name: string): ProblemError => ({
  pointer: `${pointer}/${escaped(name)}`,
  problem: 'is missing',
  remedy: `add ${JSON.stringify(name)}`,
});

const unknownMember = ({ instancePath, params, parentSchema, data }: ErrorObject): ProblemError => {
  const name = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
  const known = Object.keys(parentSchema?.['properties'] ?? {});
  const value: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, name) : data;
  return {
    pointer: `${instancePath}/${escaped(name)}`,
    value: shown(value),
    problem: 'is not known here',
    remedy: didYouMean(name, known) ?? 'leave it out',
  };
};

const oneOfWords = (data: unknown, allowed: unknown) => {
  const words = Array.isArray(allowed) ? allowed.map(String) : [];
  const listed = words.length > 20 ? `${words.slice(0, 20).join(', ')} …` : words.join(', ');
  return {
    problem: `is none of ${listed}`,
    // An object may have a `toString` of its own that is no function.
    remedy: (typeof data === 'string' ? didYouMean(data, words) : undefined) ?? 'send one of them',
  };
};

const unknownKind = ({ instancePath, params, parentSchema }: ErrorObject): ProblemError => {
  const tag = String(params['tag']);
  const value: unknown = params['tagValue'];
  const kinds = kindsOf(parentSchema?.['oneOf'], tag);
  const isText = typeof value === 'string';
  return {
    pointer: `${instancePath}/${escaped(tag)}`,
    value: shown(value),
    ...(isText ? oneOfWords(value, kinds) : missing('', tag)),
    ...(isText
      ? {}
      : { pointer: `${instancePath}/${escaped(tag)}`, remedy: `say one of ${kinds.join(', ')}` }),
  };
};

const kindsOf = (variants: unknown, tag: string): readonly string[] => {
  if (!Array.isArray(variants)) return [];
  return variants.flatMap((variant: unknown) => {
    const named: unknown = at(at(at(variant, 'properties'), tag), 'const');
    return typeof named === 'string' ? [named] : [];
  });
};

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

const didYouMean = (typed: string, known: readonly string[]): string | undefined => {
  const close = typed.length > 200 ? [] : closestTo(typed, known);
  return close.length === 0 ? undefined : `did you mean ${close.join(' or ')}?`;
};
