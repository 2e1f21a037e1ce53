import { Type } from 'typebox';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App, RouteGroup } from '../../app.ts';
import { policy } from '../../policy.ts';
import { Problem } from '../../problem.ts';
import { closed, dryRunQuery, idParams } from '../shapes.ts';
import { act, type Action, askOf } from './act.ts';
import { idExamples } from './examples.ts';
import { recordShape } from './record-shape.ts';
import { replicasOf, scaleBody } from './scale-body.ts';
import { type TypeName, typeNames, typeWords } from './words.ts';

const query = Type.Object(
  {
    reason: Type.Optional(
      Type.String({ maxLength: 1_024, description: 'Why, for the history of the workload.' }),
    ),
    ...dryRunQuery,
  },
  closed,
);

const accepted = { 200: recordShape, 202: recordShape };

/** One way to do something to a workload: a path, and the type that it is for. */
interface Way {
  readonly base: string;
  readonly type?: TypeName;
  /** As operation ids spell what it is done to. */
  readonly noun: string;
  readonly tag: string;
  readonly exampleId: string;
}

const anyType: Way = {
  base: '/api/v1/workloads',
  noun: 'Workload',
  tag: 'Run:ai workloads',
  exampleId: idExamples.training,
};

const wayOf = (type: TypeName): Way => ({
  base: `/api/v1/workloads/${typeWords[type].path}`,
  type,
  noun: typeWords[type].word,
  tag: `Run:ai ${typeWords[type].path}`,
  exampleId: idExamples[type],
});

/** Stops, resumes and deletes workloads, and scales services. */
export const actionRoutes: RouteGroup = (app, brain) => {
  for (const way of [anyType, ...typeNames.map(wayOf)]) {
    deleteRoute(app, brain, way);
    // A service that cannot be stopped is told so on its own path too, and what to do instead.
    for (const action of ['suspend', 'stop', 'resume'] as const) {
      actionRoute(app, brain, { way, action });
    }
  }
  scaleRoute(app, brain, wayOf('inference'));
};

const upperFirst = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

const actionRoute = (
  app: App,
  brain: LiveBrain,
  { way, action }: { readonly way: Way; readonly action: Exclude<Action, 'delete'> },
): void => {
  const { base, noun, tag, exampleId, type } = way;
  app.post(
    `${base}/:id/${action}`,
    {
      config: policy('write', 'workload'),
      schema: {
        operationId: `runai${upperFirst(action)}${noun}`,
        summary: action === 'resume' ? 'Lets it run again' : 'Takes its pods away and keeps it',
        tags: [tag],
        params: idParams(exampleId),
        querystring: query,
        response: accepted,
      },
    },
    (request, reply) => {
      const ask = askOf(action, request.params.id, request.query.reason);
      return act({ brain, request, reply, ...(type === undefined ? {} : { type }) }, ask);
    },
  );
};

const deleteRoute = (app: App, brain: LiveBrain, way: Way): void => {
  const { base, noun, tag, exampleId, type } = way;
  app.delete(
    `${base}/:id`,
    {
      config: policy('write', 'workload'),
      schema: {
        operationId: `runaiDelete${noun}`,
        summary: 'Deletes it; what happened to it can still be read',
        tags: [tag],
        params: idParams(exampleId),
        querystring: query,
        response: accepted,
      },
    },
    (request, reply) => {
      const ask = askOf('delete', request.params.id, request.query.reason);
      return act({ brain, request, reply, ...(type === undefined ? {} : { type }) }, ask);
    },
  );
};

const repointed = (error: unknown, pointer: string): never => {
  if (!(error instanceof Problem)) throw error;
  throw error.repointed((at) => (at === '/replicas' ? pointer : at));
};

const scaleRoute = (app: App, brain: LiveBrain, { base, tag, exampleId }: Way): void => {
  app.patch(
    `${base}/:id`,
    {
      config: policy('write', 'workload'),
      schema: {
        operationId: 'runaiScaleInference',
        summary: 'Asks for another number of pods of a service',
        tags: [tag],
        params: idParams(exampleId),
        querystring: Type.Object(dryRunQuery, closed),
        body: scaleBody,
        response: accepted,
      },
    },
    (request, reply) => {
      const { replicas, pointer } = replicasOf(request.body);
      const workloadId = request.params.id;
      const acting = { brain, request, reply, type: 'inference' } as const;
      const done = act(acting, { type: 'ScaleWorkload', workloadId, replicas });
      return done.catch((error: unknown) => repointed(error, pointer));
    },
  );
};
