import { closestTo } from '../../../domain/foundation/closest.ts';
import type { SubGroup } from '../../../domain/foundation/shapes.ts';
import {
  defaultsByType,
  nearEachOther,
  preemptibleByDefault,
  priorityByWord,
  type WorkloadSpec,
} from '../../../domain/workload/index.ts';
import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import { exitCodes } from '../exit-codes.ts';
import type { WorkloadWish } from '../manifest/wish.ts';
import type { Deed } from './deed.ts';
import { workloadIdFor } from './drawn-id.ts';
import {
  fixedObjection,
  isObjection,
  missingObjection,
  nameObjection,
  objection,
  type Objection,
} from './objection.ts';
import { isComing, type World } from './world.ts';

/** What a wish is filled up with. */
export interface WishGround {
  readonly world: World;
  /** The project of the context. */
  readonly project: string | undefined;
}

/** A submission as the server takes it: the wish, and what its type and project have where it says nothing. */
export const specOfWish = (
  { world, project }: WishGround,
  wish: WorkloadWish,
): WorkloadSpec | Objection => {
  const unnamed = nameObjection(wish.name);
  if (unnamed !== undefined) return unnamed;
  const projectId = wish.projectId ?? project;
  if (projectId === undefined) {
    return objection('spec.project', 'it does not say which project', 'name one');
  }
  const missing = missingObjection(world, 'project', { id: projectId, path: 'spec.project' });
  if (missing !== undefined) return missing;
  const usualPool =
    world.projects.get(projectId)?.defaultNodePoolId ?? world.comingPools.get(projectId) ?? '';
  const nodePoolId = wish.nodePoolId ?? usualPool;
  const usualPools =
    wish.nodePoolId === undefined ? world.projects.get(projectId)?.defaultNodePoolIds : undefined;
  const pools = usualPools === undefined ? {} : { nodePoolIds: usualPools };
  const lost = missingObjection(world, 'nodepool', { id: nodePoolId, path: 'spec.nodePool' });
  if (lost !== undefined) return lost;
  const away = wish.nodePoolIds
    ?.map((id) => missingObjection(world, 'nodepool', { id, path: 'spec.nodePools' }))
    .find((one) => one !== undefined);
  if (away !== undefined) return away;
  const usual = defaultsByType[wish.workloadType];
  const priority = wish.priority === undefined ? usual.priority : priorityOf(wish.priority);
  if (typeof priority === 'object') return priority;
  const byPriority =
    wish.priority === undefined ? usual.preemptible : preemptibleByDefault(priority);
  const { preemptible = byPriority, isKeptForEver = false, nearness = [], ...asked } = wish;
  const subGroups = nearEachOther(wish.subGroups, { name: wish.name, projectId }, nearness);
  const kept = isKeptForEver ? undefined : (asked.timeToLiveMs ?? keptMs.get(wish.workloadType));
  const life = kept === undefined ? {} : { timeToLiveMs: kept };
  return { ...pools, ...asked, ...life, subGroups, projectId, nodePoolId, priority, preemptible };
};

const monthMs = 30 * 24 * 3_600_000;

/** How long what comes to an end is kept after it. @unit ms @source what /api/v1 fills in: 30 days */
const keptMs: ReadonlyMap<string, number> = new Map([
  ['training', monthMs],
  ['distributed', monthMs],
]);

const priorityOf = (said: string | number): number | Objection => {
  if (typeof said === 'number') return said;
  const known = new Map<string, number>(Object.entries(priorityByWord));
  const priority = known.get(said) ?? (/^\d{1,9}$/.test(said) ? Number(said) : undefined);
  if (priority !== undefined) return priority;
  const close = closestTo(said, known.keys());
  const remedy =
    close.length === 0
      ? `write a whole number, or one of ${[...known.keys()].join(', ')}`
      : `did you mean ${close.join(' or ')}?`;
  return objection('spec.priority', `'${said}' is no priority`, remedy);
};

/** What must be asked so that there is a workload; one that is there already cannot be changed. */
export const planWorkload = (
  ground: WishGround,
  wish: WorkloadWish,
  standing: WorkloadRow | undefined,
): Deed | Objection => {
  const spec = specOfWish(ground, wish);
  if (isObjection(spec)) return spec;
  if (standing !== undefined) {
    const wrong = differenceOf(standing, spec);
    return wrong ?? { subject: `workload/${standing.id}`, outcome: 'submitted', asks: [] };
  }
  const workloadId = workloadIdFor(spec.name);
  const pools = spec.nodePoolIds ?? [spec.nodePoolId];
  const needs = [`project/${spec.projectId}`, ...pools.map((id) => `nodepool/${id}`)];
  return {
    subject: `workload/${workloadId}`,
    outcome: 'submitted',
    asks: [{ type: 'SubmitWorkload', workloadId, spec }],
    needs: needs.filter((need) => isComing(ground.world, need)),
  };
};

const differenceOf = (row: WorkloadRow, spec: WorkloadSpec): Objection | undefined => {
  const pairs = [
    ['spec.type', 'its type', row.workloadType, spec.workloadType],
    ...poolPairs(row, spec),
    ['spec.priority', 'its priority', row.priority, spec.priority],
    ['spec.preemptible', 'whether it is preemptible', row.isPreemptible, spec.preemptible],
    ['spec.image', 'its container', row.container, spec.container],
    [
      'spec.semiPreemptible',
      'whether it is semi-preemptible',
      row.semiPreemptible ?? false,
      spec.semiPreemptible ?? false,
    ],
    ['spec', 'which of its pods stand together', row.gang, spec.gang],
    [
      'spec',
      'what each of its pods asks for',
      groups(row.subGroups, row),
      groups(spec.subGroups, row),
    ],
  ] as const;
  const other = pairs.find(([, , now, asked]) => !isSame(now, asked));
  if (other === undefined) return undefined;
  const [path, what, now] = other;
  const remedy = 'a workload cannot be changed: delete it first, or give this one another name';
  if (typeof now !== 'object' && now !== undefined) {
    return fixedObjection(path, { what, now: `${now}`, remedy });
  }
  const problem = `${what} is otherwise than what was submitted as ${row.id}`;
  return { path, problem, remedy, exitCode: exitCodes.conflict };
};

/** Where one of several pools may be asked for, it may be in any of them. */
const poolPairs = (row: WorkloadRow, { nodePoolId, nodePoolIds }: WorkloadSpec) =>
  row.nodePoolIds === undefined && nodePoolIds === undefined
    ? ([['spec.nodePool', 'its node pool', row.nodePoolId, nodePoolId]] as const)
    : ([
        [
          'spec.nodePools',
          'its node pools',
          (row.nodePoolIds ?? [row.nodePoolId]).join(', '),
          (nodePoolIds ?? [nodePoolId]).join(', '),
        ],
      ] as const);

/** A service may have been scaled since: then its number of pods says nothing. */
const groups = (subGroups: readonly SubGroup[], { replicas }: WorkloadRow) =>
  replicas === undefined ? subGroups : subGroups.map(({ name, request }) => ({ name, request }));

const isSame = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  ) ?? 'undefined';
