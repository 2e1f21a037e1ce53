import { Type } from 'typebox';
import { hexOf } from '../../../domain/foundation/chain.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import type { App, RouteGroup } from '../app.ts';
import { policy } from '../policy.ts';
import { Problem, problemOfFault } from '../problem.ts';
import { minRevisionQuery, readAt } from '../reading.ts';
import { toldRecord } from './fact.ts';
import { factsOf } from './ledger-pages.ts';
import { oneQuery } from './query.ts';
import { factShape } from './shapes.ts';
import { subjectFilter, typeFilter } from './subject-filter.ts';

const count = Type.Integer({ minimum: 0 });
const revisionShape = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

/** Tells what the ledger holds. */
export const ledgerRoutes: RouteGroup = (app, brain) => {
  headRoute(app, brain);
  eventsRoute(app, brain);
  eventRoute(app, brain);
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

const headRoute = (app: App, brain: LiveBrain): void => {
  app.get(
    '/berth/v1/ledger',
    {
      config: policy('read', 'ledger'),
      schema: {
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
            { additionalProperties: false },
          ),
        },
      },
    },
    async (request, reply) => {
      await readAt(brain, reply, request.query);
      const head = await brain.ledger.head()();
      if (isLeft(head)) throw problemOfFault(head.left);
      const { revision, hash } = head.right;
      const { epoch } = brain.health();
      return {
        revision,
        hash: hexOf(hash),
        epoch,
        nowMs: brain.nowMs(),
        counts: countsOf(brain),
      };
    },
  );
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

const eventsQuery = Type.Object(
  {
    after: Type.Optional({
      ...revisionShape,
      default: 0,
      description: 'facts behind this revision',
    }),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
    ...subjectFilter,
    ...typeFilter,
    ...minRevisionQuery,
  },
  { additionalProperties: false },
);

const eventsRoute = (app: App, brain: LiveBrain): void => {
  app.get(
    '/berth/v1/ledger/events',
    {
      config: policy('read', 'ledger'),
      schema: {
        operationId: 'listEvents',
        summary: 'Facts in log order, by range, subject and type',
        tags: ['Ledger'],
        querystring: eventsQuery,
        response: {
          200: Type.Object(
            {
              revision: count,
              next: Type.Optional(
                Type.Integer({ minimum: 0, description: 'ask for more after this; else the end' }),
              ),
              items: Type.Array(factShape),
            },
            { additionalProperties: false },
          ),
        },
      },
    },
    async (request, reply) => {
      const revision = await readAt(brain, reply, request.query);
      const { after = 0, limit = 100, subject, type = [] } = request.query;
      const found = await factsOf(brain, { after, limit, subject, types: new Set(type) });
      return { revision, next: found.next, items: found.records.map(toldRecord) };
    },
  );
};

const eventRoute = (app: App, brain: LiveBrain): void => {
  app.get(
    '/berth/v1/ledger/events/:revision',
    {
      config: policy('read', 'ledger'),
      schema: {
        operationId: 'getEvent',
        summary: 'One fact with its link of the chain',
        tags: ['Ledger'],
        params: Type.Object({ revision: { ...revisionShape, minimum: 1, examples: [1] } }),
        querystring: oneQuery,
        response: { 200: factShape },
      },
    },
    async (request, reply) => {
      await readAt(brain, reply, request.query);
      const { revision } = request.params;
      const page = await brain.ledger.read(revision - 1, 1)();
      if (isLeft(page)) throw problemOfFault(page.left);
      const [record] = page.right;
      if (record === undefined) throw noSuchFact(revision, brain.revision());
      return toldRecord(record);
    },
  );
};

const noSuchFact = (revision: Revision, head: Revision): Problem =>
  new Problem({
    slug: 'fact-not-found',
    status: 404,
    title: 'No such fact',
    detail: `The ledger ends at revision ${head}.`,
    errors: [
      {
        pointer: '/revision',
        in: 'path',
        value: revision,
        problem: `the ledger ends at revision ${head}`,
        remedy: `ask for 1 to ${head}, or wait with minRevision`,
      },
    ],
  });
