import { Type } from 'typebox';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App, RouteGroup } from '../../app.ts';
import { answered, tell } from '../../asking.ts';
import { policy } from '../../policy.ts';
import { isUnchanged, minRevisionQuery, readAt } from '../../reading.ts';
import { type Collection, collectionRoutes } from '../collection.ts';
import { closed, dryRunQuery, idParams } from '../shapes.ts';
import { creationRoutes } from './creation-routes.ts';
import { foundUnit } from './found.ts';
import { unitSaid, type UnitsSeen, unitShape, unitsSeen } from './record.ts';
import { resourceRoutes } from './resource-routes.ts';
import { unitTableOf } from './tables.ts';
import { departmentKind, projectKind, type UnitKind, type UnitRow } from './unit.ts';

const collectionOf = (kind: UnitKind): Collection<UnitRow, UnitsSeen> => ({
  path: `/api/v1/org-unit/${kind.path}`,
  member: kind.path,
  kind: kind.kind,
  many: kind.many,
  tag: `Run:ai ${kind.path}`,
  table: unitTableOf(kind),
  shape: unitShape,
  listed: (brain) => ({
    source: { rows: [...kind.rows(brain.views.units).values()] },
    see: unitsSeen(brain, kind),
  }),
  told: unitSaid,
  filterExample: `name==${kind.exampleId}`,
});

/** Everything under `/api/v1/org-unit`. */
export const unitRoutes: RouteGroup = (app, brain) => {
  for (const kind of [projectKind, departmentKind]) {
    collectionRoutes(app, brain, collectionOf(kind));
    oneRoute(app, brain, kind);
    deleteRoute(app, brain, kind);
    resourceRoutes(app, brain, kind);
  }
  creationRoutes(app, brain);
};

const oneRoute = (app: App, brain: LiveBrain, kind: UnitKind): void => {
  app.get(
    `/api/v1/org-unit/${kind.path}/:id`,
    {
      config: policy('read', kind.kind),
      schema: {
        operationId: `runaiGet${kind.one}`,
        summary: `A ${kind.kind}, with what it is promised and what it holds`,
        tags: [`Run:ai ${kind.path}`],
        params: idParams(kind.exampleId),
        querystring: Type.Object(minRevisionQuery, closed),
        response: { 200: unitShape },
      },
    },
    async (request, reply) => {
      await readAt(brain, reply, request.query);
      const row = foundUnit(brain, kind, request.params.id);
      // What it holds changes with workloads, so that its tag says what to match and not what is unchanged.
      isUnchanged({}, reply, row.revision);
      return unitSaid(row, unitsSeen(brain, kind));
    },
  );
};

const deleteRoute = (app: App, brain: LiveBrain, kind: UnitKind): void => {
  app.delete(
    `/api/v1/org-unit/${kind.path}/:id`,
    {
      config: policy('write', kind.kind),
      schema: {
        operationId: `runaiDelete${kind.one}`,
        summary: `Deletes a ${kind.kind} that holds nothing any more`,
        tags: [`Run:ai ${kind.path}`],
        params: idParams(kind.spareId),
        querystring: Type.Object(dryRunQuery, closed),
        response: { 202: Type.Object({ id: Type.String() }, closed) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const done = await tell(brain, request, kind.deleteAsk(id));
      answered(reply, done, 202);
      return { id };
    },
  );
};
