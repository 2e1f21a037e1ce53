import { Type } from 'typebox';
import type { App } from '../app.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import { countOf, listAskedOf, pageOf } from '../list/index.ts';
import { policy } from '../policy.ts';
import { isUnchanged, readAt, type ReadingReply } from '../reading.ts';
import { noSuch } from './missing.ts';
import { idParams, oneQuery, pageQuery } from './query.ts';
import type { Resource } from './resource.ts';
import { pageShape } from './page-shape.ts';

/** Routes that list the rows of a resource and tell one of them. */
export const resourceRoutes =
  <Row>(resource: Resource<Row>) =>
  (app: App, brain: LiveBrain): void => {
    listRoute(app, brain, resource);
    oneRoute(app, brain, resource);
  };

const listRoute = <Row>(app: App, brain: LiveBrain, resource: Resource<Row>): void => {
  const { table, told } = resource;
  app.get(
    `/berth/v1/${resource.path}`,
    {
      config: policy('read', resource.kind),
      schema: {
        operationId: `list${resource.many}`,
        summary: resource.summary,
        tags: ['Views'],
        querystring: pageQuery,
        response: { 200: pageShape(resource.shape) },
      },
    },
    async (request, reply) => {
      const { seen, revision } = await readAt(brain, reply, {
        ...request.query,
        ...wantedBy(resource),
      });
      const asked = listAskedOf(table, request.query);
      const listed = { source: resource.rows(seen), see: undefined };
      const { rows } = pageOf(table, asked, listed);
      const total = countOf(table, asked, listed);
      return { revision, nowMs: seen.nowMs(), total, offset: asked.offset, items: rows.map(told) };
    },
  );
};

const oneRoute = <Row>(app: App, brain: LiveBrain, resource: Resource<Row>): void => {
  app.get(
    `/berth/v1/${resource.path}/:id`,
    {
      config: policy('read', resource.kind),
      schema: {
        operationId: `get${resource.one}`,
        summary: `One ${resource.table.noun}`,
        tags: ['Views'],
        params: idParams(resource.exampleId),
        querystring: oneQuery,
        response: { 200: resource.shape, 304: Type.Null({ description: 'As you have it' }) },
      },
    },
    async (request, reply) => {
      const { params, query } = request;
      const row = await rowAt(brain, reply, { resource, id: params.id, query });
      const tag = resource.tagOf(row);
      if (tag !== undefined && isUnchanged(request.headers, reply, tag)) return reply.send();
      return resource.told(row);
    },
  );
};

interface OneAsked<Row> {
  readonly resource: Resource<Row>;
  readonly id: string;
  readonly query: Parameters<typeof readAt>[2];
}

/** One row as of what a reader wants to see; what else there is is looked at only where it is missing. */
const rowAt = async <Row>(
  brain: LiveBrain,
  reply: ReadingReply,
  { resource, id, query }: OneAsked<Row>,
): Promise<Row> => {
  if (query.at !== undefined && resource.findThen !== undefined) {
    const { seen } = await readAt(brain, reply, { ...query, views: [] });
    const row = await resource.findThen(seen, id);
    if (row !== undefined) return row;
  }
  const { seen } = await readAt(brain, reply, { ...query, ...wantedBy(resource) });
  const row = resource.find(seen, id);
  if (row === undefined) throw noSuch(resource.table.noun, id, idsOf(seen, resource));
  return row;
};

const wantedBy = <Row>({ isOfUse = false, views }: Resource<Row>) => ({
  isUseWanted: isOfUse,
  views,
});

function* idsOf<Row>(brain: LiveBrain, { rows, table }: Resource<Row>): Iterable<string> {
  for (const row of rows(brain).rows) yield table.idOf(row);
}
