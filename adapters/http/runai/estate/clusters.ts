import { Type } from 'typebox';
import type { ClusterRow } from '../../../../projections/org-units/index.ts';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App, RouteGroup } from '../../app.ts';
import { answered, dryRunOf, tell } from '../../asking.ts';
import { noSuch } from '../../berth/missing.ts';
import type { ListTable } from '../../list/index.ts';
import { policy } from '../../policy.ts';
import { isUnchanged, minRevisionQuery, readAt } from '../../reading.ts';
import { type Collection, collectionRoutes } from '../collection.ts';
import { idForName, nameTaken } from '../fresh-name.ts';
import { closed, dryRunQuery, idParams, instantShape, instantText } from '../shapes.ts';
import { tellAs } from '../told-as.ts';

const tag = 'Run:ai clusters';
const path = '/api/v1/clusters';
const states = ['WaitingToConnect', 'Connected', 'Disconnected'] as const;

const clusterSaid = (row: ClusterRow): object => ({
  uuid: row.id,
  name: row.name,
  createdAt: instantText(row.createdAtMs),
  status: {
    state: row.state,
    stateSince: instantText(row.stateSinceMs),
    ...(row.reason === '' ? {} : { reason: row.reason }),
  },
  revision: row.revision,
});

const text = Type.String();
const clusterShape = Type.Object(
  {
    uuid: Type.String({ description: 'its id' }),
    name: text,
    createdAt: instantShape,
    status: Type.Object(
      {
        state: Type.Unsafe<string>({ type: 'string', enum: states }),
        stateSince: instantShape,
        reason: Type.Optional(text),
      },
      closed,
    ),
    revision: Type.Integer({ minimum: 0, description: 'the last fact about it' }),
  },
  { ...closed, 'x-component': 'RunaiCluster' },
);

const table: ListTable<ClusterRow, undefined> = {
  noun: 'cluster',
  idOf: ({ id }) => id,
  usual: { sortBy: 'name', sortOrder: 'asc' },
  searched: [({ name }) => name],
  fields: new Map([
    ['uuid', { kind: 'text', of: ({ id }: ClusterRow) => id }],
    ['name', { kind: 'text', of: ({ name }: ClusterRow) => name }],
    ['state', { kind: 'text', words: states, of: ({ state }: ClusterRow) => state }],
    ['createdAt', { kind: 'instant', of: ({ createdAtMs }: ClusterRow) => createdAtMs }],
  ]),
};

const collection: Collection<ClusterRow, undefined> = {
  path,
  member: 'clusters',
  kind: 'cluster',
  many: 'Clusters',
  tag,
  table,
  shape: clusterShape,
  listed: ({ views }) => ({
    source: { rows: [...views.units.clusters.values()] },
    see: undefined,
  }),
  told: clusterSaid,
  filterExample: 'state==Connected',
};

/** Clusters: listed, registered, removed. */
export const clusterRoutes: RouteGroup = (app, brain) => {
  collectionRoutes(app, brain, collection);
  oneRoute(app, brain);
  createRoute(app, brain);
  deleteRoute(app, brain);
};

const oneRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiGetCluster',
    summary: 'A cluster, and whether it reports',
    tags: [tag],
    params: idParams('cluster'),
    querystring: Type.Object(minRevisionQuery, closed),
    response: { 200: clusterShape },
  };
  app.get(`${path}/:id`, { config: policy('read', 'cluster'), schema }, async (request, reply) => {
    await readAt(brain, reply, request.query);
    const { clusters } = brain.views.units;
    const { id } = request.params;
    const row = clusters.get(id);
    if (row === undefined) throw noSuch('cluster', id, clusters.keys());
    isUnchanged({}, reply, row.revision);
    return clusterSaid(row);
  });
};

const createBody = Type.Object(
  { name: Type.String({ maxLength: 63 }) },
  { ...closed, examples: [{ name: 'lab' }] },
);

const createRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiCreateCluster',
    summary: 'Registers a cluster, which then waits to connect',
    tags: [tag],
    querystring: Type.Object(dryRunQuery, closed),
    body: createBody,
    response: { 200: clusterShape, 201: clusterShape },
  };
  app.post(path, { config: policy('write', 'cluster'), schema }, async (request, reply) => {
    const { name } = request.body;
    const rows = brain.views.units.clusters;
    const clusterId = idForName(brain, request, { kind: 'cluster', name, rows });
    const done = await tellAs(brain, request, {
      ask: { type: 'RegisterCluster', clusterId, name },
      expectedRevision: undefined,
      pointerOf: (pointer) => (pointer === '/clusterId' ? '/name' : pointer),
    });
    const [first] = done.facts;
    if (first === undefined) throw nameTaken('cluster', name);
    answered(reply, done, dryRunOf(request.query) ? 200 : 201);
    const { atMs, revision, subject } = first;
    const imagined = { id: subject.id, name, createdAtMs: atMs, revision, stateSinceMs: atMs };
    return clusterSaid(
      rows.get(subject.id) ?? { ...imagined, state: 'WaitingToConnect', reason: '' },
    );
  });
};

const deleteRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiDeleteCluster',
    summary: 'Removes a cluster on which nothing runs or waits any more',
    tags: [tag],
    params: idParams('cluster'),
    querystring: Type.Object(dryRunQuery, closed),
    response: { 202: Type.Object({ uuid: Type.String() }, closed) },
  };
  app.delete(
    `${path}/:id`,
    { config: policy('write', 'cluster'), schema },
    async (request, reply) => {
      const { id } = request.params;
      answered(reply, await tell(brain, request, { type: 'RemoveCluster', clusterId: id }), 202);
      return { uuid: id };
    },
  );
};
