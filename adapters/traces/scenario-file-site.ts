import { isLeft } from '../../domain/foundation/fp.ts';
import type { Entitlements } from '../../domain/foundation/shapes.ts';
import { type EntitlementRejection, entitlementsOf } from '../../domain/queue/index.ts';
import type { ScenarioGrant, ScenarioProject, ScenarioUnit } from '../ports/scenario.ts';
import { shown } from './refusal.ts';
import { boundAt, cpuMilliAt, gpuMilliAt, memoryMibAt } from './scenario-file-amounts.ts';
import { labelAt } from './scenario-file-label.ts';
import { type Page, refuseAt, stepOf } from './scenario-file-page.ts';
import { type Pools, type PoolsByProject, preferenceAt } from './scenario-file-pools.ts';
import { type Register, registerOf } from './scenario-file-register.ts';
import type { PromisesText, ScenarioText } from './scenario-file-shape.ts';
import { termsAt } from './scenario-file-terms.ts';

/** The departments with what they are promised, and who they are. @throws InputRefusal */
export const departmentsOf = (
  page: Page,
  departments: ScenarioText['departments'],
  pools: Pools,
): { readonly units: readonly ScenarioUnit[]; readonly known: Register } => {
  const known = registerOf('department', 'departments');
  const units = departments.map(({ id, nodePools = {}, ...promises }, place) => {
    const at = `/departments/${place}`;
    known.add(page, `${at}/id`, labelAt(page, `${at}/id`, id));
    const entitlements = entitlementsAt(page, at, promises);
    return { id, entitlements, ...elsewhereAt(page, at, { nodePools, pools }) };
  });
  return { units, known };
};

type ByPool = NonNullable<ScenarioText['departments'][number]['nodePools']>;

/** What somebody is promised in further pools. @throws InputRefusal */
const elsewhereAt = (
  page: Page,
  at: string,
  { nodePools, pools }: { readonly nodePools: ByPool; readonly pools: Pools },
): Pick<ScenarioUnit, 'elsewhere'> => {
  const elsewhere = Object.entries(nodePools).map(([nodePoolId, promises]): ScenarioGrant => {
    const here = `${at}/nodePools${stepOf(nodePoolId)}`;
    pools.known.demand(page, here, nodePoolId);
    if (nodePoolId === pools.home) {
      const problem = `${shown(nodePoolId)} is the first node pool: what is promised there stands beside "id"`;
      refuseAt(page, here, { problem, remedy: 'move it there' });
    }
    return { nodePoolId, entitlements: entitlementsAt(page, here, promises) };
  });
  return elsewhere.length === 0 ? {} : { elsewhere };
};

/** Departments as they were read. */
interface Departments {
  readonly units: readonly ScenarioUnit[];
  readonly known: Register;
}

/** Projects as they were read, and in which pools they have queues. */
interface Projects {
  readonly units: readonly ScenarioProject[];
  readonly known: Register;
  readonly queues: PoolsByProject;
}

/** The projects with what they are promised, and who they are. @throws InputRefusal */
export const projectsOf = (
  page: Page,
  projects: ScenarioText['projects'],
  { departments, pools }: { readonly departments: Departments; readonly pools: Pools },
): Projects => {
  const known = registerOf('project', 'projects');
  const queues = new Map<string, ReadonlySet<string>>();
  const units = projects.map((asked, place) => {
    const { id, department: departmentId, nodePools = {}, defaultNodePools, ...promises } = asked;
    const at = `/projects/${place}`;
    known.add(page, `${at}/id`, labelAt(page, `${at}/id`, id));
    departments.known.demand(page, `${at}/department`, departmentId);
    const entitlements = entitlementsAt(page, at, promises);
    const grants = elsewhereAt(page, at, { nodePools, pools });
    demandParents(page, at, { departmentId, departments, nodePools });
    queues.set(id, new Set([pools.home, ...Object.keys(nodePools)]));
    const among = { known: pools.known, queues };
    const nodePoolIds =
      defaultNodePools &&
      preferenceAt(page, `${at}/defaultNodePools`, {
        names: defaultNodePools,
        projectId: id,
        among,
      });
    return {
      id,
      departmentId,
      entitlements,
      ...grants,
      ...(nodePoolIds === undefined ? {} : { nodePoolIds }),
    };
  });
  return { units, known, queues };
};

