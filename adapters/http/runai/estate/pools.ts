import { type Static, Type } from 'typebox';
import type { NodePoolRow } from '../../../../projections/org-units/index.ts';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App, RouteGroup } from '../../app.ts';
import { type AnsweringReply, answered, type AskingRequest, dryRunOf, tell } from '../../asking.ts';
import { noSuch } from '../../berth/missing.ts';
import { policy } from '../../policy.ts';
import { isUnchanged, minRevisionQuery, readAt } from '../../reading.ts';
import { type Collection, collectionRoutes } from '../collection.ts';
import { Errors } from '../errors.ts';
import { idForName, nameTaken } from '../fresh-name.ts';
import { closed, dryRunQuery, idParams, maybe } from '../shapes.ts';
import { refuseMembers } from '../refuse-members.ts';
import { tellAs } from '../told-as.ts';
import { poolSaid, poolShape, poolsSeen, type PoolsSeen, poolTable } from './pool-record.ts';

const tag = 'Run:ai node pools';
const path = '/api/v1/node-pools';

const strategy = Type.Union([Type.Literal('binpack'), Type.Literal('spread')]);
const strategies = Type.Object({ cpu: maybe(strategy), gpu: maybe(strategy) }, closed);

/** What Run:ai takes for node pools and Berth does not do. */
const notYetPool = {
  overProvisioningRatio: 'GPUs are not given out twice: leave it out',
  swapEnabled: 'GPU memory is not swapped: leave it out',
  networkTopologyId: 'topologies are not offered yet: leave it out',
  gpuNetworkAccelerationLabelKey: 'topologies are not offered yet: leave it out',
  gpuResourceOptimization: 'GPUs are not given out twice: leave it out',
} as const;

const refused = {
  overProvisioningRatio: maybe(Type.Unknown({ description: 'Refused.' })),
  swapEnabled: maybe(Type.Unknown({ description: 'Refused.' })),
  networkTopologyId: maybe(Type.Unknown({ description: 'Refused.' })),
  gpuNetworkAccelerationLabelKey: maybe(Type.Unknown({ description: 'Refused.' })),
  gpuResourceOptimization: maybe(Type.Unknown({ description: 'Refused.' })),
};

const createBody = Type.Object(
  {
    name: Type.String({ maxLength: 63 }),
    clusterId: Type.String({ maxLength: 63 }),
    labelKey: Type.String({ maxLength: 317 }),
    labelValue: Type.String({ maxLength: 63 }),
    placementStrategy: maybe(strategies),
    ...refused,
  },
  {
    ...closed,
    examples: [
      {
        name: 'h100',
        clusterId: 'cluster',
        labelKey: 'gpu',
        labelValue: 'h100',
        placementStrategy: { cpu: 'spread', gpu: 'binpack' },
      },
    ],
  },
);
type CreateBody = Static<typeof createBody>;

const putBody = Type.Object(
  { placementStrategy: strategies, ...refused },
  { ...closed, examples: [{ placementStrategy: { gpu: 'spread' } }] },
);

const collection: Collection<NodePoolRow, PoolsSeen> = {
  path,
  member: 'nodePools',
  kind: 'node-pool',
  many: 'NodePools',
  tag,
  table: poolTable,
  shape: poolShape,
  listed: (brain) => ({
    source: { rows: [...brain.views.units.nodePools.values()] },
    see: poolsSeen(brain),
  }),
  told: poolSaid,
  filterExample: 'name==default',
};

/** Node pools: listed, created, laid out otherwise, deleted. */
export const poolRoutes: RouteGroup = (app, brain) => {
  collectionRoutes(app, brain, collection);
  oneRoute(app, brain);
  createRoute(app, brain);
  putRoute(app, brain);
  deleteRoute(app, brain);
};

const foundPool = ({ views }: LiveBrain, id: string): NodePoolRow => {
  const { nodePools } = views.units;
  const row = nodePools.get(id);
  if (row === undefined) throw noSuch('node pool', id, nodePools.keys());
  return row;
};

const oneRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiGetNodePool',
    summary: 'A node pool',
    tags: [tag],
    params: idParams('default'),
    querystring: Type.Object(minRevisionQuery, closed),
    response: { 200: poolShape },
  };
  app.get(
    `${path}/:id`,
    { config: policy('read', 'node-pool'), schema },
    async (request, reply) => {
      await readAt(brain, reply, request.query);
      const row = foundPool(brain, request.params.id);
      isUnchanged({}, reply, row.revision);
      return poolSaid(row, poolsSeen(brain));
    },
  );
};

const createRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiCreateNodePool',
    summary: 'Creates a node pool of the nodes that carry a label',
    tags: [tag],
    querystring: Type.Object(dryRunQuery, closed),
    body: createBody,
    response: { 200: poolShape, 201: poolShape },
  };
  app.post(path, { config: policy('write', 'node-pool'), schema }, (request, reply) =>
    createPool({ brain, request, reply }, request.body),
  );
};

interface Creating {
  readonly brain: LiveBrain;
  readonly request: AskingRequest;
  readonly reply: AnsweringReply;
}

const createPool = async (
  { brain, request, reply }: Creating,
  body: CreateBody,
): Promise<object> => {
  const errors = new Errors();
  refuseMembers(body, notYetPool, { pointer: '', errors });
  errors.raise('The node pool cannot be like this');
  const { name, clusterId, labelKey, labelValue, placementStrategy } = body;
  const rows = brain.views.units.nodePools;
  const nodePoolId = idForName(brain, request, { kind: 'node-pool', name, rows });
  const asked = {
    name,
    clusterId,
    labelKey,
    labelValue,
    gpuPlacement: placementStrategy?.gpu ?? 'binpack',
    cpuPlacement: placementStrategy?.cpu ?? 'binpack',
  } as const;
  const done = await tellAs(brain, request, {
    ask: { type: 'CreateNodePool', nodePoolId, ...asked },
    expectedRevision: undefined,
    pointerOf: (pointer) => (pointer === '/nodePoolId' ? '/name' : pointer),
  });
  const [first] = done.facts;
  if (first === undefined) throw nameTaken('node pool', name);
  const isDryRun = dryRunOf(request.query);
  answered(reply, done, isDryRun ? 200 : 201);
  const { id } = first.subject;
  const imagined = { id, ...asked, createdAtMs: first.atMs, revision: first.revision };
  return poolSaid(rows.get(id) ?? imagined, poolsSeen(brain));
};

const putRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiPutNodePool',
    summary: 'Chooses how pods are laid out in a node pool',
    tags: [tag],
    params: idParams('default'),
    querystring: Type.Object(dryRunQuery, closed),
    body: putBody,
    response: { 200: poolShape },
  };
  app.put(
    `${path}/:id`,
    { config: policy('write', 'node-pool'), schema },
    async (request, reply) => {
      const errors = new Errors();
      refuseMembers(request.body, notYetPool, { pointer: '', errors });
      errors.raise('The node pool cannot be like this');
      const row = foundPool(brain, request.params.id);
      const { gpu, cpu } = request.body.placementStrategy;
      const done = await tell(brain, request, {
        type: 'ChooseNodePoolPlacement',
        nodePoolId: row.id,
        gpuPlacement: gpu ?? row.gpuPlacement,
        cpuPlacement: cpu ?? row.cpuPlacement,
      });
      answered(reply, done, 200);
      return poolSaid(foundPool(brain, row.id), poolsSeen(brain));
    },
  );
};

const deleteRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiDeleteNodePool',
    summary: 'Deletes a node pool that has no nodes and no queues any more',
    tags: [tag],
    params: idParams('default'),
    querystring: Type.Object(dryRunQuery, closed),
    response: { 202: Type.Object({ id: Type.String() }, closed) },
  };
  app.delete(
    `${path}/:id`,
    { config: policy('write', 'node-pool'), schema },
    async (request, reply) => {
      const { id } = request.params;
      answered(reply, await tell(brain, request, { type: 'DeleteNodePool', nodePoolId: id }), 202);
      return { id };
    },
  );
};
