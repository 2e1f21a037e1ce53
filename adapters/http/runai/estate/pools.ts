import { Type } from 'typebox';
import { usualPlacement } from '../../../../domain/node-pool/index.ts';
import type { NodePoolRow } from '../../../../projections/org-units/index.ts';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App, RouteGroup } from '../../app.ts';
import { answered, tell } from '../../asking.ts';
import { policy } from '../../policy.ts';
import { type Collection, collectionRoutes } from '../collection.ts';
import { type Creating, createNamed } from '../create-named.ts';
import { noErrors } from '../errors.ts';
import { refuseMembers } from '../refused.ts';
import { closed, dryRunQuery, idParams } from '../shapes.ts';
import { foundRow, removalRoute, type Single, singleRoute } from '../single.ts';
import { clusterIdOf } from './cluster-of.ts';
import { notYetPool, poolBody, type PoolBody, poolPutBody } from './pool-bodies.ts';
import { poolSaid, poolShape, poolsSeen, type PoolsSeen, poolTable } from './pool-record.ts';

const place = {
  path: '/api/v1/node-pools',
  kind: 'node-pool',
  tag: 'Run:ai node pools',
  shape: poolShape,
} as const;

const collection: Collection<NodePoolRow, PoolsSeen> = {
  ...place,
  member: 'nodePools',
  many: 'NodePools',
  table: poolTable,
  listed: (brain) => ({
    source: { rows: [...brain.views.units.nodePools.values()] },
    see: poolsSeen(brain),
  }),
  told: poolSaid,
  filterExample: 'name==default',
};

const single: Single<NodePoolRow> = {
  ...place,
  noun: 'node pool',
  one: 'NodePool',
  exampleId: 'default',
  rows: ({ views }) => views.units.nodePools,
  told: (row, brain) => poolSaid(row, poolsSeen(brain)),
};

/** Node pools: listed, created, laid out otherwise, deleted. */
export const poolRoutes: RouteGroup = (app, brain) => {
  collectionRoutes(app, brain, collection);
  singleRoute(app, brain, single);
  createRoute(app, brain);
  putRoute(app, brain);
  removalRoute(app, brain, {
    ...single,
    summary: 'Deletes a node pool that has no nodes and no queues any more',
    askOf: (nodePoolId) => ({ type: 'DeleteNodePool', nodePoolId }),
  });
};

const refuse = (body: object, errors = noErrors()): void => {
  refuseMembers(body, notYetPool, { pointer: '', errors });
  errors.raise('The node pool cannot be like this');
};

const createRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiCreateNodePool',
    summary: 'Creates a node pool of the nodes that carry a label',
    tags: [place.tag],
    querystring: Type.Object(dryRunQuery, closed),
    body: poolBody,
    response: { 200: poolShape, 201: poolShape },
  };
  app.post(place.path, { config: policy('write', place.kind), schema }, (request, reply) =>
    createPool({ brain, request, reply }, request.body),
  );
};

const createPool = async (creating: Creating, body: PoolBody): Promise<object> => {
  const errors = noErrors();
  const clusterId = clusterIdOf(creating.brain, body, errors);
  refuse(body, errors);
  const { name, labelKey, labelValue, placementStrategy } = body;
  const asked = {
    name,
    clusterId,
    labelKey,
    labelValue,
    gpuPlacement: placementStrategy?.gpu ?? usualPlacement.gpuPlacement,
    cpuPlacement: placementStrategy?.cpu ?? usualPlacement.cpuPlacement,
  } as const;
  const { nodePools } = creating.brain.views.units;
  const { id, atMs, revision } = await createNamed(creating, {
    kind: place.kind,
    name,
    rows: nodePools,
    askOf: (nodePoolId) => ({ type: 'CreateNodePool', nodePoolId, ...asked }),
  });
  const row = nodePools.get(id) ?? { id, ...asked, createdAtMs: atMs, revision };
  return poolSaid(row, poolsSeen(creating.brain));
};

const putRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiPutNodePool',
    summary: 'Chooses how pods are laid out in a node pool',
    tags: [place.tag],
    params: idParams('default'),
    querystring: Type.Object(dryRunQuery, closed),
    body: poolPutBody,
    response: { 200: poolShape },
  };
  const config = policy('write', place.kind);
  app.put(`${place.path}/:id`, { config, schema }, async (request, reply) => {
    refuse(request.body);
    const row = foundRow(brain, single, request.params.id);
    const { gpu, cpu } = request.body.placementStrategy;
    const done = await tell(brain, request, {
      type: 'ChooseNodePoolPlacement',
      nodePoolId: row.id,
      gpuPlacement: gpu ?? row.gpuPlacement,
      cpuPlacement: cpu ?? row.cpuPlacement,
    });
    answered(reply, done, 200);
    return single.told(foundRow(brain, single, row.id), brain);
  });
};
