import { Type } from 'typebox';
import type { ClusterRow } from '../../../../projections/org-units/index.ts';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App, RouteGroup } from '../../app.ts';
import type { ListTable } from '../../list/index.ts';
import { policy } from '../../policy.ts';
import { type Collection, collectionRoutes } from '../collection.ts';
import { type Creating, createNamed } from '../create-named.ts';
import { closed, dryRunQuery, instantShape, instantText, wordsOf } from '../shapes.ts';
import { removalRoute, type Single, singleRoute } from '../single.ts';

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
      { state: wordsOf(states), stateSince: instantShape, reason: Type.Optional(text) },
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

const place = {
  path: '/api/v1/clusters',
  kind: 'cluster',
  tag: 'Run:ai clusters',
  shape: clusterShape,
} as const;

const collection: Collection<ClusterRow, undefined> = {
  ...place,
  member: 'clusters',
  many: 'Clusters',
  table,
  listed: ({ views }) => ({ source: { rows: [...views.units.clusters.values()] }, see: undefined }),
  told: clusterSaid,
  filterExample: 'state==Connected',
};

const single: Single<ClusterRow> = {
  ...place,
  noun: 'cluster',
  one: 'Cluster',
  exampleId: 'cluster',
  rows: ({ views }) => views.units.clusters,
  told: clusterSaid,
};

/** Clusters: listed, registered, removed. */
export const clusterRoutes: RouteGroup = (app, brain) => {
  collectionRoutes(app, brain, collection);
  singleRoute(app, brain, single);
  createRoute(app, brain);
  removalRoute(app, brain, {
    ...single,
    summary: 'Removes a cluster on which nothing runs or waits any more',
    askOf: (clusterId) => ({ type: 'RemoveCluster', clusterId }),
  });
};

const createRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiCreateCluster',
    summary: 'Registers a cluster, which then waits to connect',
    tags: [place.tag],
    querystring: Type.Object(dryRunQuery, closed),
    body: clusterBody,
    response: { 200: clusterShape, 201: clusterShape },
  };
  app.post(place.path, { config: policy('write', place.kind), schema }, (request, reply) =>
    createCluster({ brain, request, reply }, request.body.name),
  );
};

const clusterBody = Type.Object(
  { name: Type.String({ maxLength: 63 }) },
  { ...closed, examples: [{ name: 'lab' }] },
);

const createCluster = async (creating: Creating, name: string): Promise<object> => {
  const rows = creating.brain.views.units.clusters;
  const { id, atMs, revision } = await createNamed(creating, {
    kind: place.kind,
    name,
    rows,
    askOf: (clusterId) => ({ type: 'RegisterCluster', clusterId, name }),
  });
  const imagined = { id, name, createdAtMs: atMs, stateSinceMs: atMs, revision, reason: '' };
  return clusterSaid(rows.get(id) ?? { ...imagined, state: 'WaitingToConnect' });
};
