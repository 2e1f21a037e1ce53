import type { FastifySchema } from 'fastify';
import { Type } from 'typebox';
import type { Policy } from '../policy.ts';
import { problemType } from '../problem.ts';
import { problemExample, problemShape } from './problem-shape.ts';

const problems: Readonly<Record<number, string>> = {
  400: 'It is not well-formed, or not what the schema takes',
  401: 'No token, or none that is known',
  403: 'Not from there',
  404: 'There is nothing of that id, or there was no such moment',
  409: 'It cannot be done as things stand',
  412: 'It has changed since the revision of If-Match, or minRevision did not come in time',
  413: 'Too large',
  414: 'An address that is too long',
  415: 'Not JSON',
  422: 'A rule refuses a value',
  429: 'Too many requests of one connection are not answered yet',
  431: 'Headers that are too large',
  503: 'Not now; Retry-After says when',
  504: 'It takes too long to find out here',
};

/** Whether a route can be asked as of a moment, which there may not have been. */
const isOfMoments = ({ querystring }: FastifySchema): boolean => {
  const properties: unknown = Object(querystring).properties;
  return typeof properties === 'object' && properties !== null && 'at' in properties;
};

/** The problems that a route can answer with, by what its policy lets it do. */
const statusesOf = (schema: FastifySchema, { verb }: Policy): readonly number[] => {
  if (verb === 'probe') return schema.querystring === undefined ? [503] : [400, 503];
  const missing = schema.params === undefined && !isOfMoments(schema) ? [] : [404];
  return verb === 'read'
    ? [400, 401, ...missing, 412, 414, 429, 431, 503]
    : [400, 401, 403, 404, 409, 412, 413, 414, 415, 422, 429, 431, 503];
};

/** A problem that a route answers with, beside those that all routes of its kind have. */
export const problemAnswer = (status: number): object => ({
  description: problems[status] ?? 'A problem',
  content: {
    [problemType]: { schema: problemShape, examples: { problem: { value: problemExample } } },
  },
});

const writeHeaders = {
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      pattern: '^[!-~]*$',
      description: 'One for each intent: sent again with it, the same request is done once.',
    }),
  ),
  'if-match': Type.Optional(
    Type.String({
      pattern: '^([*]|"[0-9]{1,15}")$',
      description: 'The ETag of what was looked at: 412 where it has changed since.',
    }),
  ),
};

const answerHeaders = {
  'Berth-Revision': {
    type: 'integer',
    description: 'The revision of the ledger that the answer shows.',
  },
};

/** The schema of a route with what all routes of its kind have: problems, headers, and who may call it. */
export const completed = (
  schema: FastifySchema | undefined,
  declared: Policy | undefined,
): FastifySchema => {
  if (schema === undefined || declared === undefined || schema.hide === true) return schema ?? {};
  const said: Readonly<Record<string, unknown>> = { ...asObject(schema.response) };
  const added = statusesOf(schema, declared)
    .filter((status) => !(status in said))
    .map((status) => [String(status), problemAnswer(status)] as const);
  const open = declared.verb === 'probe' ? { security: [] } : {};
  const headers = declared.verb === 'write' ? { headers: withWriteHeaders(schema.headers) } : {};
  const answers = declared.verb === 'probe' ? said : withAnswerHeaders(said);
  return { ...schema, ...open, ...headers, response: { ...answers, ...Object.fromEntries(added) } };
};

const asObject = (value: unknown): object =>
  typeof value === 'object' && value !== null ? value : {};

const withWriteHeaders = (headers: unknown): object => {
  const own = asObject(headers);
  const properties = 'properties' in own ? asObject(own.properties) : {};
  return { type: 'object', ...own, properties: { ...writeHeaders, ...properties } };
};

const withAnswerHeaders = (said: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(
    Object.entries(said).map(([status, shape]) => [
      status,
      status.startsWith('2') ? { ...asObject(shape), headers: answerHeaders } : shape,
    ]),
  );