/** Where a project is promised something, its department must be, too: its queue stands below the department's. */
const demandParents = (
  page: Page,
  at: string,
  project: {
    readonly departmentId: string;
    readonly departments: Departments;
    readonly nodePools: ByPool;
  },
): void => {
  const { departmentId, departments, nodePools } = project;
  const { elsewhere = [] } = departments.units.find(({ id }) => id === departmentId) ?? {};
  for (const id of Object.keys(nodePools)) {
    if (elsewhere.some(({ nodePoolId }) => nodePoolId === id)) continue;
    const problem = `the department ${shown(departmentId)} is promised nothing in the node pool ${shown(id)}`;
    const remedy = 'say a "gpuQuota" for it in the "nodePools" of the department';
    refuseAt(page, `${at}/nodePools${stepOf(id)}`, { problem, remedy });
  }
};

/** Where each figure of an entitlement stands in the file. */
const keyByPointer: Readonly<Record<string, string>> = {
  '/entitlements/gpuMilli/quota': 'gpuQuota',
  '/entitlements/gpuMilli/limit': 'gpuLimit',
  '/entitlements/cpuMilli/quota': 'cpuQuota',
  '/entitlements/cpuMilli/limit': 'cpuLimit',
  '/entitlements/memoryMib/quota': 'memoryQuota',
  '/entitlements/memoryMib/limit': 'memoryLimit',
  '/entitlements/priority': 'priority',
};

type Promises = PromisesText;

const gpuBoundAt = boundAt(gpuMilliAt);
const cpuBoundAt = boundAt(cpuMilliAt);
const memoryBoundAt = boundAt(memoryMibAt);

/** GPUs decide unless somebody says otherwise: quotas of CPU and memory that are not said are "all there is". */
const entitlementsAt = (page: Page, at: string, promises: Promises): Entitlements => {
  const bounds = boundsOf(page, at, promises);
  const { weight, priority, terms } = promises;
  const judged = entitlementsOf({
    gpuMilli: { quota: bounds.gpuQuota, limit: bounds.gpuLimit, weight },
    cpuMilli: { quota: bounds.cpuQuota ?? -1, limit: bounds.cpuLimit, weight },
    memoryMib: { quota: bounds.memoryQuota ?? -1, limit: bounds.memoryLimit, weight },
    priority,
    terms: terms && termsAt(page, `${at}/terms`, terms),
  });
  if (!isLeft(judged)) return judged.right;
  const refusal = judged.left;
  if (refusal.pointer.startsWith('/entitlements/terms')) return refuseTerms(page, at, refusal);
  const key = keyByPointer[refusal.pointer] ?? 'weight';
  if (refusal._tag === 'QuotaUnset') {
    const problem = `QuotaUnset: "${key}" is missing, and an unset quota would be a silent zero`;
    return refuseAt(page, `${at}/${key}`, { problem, remedy: refusal.remedy });
  }
  const isLimit = key.endsWith('Limit');
  return refuseAt(page, `${at}/${key}`, {
    problem: isLimit ? `"${key}" is below the quota` : `"${key}" ${refusal.problem}`,
    remedy: isLimit ? 'raise the limit to the quota at least, or leave it out' : 'change it',
  });
};

/** What may not stand together in terms, or under a name that cannot be bounded. */
const refuseTerms = (page: Page, at: string, refusal: EntitlementRejection): never => {
  const pointer = refusal.pointer.replace('/entitlements/terms/others', `${at}/terms/bounds`);
  const problem = 'problem' in refusal ? `${shown(String(refusal.value))} ${refusal.problem}` : '';
  return refuseAt(page, pointer, { problem, remedy: 'change it, or leave it out' });
};

const boundsOf = (page: Page, at: string, promises: Promises) => {
  const read = (key: BoundKey, reader: typeof gpuMilliAt): number | undefined => {
    const said = promises[key];
    return said === undefined ? undefined : reader(page, `${at}/${key}`, said);
  };
  return {
    gpuQuota: read('gpuQuota', gpuBoundAt),
    gpuLimit: read('gpuLimit', gpuBoundAt),
    cpuQuota: read('cpuQuota', cpuBoundAt),
    cpuLimit: read('cpuLimit', cpuBoundAt),
    memoryQuota: read('memoryQuota', memoryBoundAt),
    memoryLimit: read('memoryLimit', memoryBoundAt),
  };
};

type BoundKey = Exclude<keyof Promises, 'weight' | 'priority' | 'terms'>;
