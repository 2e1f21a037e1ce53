import { fastifySwagger } from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import type { App } from '../app.ts';
import { policy, type Policy, policyOf } from '../policy.ts';
import { problemType } from '../problem.ts';
import { withComponents } from './components.ts';
import { problemExample, problemShape } from './problem-shape.ts';

const description = `The event-sourced brain of GPU clusters.

\`/berth/v1\` is Berth's own API; \`/api/v1\` speaks the shapes of Run:ai's public API.
Amounts are whole numbers: GPUs in thousandths, CPU in millicores, memory in bytes (nodes, pods) or MiB (quotas).
Every answer says in \`Berth-Revision\` which revision of the ledger it shows; \`?minRevision=\` waits for one.
Every problem is a document of RFC 9457 that names the place, the value and the remedy.`;

/** Describes every route that is registered from now on, as OpenAPI 3.1 at `/openapi.json`. */
export const describeApi = async (app: App, version: string): Promise<void> => {
  await app.register(fastifySwagger, {
    convertConstToEnum: false,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Berth',
        version,
        description,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      security: [{ bearer: [] }, {}],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description:
              'A token of --token-file; none where only the machine itself is listened to.',
          },
        },
      },
    },
    transform: ({ schema, url, route }) => ({
      url,
      schema: withProblems(schema, policyOf(route.config)),
    }),
    transformObject: (document) =>
      withComponents('openapiObject' in document ? { ...document.openapiObject } : {}),
  });
  app.get('/openapi.json', { config: policy('probe', 'openapi'), schema: { hide: true } }, () =>
    app.swagger(),
  );
};

const problemOf = (status: number): object => ({
  description: problems[status] ?? 'A problem',
  content: {
    [problemType]: { schema: problemShape, examples: { problem: { value: problemExample } } },
  },
});

const problems: Readonly<Record<number, string>> = {
  400: 'It is not well-formed, or not what the schema takes',
  401: 'No token, or none that is known',
  403: 'Not from there',
  404: 'There is nothing of that id',
  409: 'It cannot be done as things stand',
  412: 'It has changed since the revision of If-Match',
  413: 'Too large',
  415: 'Not JSON',
  422: 'A rule refuses a value',
  503: 'Not now; Retry-After says when',
  504: 'The revision that was asked for did not come in time',
};

/** The problems that a route can answer with, by what its policy lets it do. */
const statusesOf = (schema: FastifySchema, { verb }: Policy): readonly number[] => {
  if (verb === 'probe') return [503];
  const missing = schema.params === undefined ? [] : [404];
  return verb === 'read'
    ? [400, 401, ...missing, 503, 504]
    : [400, 401, 403, 404, 409, 412, 413, 415, 422, 503];
};

const withProblems = (schema: FastifySchema, declared: Policy | undefined): FastifySchema => {
  if (declared === undefined) return schema;
  const response = typeof schema.response === 'object' ? schema.response : {};
  const added = statusesOf(schema, declared)
    .filter((status) => !(status in (response ?? {})))
    .map((status) => [String(status), problemOf(status)] as const);
  const open = declared.verb === 'probe' ? { security: [] } : {};
  return { ...schema, ...open, response: { ...response, ...Object.fromEntries(added) } };
};
