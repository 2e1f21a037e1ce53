import { Type } from 'typebox';
import { hexOf } from '../../../domain/foundation/chain.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import type { App, RouteGroup } from '../app.ts';
import { policy } from '../policy.ts';
import { problemOfFault } from '../problem.ts';
import { readAt } from '../reading.ts';
import { factRoute, factsRoute } from './ledger-facts.ts';
import { moment } from './moment-example.ts';
import { oneQuery } from './query.ts';

const count = Type.Integer({ minimum: 0 });

/** Tells what the ledger holds. */
export const ledgerRoutes: RouteGroup = (app, brain) => {
  headRoute(app, brain);
  factsRoute(app, brain);
  factRoute(app, brain);
};

const countsShape = Type.Object(
  {
    workloads: count,
    nodes: count,
    queues: count,
    projects: count,
    departments: count,
    nodePools: count,
    clusters: count,
  },
  { additionalProperties: false },
);

const ledgerExample = {
  ...moment,
  hash: '9db197dff2ead41da60b3184ee5f761ae2d5f9d10e086b08792523a050bfb375',
  epoch: 1,
  counts: {
    workloads: 1,
    nodes: 2,
    queues: 3,
    projects: 2,
    departments: 1,
    nodePools: 1,
    clusters: 1,
  },
};

const headSchema = {
  operationId: 'getLedger',
  summary: 'Where the ledger stands, and what there is',
  tags: ['Ledger'],
  querystring: oneQuery,
  response: {
    200: Type.Object(
      {
        revision: count,
        hash: Type.String({ description: 'the chain over all facts, in hex' }),
        epoch: count,
        nowMs: Type.Integer(),
        counts: countsShape,
      },
      { additionalProperties: false, examples: [ledgerExample] },
    ),
  },
};

const headRoute = (app: App, brain: LiveBrain): void => {
  const options = { config: policy('read', 'ledger'), schema: headSchema };
  app.get('/berth/v1/ledger', options, async (request, reply) => {
    const { seen } = await readAt(brain, reply, request.query);
    const head = await seen.ledger.head()();
    if (isLeft(head)) throw problemOfFault(head.left);
    const { revision, hash } = head.right;
    const { epoch } = seen.health();
    return {
      revision,
      hash: hexOf(hash),
      epoch,
      nowMs: seen.nowMs(),
      counts: countsOf(seen),
    };
  });
};

const countsOf = ({ views: { workloads, nodes, queues, units } }: LiveBrain): object => ({
  workloads: workloads.rows.size,
  nodes: nodes.rows.size,
  queues: queues.queues.size,
  projects: units.projects.size,
  departments: units.departments.size,
  nodePools: units.nodePools.size,
  clusters: units.clusters.size,
});
