import { Type } from 'typebox';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { RouteGroup } from '../../app.ts';
import { type AskingRequest, tell } from '../../asking.ts';
import { policy } from '../../policy.ts';
import { Problem } from '../../problem.ts';
import { closed, dryRunQuery } from '../shapes.ts';
import { type Action, actions, askOf } from './act.ts';
import { idExamples } from './examples.ts';

/** Most workloads of a batch. */
const idsMax = 500;

const bodyShape = Type.Object(
  {
    ids: Type.Array(Type.String({ minLength: 1, maxLength: 512 }), {
      minItems: 1,
      maxItems: idsMax,
      uniqueItems: true,
    }),
    action: Type.Unsafe<Action>({ type: 'string', enum: actions }),
    reason: Type.Optional(Type.String({ maxLength: 1_024 })),
  },
  { ...closed, examples: [{ ids: [idExamples.training], action: 'stop' }] },
);

const resultShape = Type.Object(
  {
    id: Type.String(),
    isDone: Type.Boolean(),
    revision: Type.Optional(Type.Integer({ minimum: 0 })),
    problem: Type.Optional(
      Type.Object({}, { additionalProperties: true, description: 'why not: RFC 9457' }),
    ),
  },
  closed,
);

/** Does the same to many workloads, each for itself: one that is refused keeps none of the others. */
export const batchRoutes: RouteGroup = (app, brain) => {
  app.post(
    '/api/v1/workloads/batch',
    {
      config: policy('write', 'workload'),
      schema: {
        operationId: 'runaiBatchWorkloads',
        summary: 'Stops, resumes or deletes many workloads, each for itself',
        tags: ['Run:ai workloads'],
        querystring: Type.Object(dryRunQuery, closed),
        body: bodyShape,
        response: { 200: Type.Object({ results: Type.Array(resultShape) }, closed) },
      },
    },
    async (request, reply) => {
      const { ids, action, reason } = request.body;
      const results = await Promise.all(
        ids.map((id) => resultOf(brain, request, { id, action, reason })),
      );
      reply.header('berth-revision', String(brain.revision()));
      return { results };
    },
  );
};

interface One {
  readonly id: string;
  readonly action: Action;
  readonly reason: string | undefined;
}

const resultOf = async (
  brain: LiveBrain,
  request: AskingRequest,
  { id, action, reason }: One,
): Promise<object> => {
  try {
    // What somebody has looked at is one thing, not all of them.
    const ask = askOf(action, id, reason);
    const { revision } = await tell(brain, request, { ask, expectedRevision: undefined });
    return { id, isDone: true, revision };
  } catch (error) {
    if (!(error instanceof Problem) || isOfAll(error)) throw error;
    return { id, isDone: false, problem: error.document(`/api/v1/workloads/${id}`) };
  }
};

/** Whether it is about what the request says once for all of them, so that none can be done. */
const isOfAll = ({ said }: Problem): boolean =>
  said.errors?.some((one) => one.in === 'header') === true;
