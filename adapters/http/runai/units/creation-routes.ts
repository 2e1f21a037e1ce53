import { Type } from 'typebox';
import type { LiveBrain } from '../../../ports/live-brain.ts';
import type { App, RouteGroup } from '../../app.ts';
import { policy } from '../../policy.ts';
import { noErrors, type Errors, noneSuch } from '../errors.ts';
import { closed, dryRunQuery } from '../shapes.ts';
import { refuseMembers } from '../refused.ts';
import { departmentBody, notYetUnit, projectBody, type ProjectBody } from './bodies.ts';
import { createUnit, poolsOf, type UnitAsked } from './create.ts';
import { unitShape } from './record.ts';
import { departmentKind, projectKind } from './unit.ts';

const query = Type.Object(dryRunQuery, closed);
const response = { 200: unitShape, 201: unitShape };

/** Creates projects and departments. */
export const creationRoutes: RouteGroup = (app, brain) => {
  departmentRoute(app, brain);
  projectRoute(app, brain);
};

const departmentRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiCreateDepartment',
    summary: 'Creates a department and promises it something in each node pool',
    tags: ['Run:ai departments'],
    querystring: query,
    body: departmentBody,
    response,
  };
  const config = policy('write', 'department');
  app.post('/api/v1/org-unit/departments', { config, schema }, (request, reply) => {
    const { name, clusterId, resources } = request.body;
    const errors = noErrors();
    refuseMembers(request.body, notYetUnit, { pointer: '', errors });
    const asked: UnitAsked = {
      name,
      clusterId,
      resources: resources ?? [],
      askOf: (departmentId) => ({ type: 'CreateDepartment', departmentId, name, clusterId }),
    };
    return createUnit({ brain, request, reply, kind: departmentKind }, asked, errors);
  });
};

const projectRoute = (app: App, brain: LiveBrain): void => {
  const schema = {
    operationId: 'runaiCreateProject',
    summary: 'Creates a project in a department and promises it something in each node pool',
    tags: ['Run:ai projects'],
    querystring: query,
    body: projectBody,
    response,
  };
  const config = policy('write', 'project');
  app.post('/api/v1/org-unit/projects', { config, schema }, (request, reply) => {
    const errors = noErrors();
    const asked = projectAsked(brain, request.body, errors);
    return createUnit({ brain, request, reply, kind: projectKind }, asked, errors);
  });
};

const projectAsked = (brain: LiveBrain, body: ProjectBody, errors: Errors): UnitAsked => {
  refuseMembers(body, notYetUnit, { pointer: '', errors });
  const { name, parentId: departmentId } = body;
  const clusterId = clusterOf(brain, body, errors);
  const whole = {
    name,
    departmentId,
    clusterId,
    ...poolsAsked(brain, body, { clusterId, errors }),
  };
  return {
    name,
    clusterId,
    resources: body.resources ?? [],
    askOf: (projectId) => ({ type: 'CreateProject', projectId, ...whole }),
  };
};

/** The cluster of a project is that of its department. */
const clusterOf = (
  { views }: LiveBrain,
  { parentId, clusterId }: ProjectBody,
  errors: Errors,
): string => {
  const { departments } = views.units;
  const department = departments.get(parentId);
  if (department === undefined) {
    errors.add('/parentId', parentId, noneSuch('department', parentId, departments.keys()));
    return '';
  }
  if ((clusterId ?? department.clusterId) !== department.clusterId) {
    errors.add('/clusterId', clusterId, {
      problem: `is not the cluster of department ${parentId}`,
      remedy: `say ${department.clusterId}, or leave it out`,
    });
  }
  return department.clusterId;
};

/** Where workloads wait that name no pool: those that are said, else the one that takes all other nodes. */
const poolsAsked = (
  brain: LiveBrain,
  { defaultNodePools }: ProjectBody,
  { clusterId, errors }: { readonly clusterId: string; readonly errors: Errors },
): { readonly defaultNodePoolId: string; readonly defaultNodePoolIds?: readonly string[] } => {
  const said = defaultNodePools ?? [];
  const pools = poolsOf(brain, clusterId);
  const usual = pools.find(({ labelKey }) => labelKey === '') ?? pools[0];
  const chosen = said[0] ?? usual?.id;
  if (chosen !== undefined) {
    const defaultNodePoolIds = [chosen, ...said.slice(1)];
    return { defaultNodePoolId: chosen, ...(said.length > 1 ? { defaultNodePoolIds } : {}) };
  }
  errors.add('/defaultNodePools', said, {
    problem: `cluster ${clusterId} has no node pool`,
    remedy: 'create one first',
  });
  return { defaultNodePoolId: '' };
};
