import { Type } from 'typebox';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App } from '../../app.ts';
import { policy } from '../../policy.ts';
import { isUnchanged, readingQuery, readAt } from '../../reading.ts';
import { noErrors } from '../errors.ts';
import { closed, dryRunQuery, idParams } from '../shapes.ts';
import { resourcesBody, resourcesPatchBody, unitPutBody } from './bodies.ts';
import { promisedShape, resourcesSaid, unitSaid, unitShape, unitsSeen } from './record.ts';
import { refuseChanges, setResources } from './set-resources.ts';
import { foundUnit } from './single.ts';
import type { UnitKind } from './unit.ts';

/** Tells and sets what units are promised. */
export const resourceRoutes = (app: App, brain: LiveBrain, kind: UnitKind): void => {
  readRoute(app, brain, kind);
  putRoute(app, brain, kind);
  patchRoute(app, brain, kind);
  putUnitRoute(app, brain, kind);
};

const pathOf = (kind: UnitKind): string => `/api/v1/org-unit/${kind.path}/:id`;

const saidOf = (kind: UnitKind, operation: string, summary: string) => ({
  operationId: `runai${operation}`,
  summary,
  tags: [`Run:ai ${kind.path}`],
  params: idParams(kind.exampleId),
});

const promised = Type.Array(promisedShape);
const dryRun = Type.Object(dryRunQuery, closed);

const readRoute = (app: App, brain: LiveBrain, kind: UnitKind): void => {
  const config = policy('read', kind.kind);
  const schema = {
    ...saidOf(kind, `Get${kind.one}Resources`, `What a ${kind.kind} is promised and holds`),
    querystring: Type.Object(readingQuery, closed),
    response: { 200: promised },
  };
  app.get(`${pathOf(kind)}/resources`, { config, schema }, async (request, reply) => {
    const { seen } = await readAt(brain, reply, request.query);
    const row = foundUnit(seen, kind, request.params.id);
    isUnchanged({}, reply, row.revision);
    return resourcesSaid(row, unitsSeen(seen, kind));
  });
};

const putRoute = (app: App, brain: LiveBrain, kind: UnitKind): void => {
  const config = policy('write', kind.kind);
  const schema = {
    ...saidOf(kind, `Put${kind.one}Resources`, `Sets what a ${kind.kind} is promised in all pools`),
    querystring: dryRun,
    body: resourcesBody,
    response: { 200: promised },
  };
  app.put(`${pathOf(kind)}/resources`, { config, schema }, async (request, reply) => {
    const { id } = request.params;
    const setting = { brain, request, reply, kind, id, base: '', isWhole: true };
    const row = await setResources(setting, request.body, noErrors());
    return resourcesSaid(row, unitsSeen(brain, kind));
  });
};

const patchRoute = (app: App, brain: LiveBrain, kind: UnitKind): void => {
  const config = policy('write', kind.kind);
  const schema = {
    ...saidOf(kind, `Patch${kind.one}Resources`, `Sets some of what a ${kind.kind} is promised`),
    querystring: dryRun,
    body: resourcesPatchBody,
    response: { 200: promised },
  };
  app.patch(`${pathOf(kind)}/resources`, { config, schema }, async (request, reply) => {
    const { id } = request.params;
    const setting = { brain, request, reply, kind, id, base: '', isWhole: false };
    const row = await setResources(setting, request.body, noErrors());
    return resourcesSaid(row, unitsSeen(brain, kind));
  });
};

const putUnitRoute = (app: App, brain: LiveBrain, kind: UnitKind): void => {
  const config = policy('write', kind.kind);
  const schema = {
    ...saidOf(kind, `Put${kind.one}`, `Sets what a ${kind.kind} is promised; the rest stays`),
    querystring: dryRun,
    body: unitPutBody,
    response: { 200: unitShape },
  };
  app.put(pathOf(kind), { config, schema }, async (request, reply) => {
    const { id } = request.params;
    const errors = noErrors();
    refuseChanges(foundUnit(brain, kind, id), request.body, errors);
    const { resources } = request.body;
    // What is not spoken of stays: then only what is said of the rest is judged.
    const isWhole = resources !== undefined && resources !== null;
    const setting = { brain, request, reply, kind, id, base: '/resources', isWhole };
    const row = await setResources(setting, resources ?? [], errors);
    return unitSaid(row, unitsSeen(brain, kind));
  });
};
