import { Type } from 'typebox';
import type { Revision } from '../../../domain/foundation/event.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import type { App } from '../app.ts';
import { noPlace } from '../events/place.ts';
import { policy } from '../policy.ts';
import { Problem, problemOfFault } from '../problem.ts';
import { readingQuery, readAt } from '../reading.ts';
import { toldRecord } from './fact.ts';
import { factExample } from './fact-examples.ts';
import { factShape } from './fact-shapes.ts';
import { factsOf } from './ledger-pages.ts';
import { oneQuery } from './query.ts';
import { amount } from './row-shape.ts';
import { subjectFilter, typeFilter } from './subject-filter.ts';

const revisionShape = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

const factsQuery = Type.Object(
  {
    after: Type.Optional({
      ...revisionShape,
      default: 0,
      description: 'facts behind this revision',
    }),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100 })),
    ...subjectFilter,
    ...typeFilter,
    ...readingQuery,
  },
  { additionalProperties: false },
);

const factsSchema = {
  operationId: 'listEvents',
  summary: 'Facts in log order, by range, subject and type',
  tags: ['Ledger'],
  querystring: factsQuery,
  response: {
    200: Type.Object(
      {
        revision: amount,
        next: Type.Optional(
          Type.Integer({ minimum: 0, description: 'ask for more after this; else the end' }),
        ),
        items: Type.Array(factShape),
      },
      {
        additionalProperties: false,
        examples: [{ revision: 20, next: 18, items: [factExample] }],
      },
    ),
  },
};

/** Registers the route that reads facts by range, subject and type. */
export const factsRoute = (app: App, brain: LiveBrain): void => {
  const options = { config: policy('read', 'ledger'), schema: factsSchema };
  app.get('/berth/v1/ledger/events', options, async (request, reply) => {
    const { seen, revision } = await readAt(brain, reply, request.query);
    const { after = 0, limit = 100, subject, type = [] } = request.query;
    await refuseBeyondHead(seen, after);
    const found = await factsOf(seen, { after, limit, subject, types: new Set(type) });
    return { revision, next: found.next, items: found.records.map(toldRecord) };
  });
};

/** The ledger may be ahead of the views: what was read of it before can be gone on from. */
const refuseBeyondHead = async (brain: LiveBrain, after: Revision): Promise<void> => {
  if (after <= brain.revision()) return;
  const head = await brain.ledger.head()();
  if (isLeft(head)) throw problemOfFault(head.left);
  const { revision } = head.right;
  if (after > revision) throw noPlace(String(after), revision, { pointer: '/after', in: 'query' });
};

const factSchema = {
  operationId: 'getEvent',
  summary: 'One fact with its link of the chain',
  tags: ['Ledger'],
  params: Type.Object({ revision: { ...revisionShape, minimum: 1, examples: [1] } }),
  querystring: oneQuery,
  response: { 200: factShape },
};

/** Registers the route that reads one fact. */
export const factRoute = (app: App, brain: LiveBrain): void => {
  const options = { config: policy('read', 'ledger'), schema: factSchema };
  app.get('/berth/v1/ledger/events/:revision', options, async (request, reply) => {
    const { seen } = await readAt(brain, reply, request.query);
    const { revision } = request.params;
    const page = await seen.ledger.read(revision - 1, 1)();
    if (isLeft(page)) throw problemOfFault(page.left);
    const [record] = page.right;
    if (record === undefined) throw noSuchFact(revision, seen.revision());
    return toldRecord(record);
  });
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
