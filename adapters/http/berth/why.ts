import type { WhyKind } from '../../ports/inquiries.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import type { App, RouteGroup } from '../app.ts';
import { inquire } from '../inquiring.ts';
import { problemAnswer } from '../openapi/completed.ts';
import { policy } from '../policy.ts';
import { readAt } from '../reading.ts';
import { whyShape } from './inquiry-shapes.ts';
import { noSuch } from './missing.ts';
import { idParams, oneQuery } from './query.ts';

/** What there can be a why of, with the word for it and where it is found. */
interface WhyRoute {
  readonly path: string;
  readonly name: string;
  readonly noun: string;
  readonly policyKind: string;
  readonly kinds: readonly WhyKind[];
  readonly exampleId: string;
  readonly idsOf: (brain: LiveBrain) => Iterable<string>;
}

const workloadIds = ({ views }: LiveBrain): Iterable<string> => views.workloads.rows.keys();

const routes: readonly WhyRoute[] = [
  {
    path: 'workloads/:id',
    name: 'Workload',
    noun: 'workload',
    policyKind: 'workload',
    kinds: ['workload'],
    exampleId: 'train-1',
    idsOf: workloadIds,
  },
  {
    path: 'nodes/:id',
    name: 'Node',
    noun: 'node',
    policyKind: 'node',
    kinds: ['node'],
    exampleId: 'node-1',
    idsOf: ({ views }) => views.nodes.rows.keys(),
  },
  {
    path: 'queues/:id',
    name: 'Queue',
    noun: 'queue',
    policyKind: 'queue',
    kinds: ['queue'],
    exampleId: 'vision@default',
    idsOf: ({ views }) => views.queues.queues.keys(),
  },
  {
    path: ':id',
    name: 'Subject',
    noun: 'subject',
    policyKind: 'ledger',
    kinds: ['workload', 'node', 'queue'],
    exampleId: 'train-1',
    idsOf: workloadIds,
  },
];

/** Tells why things are as they are. */
export const whyRoutes: RouteGroup = (app, brain) => {
  for (const route of routes) addWhy(app, brain, route);
};

const addWhy = (app: App, brain: LiveBrain, route: WhyRoute): void => {
  const { path, name, noun, policyKind, kinds, exampleId, idsOf } = route;
  const schema = {
    operationId: `why${name}`,
    summary: `Why a ${noun} is as it is: a tree from the outcome to its causes, with the numbers of then`,
    tags: ['Time travel'],
    params: idParams(exampleId),
    querystring: oneQuery,
    response: { 200: whyShape, 501: problemAnswer(501), 504: problemAnswer(504) },
  };
  const options = { config: policy('read', policyKind), schema };
  app.get(`/berth/v1/why/${path}`, options, async (request, reply) => {
    const { id } = request.params;
    const { at, minRevision } = request.query;
    await readAt(brain, reply, { minRevision });
    const inquiry = { kind: 'why', kinds, id, at } as const;
    const body = await inquire(brain, reply, { inquiry, at: { in: 'query', moments: { at } } });
    if (body === undefined) throw noSuch(noun, id, idsOf(brain));
    return reply.send(body);
  });
};
