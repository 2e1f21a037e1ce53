import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Entitlements } from '../../domain/foundation/shapes.ts';
import { joinNode } from './log-nodes.ts';
import type { World } from './log-world.ts';

const pools = ['default', 'a100'] as const;
const departments = ['d-1', 'd-2'] as const;
const projects = [
  { id: 'p-1', departmentId: 'd-1' },
  { id: 'p-2', departmentId: 'd-1' },
  { id: 'p-3', departmentId: 'd-2' },
] as const;

/** The projects that workloads may be submitted to. */
export const projectIds = ['p-1', 'p-2', 'p-3'] as const;
/** The pools of every log. */
export const poolIds = pools;

/** The organisation that every log begins with. */
export const prologue = (world: World): void => {
  world.tell('ledger', 'main', { type: 'LeaderElected', data: { epoch: 1, holder: 'here' } });
  world.tell('cluster', 'c', { type: 'ClusterRegistered', data: { name: 'c' } });
  for (const pool of pools) world.tell('node-pool', pool, poolCreated(pool));
  for (const id of departments) {
    world.tell('department', id, {
      type: 'DepartmentCreated',
      data: { name: id, clusterId: 'c' },
    });
    for (const pool of pools) openQueue(world, { kind: 'department', id, pool, parentId: '' });
  }
  for (const { id, departmentId } of projects) {
    world.tell('project', id, {
      type: 'ProjectCreated',
      data: { name: id, departmentId, clusterId: 'c', defaultNodePoolId: 'default' },
    });
    for (const pool of pools) {
      openQueue(world, {
        kind: 'project',
        id,
        pool,
        parentId: `department:${departmentId}@${pool}`,
      });
    }
  }
  for (const id of ['n-1', 'n-2', 'n-3']) joinNode(world, id);
};

const poolCreated = (pool: string): BerthEvent => ({
  type: 'NodePoolCreated',
  data: {
    name: pool,
    clusterId: 'c',
    labelKey: pool === 'default' ? '' : 'pool',
    labelValue: pool === 'default' ? '' : pool,
    gpuPlacement: 'binpack',
    cpuPlacement: 'spread',
  },
});

interface QueueToOpen {
  readonly kind: 'project' | 'department';
  readonly id: string;
  readonly pool: string;
  readonly parentId: string;
}

/** The id of the queue of a project in a pool. */
export const queueOf = (projectId: string, pool: string): string => `${projectId}@${pool}`;

const openQueue = (world: World, { kind, id, pool, parentId }: QueueToOpen): void => {
  const entitlements = entitlementsFrom(world);
  const data = { nodePoolId: pool, entitlements };
  world.tell(kind, id, granted(kind, data));
  const queueId = kind === 'project' ? queueOf(id, pool) : `department:${id}@${pool}`;
  world.tell('queue', queueId, {
    type: 'QueueOpened',
    data: { ownerKind: kind, ownerId: id, nodePoolId: pool, parentId, entitlements },
  });
};

const granted = (
  kind: 'project' | 'department',
  data: { readonly nodePoolId: string; readonly entitlements: Entitlements },
): BerthEvent =>
  kind === 'project'
    ? { type: 'ProjectQuotaGranted', data }
    : { type: 'DepartmentQuotaGranted', data };

const entitlementsFrom = (world: World): Entitlements => ({
  gpuMilli: {
    quota: world.pick([0, 2000, 8000, -1]),
    limit: world.pick([-1, 8000, 16_000]),
    weight: world.draw(4),
  },
  cpuMilli: { quota: -1, limit: -1, weight: 1 },
  memoryMib: { quota: world.pick([-1, 65_536]), limit: -1, weight: 1 },
  priority: world.pick([100, 90, 110]),
  ...world.pick(terms),
});

const terms: readonly Pick<Entitlements, 'terms'>[] = [
  {},
  {},
  { terms: { preemptMinRunMs: 60_000, reclaimMinRunMs: 5_000, maxRunMs: 600_000 } },
  { terms: { lendingMax: { gpuMilli: 1000 }, others: { 'gpu:A100': { quota: 0, limit: 8000 } } } },
];

/** Something changes in the organisation or the estate. */
export const unitMove = (world: World): void => {
  const project = world.pick(projects);
  const pool = world.pick(pools);
  switch (world.draw(5)) {
    case 0:
      return regrant(world, project.id, pool);
    case 1:
      return world.tell('node-pool', pool, {
        type: 'NodePoolPlacementChosen',
        data: { gpuPlacement: world.pick(['binpack', 'spread']), cpuPlacement: 'binpack' },
      });
    case 2:
      return reportCluster(world);
    case 3:
      return createAndDelete(world);
    case 4:
      return closeIdle(world, queueOf(project.id, pool));
  }
};

const regrant = (world: World, id: string, pool: string): void => {
  if (world.phaseOf('project', id) !== 'Ready') return;
  const data = { nodePoolId: pool, entitlements: entitlementsFrom(world) };
  world.tell('project', id, { type: 'ProjectQuotaGranted', data });
  const queueId = queueOf(id, pool);
  if (world.phaseOf('queue', queueId) !== 'Open') return;
  world.tell('queue', queueId, {
    type: 'QueueEntitled',
    data: { entitlements: data.entitlements },
  });
};

const reportCluster = (world: World): void =>
  world.tell(
    'cluster',
    'c',
    world.phaseOf('cluster', 'c') === 'Connected'
      ? { type: 'ClusterDisconnected', data: { reason: 'silent' } }
      : { type: 'ClusterConnected', data: {} },
  );

/** A department and a pool come and go, so that logs hold deletions too. */
const createAndDelete = (world: World): void => {
  const id = `d-${3 + world.draw(3)}`;
  switch (world.phaseOf('department', id)) {
    case 'Absent':
      return world.tell('department', id, {
        type: 'DepartmentCreated',
        data: { name: id, clusterId: 'c' },
      });
    case 'Ready':
      return world.tell('department', id, { type: 'DepartmentDeleted', data: {} });
  }
};

/** Closes a queue now and then, even while workloads wait in it: the board must bear it. */
const closeIdle = (world: World, queueId: string): void => {
  if (world.phaseOf('queue', queueId) !== 'Open' || world.draw(4) > 0) return;
  world.tell('queue', queueId, { type: 'QueueClosed', data: {} });
};
