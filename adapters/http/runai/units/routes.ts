import type { RouteGroup } from '../../app.ts';
import { type Collection, collectionRoutes } from '../collection.ts';
import { removalRoute, singleRoute } from '../single.ts';
import { creationRoutes } from './creation-routes.ts';
import { unitSaid, type UnitsSeen, unitShape, unitsSeen } from './record.ts';
import { resourceRoutes } from './resource-routes.ts';
import { singleOf } from './single.ts';
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

/** Projects and departments: everything under `/api/v1/org-unit` but the words for ranks. */
export const unitRoutes: RouteGroup = (app, brain) => {
  for (const kind of [projectKind, departmentKind]) {
    const single = singleOf(kind);
    collectionRoutes(app, brain, collectionOf(kind));
    singleRoute(app, brain, single);
    removalRoute(app, brain, {
      ...single,
      summary: `Deletes a ${kind.kind} that holds nothing any more`,
      exampleId: kind.spareId,
      askOf: kind.deleteAsk,
    });
    resourceRoutes(app, brain, kind);
  }
  creationRoutes(app, brain);
};
