import { Type } from 'typebox';
import type { RouteGroup } from '../app.ts';
import { inquire } from '../inquiring.ts';
import { problemAnswer } from '../openapi/completed.ts';
import { policy } from '../policy.ts';
import { momentShape, whatIfShape } from './inquiry-shapes.ts';

const whatIfBody = Type.Object(
  {
    at: momentShape('Forks after this moment.', '5'),
    until: Type.Optional(momentShape('Tells up to here; up to the last fact where absent.', '-0s')),
    patch: Type.Optional(
      Type.Union(
        [
          Type.Object({}, { additionalProperties: true }),
          Type.String({ description: 'the same as the text of a file of YAML' }),
        ],
        {
          description:
            'What is to be otherwise: queues, nodes, workloads, policy, as docs/TIME-TRAVEL.md says; ' +
            'the policy stands in it, it is no name of a file.',
        },
      ),
    ),
  },
  {
    additionalProperties: false,
    examples: [{ at: '5', patch: { queues: { 'vision@default': { gpu: { quota: 16 } } } } }],
  },
);

const whatIfSchema = {
  operationId: 'whatIf',
  summary: 'What would have been, had something been otherwise from a moment on; writes nothing',
  tags: ['Time travel'],
  body: whatIfBody,
  response: {
    200: whatIfShape,
    404: problemAnswer(404),
    413: problemAnswer(413),
    415: problemAnswer(415),
    422: problemAnswer(422),
    501: problemAnswer(501),
    504: problemAnswer(504),
  },
};

/** Tells what would have been. */
export const whatIfRoutes: RouteGroup = (app, brain) => {
  const options = { config: policy('read', 'ledger'), schema: whatIfSchema };
  app.post('/berth/v1/whatif', options, async (request, reply) => {
    const { at, until, patch } = request.body;
    const inquiry = { kind: 'what-if', at, until, patch } as const;
    const where = { in: 'body', moments: { at, until } } as const;
    return reply.send(await inquire(brain, reply, { inquiry, at: where }));
  });
};
