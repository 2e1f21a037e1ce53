import { Type } from 'typebox';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App } from '../../app.ts';
import { type AnsweringReply, answered, type AskingRequest } from '../../asking.ts';
import { policy } from '../../policy.ts';
import { isUnchanged, minRevisionQuery, readAt } from '../../reading.ts';
import { Errors } from '../errors.ts';
import { closed, dryRunQuery, idParams } from '../shapes.ts';
import { refuseMembers } from '../refuse-members.ts';
import {
  notYetUnit,
  resourcesBody,
  resourcesPatchBody,
  unitPutBody,
  type UnitPutBody,
} from './bodies.ts';
import { foundUnit } from './found.ts';
import { grantAll, grantsOf } from './grants.ts';
import { promisedShape, resourcesSaid, unitSaid, unitShape, unitsSeen } from './record.ts';
import type { ResourceSaid } from './resources.ts';
import type { UnitKind, UnitRow } from './unit.ts';

/** Tells and sets what units are promised. */
export const resourceRoutes = (app: App, brain: LiveBrain, kind: UnitKind): void => {
  readRoute(app, brain, kind);
  putRoute(app, brain, kind);
  patchRoute(app, brain, kind);
  putUnitRoute(app, brain, kind);
};

const routeOf = (kind: UnitKind, operation: string, summary: string) => ({
  operationId: `runai${operation}`,
  summary,
  tags: [`Run:ai ${kind.path}`],
  params: idParams(kind.exampleId),
});

const promised = Type.Array(promisedShape);
const dryRun = Type.Object(dryRunQuery, closed);

const readRoute = (app: App, brain: LiveBrain, kind: UnitKind): void => {
  app.get(
    `/api/v1/org-unit/${kind.path}/:id/resources`,
    {
      config: policy('read', kind.kind),
      schema: {
        ...routeOf(kind, `Get${kind.one}Resources`, `What a ${kind.kind} is promised and holds`),
        querystring: Type.Object(minRevisionQuery, closed),
        response: { 200: promised },
      },
    },
    async (request, reply) => {
      await readAt(brain, reply, request.query);
      const row = foundUnit(brain, kind, request.params.id);
      isUnchanged({}, reply, row.revision);
      return resourcesSaid(row, unitsSeen(brain, kind));
    },
  );
};

const putRoute = (app: App, brain: LiveBrain, kind: UnitKind): void => {
  app.put(
    `/api/v1/org-unit/${kind.path}/:id/resources`,
    {
      config: policy('write', kind.kind),
      schema: {
        ...routeOf(
          kind,
          `Put${kind.one}Resources`,
          `Sets what a ${kind.kind} is promised in all pools`,
        ),
        querystring: dryRun,
        body: resourcesBody,
        response: { 200: promised },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const setting: Setting = { brain, request, reply, kind, id, base: '', isWhole: true };
      const row = await setResources(setting, request.body, new Errors());
      return resourcesSaid(row, unitsSeen(brain, kind));
    },
  );
};

const patchRoute = (app: App, brain: LiveBrain, kind: UnitKind): void => {
  app.patch(
    `/api/v1/org-unit/${kind.path}/:id/resources`,
    {
      config: policy('write', kind.kind),
      schema: {
        ...routeOf(
          kind,
          `Patch${kind.one}Resources`,
          `Sets some of what a ${kind.kind} is promised`,
        ),
        querystring: dryRun,
        body: resourcesPatchBody,
        response: { 200: promised },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const setting: Setting = { brain, request, reply, kind, id, base: '', isWhole: false };
      const row = await setResources(setting, request.body, new Errors());
      return resourcesSaid(row, unitsSeen(brain, kind));
    },
  );
};

const putUnitRoute = (app: App, brain: LiveBrain, kind: UnitKind): void => {
  app.put(
    `/api/v1/org-unit/${kind.path}/:id`,
    {
      config: policy('write', kind.kind),
      schema: {
        ...routeOf(kind, `Put${kind.one}`, `Sets what a ${kind.kind} is promised; the rest stays`),
        querystring: dryRun,
        body: unitPutBody,
        response: { 200: unitShape },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const errors = new Errors();
      refuseChanges(foundUnit(brain, kind, id), request.body, errors);
      const setting: Setting = {
        brain,
        request,
        reply,
        kind,
        id,
        base: '/resources',
        isWhole: true,
      };
      const row = await setResources(setting, request.body.resources, errors);
      return unitSaid(row, unitsSeen(brain, kind));
    },
  );
};

/** What a unit is called and where it stands is for ever. */
const refuseChanges = (row: UnitRow, body: UnitPutBody, errors: Errors): void => {
  refuseMembers(body, notYetUnit, { pointer: '', errors });
  const present = {
    name: row.name,
    clusterId: row.clusterId,
    ...('departmentId' in row ? { parentId: row.departmentId } : {}),
  };
  for (const [name, value] of Object.entries(present)) {
    const said: unknown = Reflect.get(body, name) ?? value;
    if (said === value) continue;
    errors.add(`/${name}`, said, {
      problem: `differs from ${value}, and cannot be changed`,
      remedy: 'leave it out, or create another one',
    });
  }
  const pool = 'defaultNodePoolId' in row ? row.defaultNodePoolId : undefined;
  const pools = body.defaultNodePools ?? undefined;
  if (pools === undefined || (pools.length === 1 && pools[0] === pool)) return;
  errors.add('/defaultNodePools', pools, {
    problem: 'differs from what it was created with, and cannot be changed',
    remedy: 'leave it out',
  });
};

interface Setting {
  readonly brain: LiveBrain;
  readonly request: AskingRequest;
  readonly reply: AnsweringReply;
  readonly kind: UnitKind;
  readonly id: string;
  readonly base: string;
  /** Whether every pool must be spoken of that the unit is promised something in. */
  readonly isWhole: boolean;
}

const setResources = async (
  { brain, request, reply, kind, id, base, isWhole }: Setting,
  said: readonly ResourceSaid[],
  errors: Errors,
): Promise<UnitRow> => {
  const row = foundUnit(brain, kind, id);
  const before = isWhole ? undefined : row;
  const grants = grantsOf(said, { base, brain, before }, errors);
  if (isWhole) refuseForgotten(row, grants, { base, errors });
  errors.raise(`The ${kind.kind} cannot be promised this`);
  const done = await grantAll({ brain, request, kind, id }, grants);
  answered(reply, done, 200);
  return foundUnit(brain, kind, id);
};

/** A promise is not taken back by saying nothing. */
const refuseForgotten = (
  row: UnitRow,
  grants: readonly { readonly nodePoolId: string }[],
  { base, errors }: { readonly base: string; readonly errors: Errors },
): void => {
  const named = new Set(grants.map(({ nodePoolId }) => nodePoolId));
  for (const poolId of row.grants.keys()) {
    if (named.has(poolId)) continue;
    errors.add(base, [...named], {
      problem: `does not speak of node pool ${poolId}, in which it is promised something`,
      remedy: 'name every pool, with a deserved of 0 for none; or PATCH its resources',
    });
  }
};
