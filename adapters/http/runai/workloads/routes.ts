import { Type } from 'typebox';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App, RouteGroup } from '../../app.ts';
import { policy } from '../../policy.ts';
import { isUnchanged, readingQuery, readAt } from '../../reading.ts';
import type { Condition } from '../../list/index.ts';
import type { WorkloadRow } from '../../../../projections/workload-list/index.ts';
import { type Collection, collectionRoutes } from '../collection.ts';
import { closed, idParams, memberOf } from '../shapes.ts';
import { actionRoutes } from './action-routes.ts';
import { batchRoutes } from './batch.ts';
import { idExamples } from './examples.ts';
import { foundWorkload, listedWorkloads, seenOf } from './found.ts';
import { lifeRoutes } from './life-routes.ts';
import { placedPodsOf, podSaid, podShape, podTable, type PodRow } from './pods.ts';
import { recordOf } from './record.ts';
import { recordShape } from './record-shape.ts';
import { type WorkloadsSeen, workloadTable } from './table.ts';
import { typedRoutes } from './typed-routes.ts';

const workloads: Collection<WorkloadRow, WorkloadsSeen> = {
  path: '/api/v1/workloads',
  member: 'workloads',
  kind: 'workload',
  many: 'Workloads',
  tag: 'Run:ai workloads',
  table: workloadTable,
  shape: recordShape,
  listed: listedWorkloads,
  told: recordOf,
  filterExample: 'phase==Running',
  narrowing: {
    query: {
      deleted: Type.Optional(
        Type.Boolean({ description: 'Lists what is deleted; otherwise that is left out.' }),
      ),
    },
    conditions: (query) => [memberOf(query, 'deleted') === true ? isDeleted : isThere],
  },
};

const phaseIs = (operator: '==' | '!='): Condition<WorkloadRow, WorkloadsSeen> => ({
  kind: 'text',
  of: ({ phase }) => phase,
  is: { operator, operand: 'Deleted' },
  group: '',
});
const isDeleted = phaseIs('==');
const isThere = phaseIs('!=');

const pods: Collection<PodRow, undefined> = {
  path: '/api/v1/workloads/pods',
  member: 'pods',
  kind: 'workload',
  many: 'Pods',
  tag: 'Run:ai workloads',
  table: podTable,
  shape: podShape,
  listed: (brain) => ({ source: { rows: placedPods(brain) }, see: undefined }),
  told: podSaid,
  filterExample: 'k8sPhase==Running',
};

/** Every pod that holds a place; their number is bounded by what the nodes hold. */
const placedPods = ({ views }: LiveBrain): readonly PodRow[] => {
  const found: PodRow[] = [];
  for (const row of views.workloads.rows.values()) {
    if (row.placements.length > 0) found.push(...placedPodsOf(row));
  }
  return found;
};

const oneRoute = (app: App, brain: LiveBrain): void => {
  app.get(
    '/api/v1/workloads/:id',
    {
      config: policy('read', 'workload'),
      schema: {
        operationId: 'runaiGetWorkload',
        summary: 'A workload of any type',
        tags: ['Run:ai workloads'],
        params: idParams(idExamples.training),
        querystring: Type.Object(readingQuery, closed),
        response: { 200: recordShape, 304: Type.Null({ description: 'As you have it' }) },
      },
    },
    async (request, reply) => {
      const { seen } = await readAt(brain, reply, request.query);
      const row = foundWorkload(seen, request.params.id);
      if (isUnchanged(request.headers, reply, row.revision)) return reply.send();
      return recordOf(row, seenOf(seen));
    },
  );
};

/** Everything under `/api/v1/workloads`. */
export const workloadRoutes: RouteGroup = (app, brain) => {
  collectionRoutes(app, brain, workloads);
  collectionRoutes(app, brain, pods);
  oneRoute(app, brain);
  for (const group of [lifeRoutes, batchRoutes, typedRoutes, actionRoutes]) group(app, brain);
};
