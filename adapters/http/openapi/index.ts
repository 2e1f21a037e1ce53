import { fastifySwagger } from '@fastify/swagger';
import type { App } from '../app.ts';
import { policy, policyOf } from '../policy.ts';
import { completed } from './completed.ts';
import { withComponents } from './components.ts';

const description = `The event-sourced brain of GPU clusters.

\`/berth/v1\` is Berth's own API; \`/api/v1\` speaks the shapes of Run:ai's public API.
Amounts are whole numbers: GPUs in thousandths, CPU in millicores, memory in bytes (nodes, pods) or MiB (quotas).
Every answer says in \`Berth-Revision\` which revision of the ledger it shows; \`?minRevision=\` waits for one.
Every problem is a document of RFC 9457 that names the place, the value and the remedy.`;

const openapiOf = (version: string) => ({
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
        type: 'http' as const,
        scheme: 'bearer',
        description: 'A token of --token-file; none where only the machine itself is listened to.',
      },
    },
  },
});

/** Describes every route that is registered from now on, as OpenAPI 3.1 at `/openapi.json`. */
export const describeApi = async (app: App, version: string): Promise<void> => {
  await app.register(fastifySwagger, {
    convertConstToEnum: false,
    openapi: openapiOf(version),
    transform: ({ schema, url, route }) => ({
      url,
      schema: completed(schema, policyOf(route.config)),
    }),
    transformObject: (document) =>
      withComponents('openapiObject' in document ? { ...document.openapiObject } : {}),
  });
  let text: string | undefined;
  const options = { config: policy('probe', 'openapi'), schema: { hide: true } };
  app.get('/openapi.json', options, (_, reply) => {
    text ??= JSON.stringify(app.swagger());
    return reply.type('application/json; charset=utf-8').send(text);
  });
};
