import { Type } from 'typebox';
import type { RouteGroup } from '../app.ts';
import { inquire } from '../inquiring.ts';
import { problemAnswer } from '../openapi/completed.ts';
import { policy } from '../policy.ts';
import { readAt, readingQuery } from '../reading.ts';
import { diffShape, momentShape } from './inquiry-shapes.ts';

const diffQuery = Type.Object(
  {
    from: momentShape('The moment to begin with, as `at` is elsewhere.', '5'),
    to: momentShape('The moment to end with.', '-0s'),
    subject: Type.Optional(
      Type.Array(
        Type.String({
          pattern: '^[a-z-]{1,32}(/.{1,512})?$',
          description: 'only of this one, or of one kind',
          examples: ['workload'],
        }),
        { maxItems: 100 },
      ),
    ),
    minRevision: readingQuery.minRevision,
  },
  { additionalProperties: false },
);

const diffSchema = {
  operationId: 'diff',
  summary: 'What is other at one moment than at an earlier one, and what happened in between',
  tags: ['Time travel'],
  querystring: diffQuery,
  response: {
    200: diffShape,
    404: problemAnswer(404),
    422: problemAnswer(422),
    501: problemAnswer(501),
    504: problemAnswer(504),
  },
};

/** Tells what is other at one moment than at an earlier one. */
export const diffRoutes: RouteGroup = (app, brain) => {
  const options = { config: policy('read', 'ledger'), schema: diffSchema };
  app.get('/berth/v1/diff', options, async (request, reply) => {
    const { from, to, subject: subjects = [], minRevision } = request.query;
    await readAt(brain, reply, { minRevision });
    const inquiry = { kind: 'diff', from, to, subjects } as const;
    const at = { in: 'query', moments: { from, to } } as const;
    return reply.send(await inquire(brain, reply, { inquiry, at }));
  });
};
