import { Type } from 'typebox';
import { amountsShape } from '../../../domain/foundation/shapes.ts';
import type { RouteGroup } from '../app.ts';
import { policy } from '../policy.ts';
import { readAt } from '../reading.ts';
import { poolsOf } from './pools.ts';
import { oneQuery } from './query.ts';
import { moment } from './moment-example.ts';
import { poolExample } from './row-examples.ts';

const count = Type.Integer({ minimum: 0 });

const poolShape = Type.Object(
  {
    nodePoolId: Type.String(),
    nodes: Type.Object(
      { ready: count, cordoned: count, lost: count },
      { additionalProperties: false },
    ),
    total: amountsShape,
    allocated: amountsShape,
    pending: amountsShape,
    pendingWorkloads: count,
    runningWorkloads: count,
    freeGpuMilli: Type.Integer({ minimum: 0, description: 'on nodes that take pods' }),
    freeWholeGpus: Type.Integer({ minimum: 0, description: 'cards that nobody holds a part of' }),
    mostFreeGpusOnANode: Type.Integer({ minimum: 0, description: 'the largest pod that fits now' }),
  },
  { additionalProperties: false, 'x-component': 'PoolCapacity' },
);

const schema = {
  operationId: 'getCapacity',
  summary: 'What each node pool has, holds, and is asked for',
  tags: ['Views'],
  querystring: oneQuery,
  response: {
    200: Type.Object(
      { revision: count, nowMs: Type.Integer(), pools: Type.Array(poolShape) },
      { additionalProperties: false, examples: [{ ...moment, pools: [poolExample] }] },
    ),
  },
};

/** Tells what each node pool has, holds, and is asked for. */
export const capacityRoutes: RouteGroup = (app, brain) => {
  const options = { config: policy('read', 'capacity'), schema };
  app.get('/berth/v1/capacity', options, async (request, reply) => {
    const { seen, revision } = await readAt(brain, reply, request.query);
    return { revision, nowMs: seen.nowMs(), pools: poolsOf(seen.views) };
  });
};
