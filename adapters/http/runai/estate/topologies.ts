import { type Static, Type } from 'typebox';
import type { TopologyRow } from '../../../../projections/org-units/index.ts';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App, RouteGroup } from '../../app.ts';
import { answered, dryRunOf } from '../../asking.ts';
import type { ListTable } from '../../list/index.ts';
import { policy } from '../../policy.ts';
import { type Collection, collectionRoutes } from '../collection.ts';
import type { Creating } from '../create-named.ts';
import { noErrors } from '../errors.ts';
import { nameTaken } from '../fresh-name.ts';
import { closed, dryRunQuery, idParams, instantShape, instantText, maybe } from '../shapes.ts';
import { foundRow, removalRoute, type Single, singleRoute } from '../single.ts';
import { tellAs } from '../told-as.ts';
import { clusterIdOf } from './cluster-of.ts';

const topologySaid = (row: TopologyRow): object => ({
  id: row.id,
  name: row.name,
  clusterId: row.clusterId,
  levels: row.levels,
  createdAt: instantText(row.createdAtMs),
  revision: row.revision,
});

const text = Type.String();
const levels = Type.Array(Type.String({ minLength: 1, maxLength: 317 }), {
  minItems: 1,
  maxItems: 16,
  description: 'labels of nodes, the farthest first and the closest last',
});

const topologyShape = Type.Object(
  {
    id: Type.String({ description: 'cluster:name' }),
    name: text,
    clusterId: text,
    levels: Type.Array(text),
    createdAt: instantShape,
    revision: Type.Integer({ minimum: 0, description: 'the last fact about it' }),
  },
  { ...closed, 'x-component': 'RunaiNetworkTopology' },
);

const topologyBody = Type.Object(
  {
    name: Type.String({ maxLength: 63 }),
    clusterId: maybe(
      Type.String({ maxLength: 63, description: 'may be left out where there is one cluster' }),
    ),
    levels,
  },
  {
    ...closed,
    examples: [{ name: 'nvlink', clusterId: 'cluster', levels: ['zone', 'block', 'rack'] }],
  },
);

const topologyPutBody = Type.Object(
  { levels },
  { ...closed, examples: [{ levels: ['zone', 'rack'] }] },
);

const table: ListTable<TopologyRow, undefined> = {
  noun: 'network topology',
  idOf: ({ id }) => id,
  usual: { sortBy: 'name', sortOrder: 'asc' },
  searched: [({ name }) => name],
  fields: new Map([
    ['id', { kind: 'text', of: ({ id }: TopologyRow) => id }],
    ['name', { kind: 'text', of: ({ name }: TopologyRow) => name }],
    ['clusterId', { kind: 'text', of: ({ clusterId }: TopologyRow) => clusterId }],
    ['createdAt', { kind: 'instant', of: ({ createdAtMs }: TopologyRow) => createdAtMs }],
  ]),
};

const place = {
  path: '/api/v1/network-topologies',
  kind: 'cluster',
  tag: 'Run:ai network topologies',
  shape: topologyShape,
} as const;

const collection: Collection<TopologyRow, undefined> = {
  ...place,
  member: 'networkTopologies',
  many: 'NetworkTopologies',
  table,
  listed: ({ views }) => ({
    source: { rows: [...views.units.topologies.values()] },
    see: undefined,
  }),
  told: topologySaid,
  filterExample: 'name==nvlink',
};

const single: Single<TopologyRow> = {
  ...place,
  noun: 'network topology',
  one: 'NetworkTopology',
  exampleId: 'cluster:nvlink',
  rows: ({ views }) => views.units.topologies,
  told: topologySaid,
};

const partsOf = (id: string): { readonly clusterId: string; readonly name: string } => {
  const colon = id.indexOf(':');
  return { clusterId: id.slice(0, Math.max(0, colon)), name: id.slice(colon + 1) };
};

/** Network topologies: listed, defined, redefined, removed. @source product reference §3.3 */
export const topologyRoutes: RouteGroup = (app, brain) => {
  collectionRoutes(app, brain, collection);
  singleRoute(app, brain, single);
  createRoute(app, brain);
  putRoute(app, brain);
  removalRoute(app, brain, {
    ...single,
    summary: 'Removes a network topology; who waits for a domain of it is told so',
    askOf: (id) => {
      const { clusterId, name } = foundRow(brain, single, id);
      return { type: 'RemoveTopology', clusterId, name };
    },
  });
};

const createRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiCreateNetworkTopology',
    summary: 'Says which labels of nodes are the levels of a network',
    tags: [place.tag],
    querystring: Type.Object(dryRunQuery, closed),
    body: topologyBody,
    response: { 200: topologyShape, 201: topologyShape },
  };
  app.post(place.path, { config: policy('write', place.kind), schema }, (request, reply) =>
    createTopology({ brain, request, reply }, request.body),
  );
};

const createTopology = async (
  creating: Creating,
  body: Static<typeof topologyBody>,
): Promise<object> => {
  const { brain } = creating;
  const errors = noErrors();
  const clusterId = clusterIdOf(brain, body, errors);
  errors.raise('The network topology cannot be like this');
  const asked = { clusterId, name: body.name, levels: body.levels };
  // The same request again is answered by the facts of its first time; another one must not redefine what is there.
  const before = brain.views.units.topologies.get(`${clusterId}:${body.name}`);
  if (before !== undefined && before.levels.join(' ') !== body.levels.join(' '))
    throw nameTaken('network topology', body.name);
  return define(creating, asked, 201);
};

/** Defines a topology and tells it as it stands then. @throws Problem when it is refused */
const define = async (
  { brain, request, reply }: Creating,
  asked: { readonly clusterId: string; readonly name: string; readonly levels: readonly string[] },
  status: 200 | 201,
): Promise<object> => {
  const done = await tellAs(brain, request, {
    ask: { type: 'DefineTopology', ...asked, levels: [...asked.levels] },
    expectedRevision: undefined,
    pointerOf: (pointer) => pointer,
  });
  if (status === 201 && done.facts.length === 0) throw nameTaken('network topology', asked.name);
  answered(reply, done, dryRunOf(request.query) ? 200 : status);
  const id = `${asked.clusterId}:${asked.name}`;
  const imagined = { id, ...asked, createdAtMs: brain.nowMs(), revision: done.revision };
  const known = dryRunOf(request.query) ? undefined : brain.views.units.topologies.get(id);
  return topologySaid(known ?? imagined);
};

const putRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiPutNetworkTopology',
    summary: 'Says anew which labels of nodes are the levels of a network',
    tags: [place.tag],
    params: idParams('cluster:nvlink'),
    querystring: Type.Object(dryRunQuery, closed),
    body: topologyPutBody,
    response: { 200: topologyShape },
  };
  const config = policy('write', place.kind);
  app.put(`${place.path}/:id`, { config, schema }, async (request, reply) => {
    const { id } = foundRow(brain, single, request.params.id);
    const { levels: said } = request.body;
    return define({ brain, request, reply }, { ...partsOf(id), levels: said }, 200);
  });
};
