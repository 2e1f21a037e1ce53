import { dnsLabelProblem } from '../../domain/foundation/field.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import { isId } from '../../domain/foundation/ids.ts';
import type { Entitlements } from '../../domain/foundation/shapes.ts';
import { type EntitlementRejection, entitlementsOf } from '../../domain/queue/index.ts';
import type { ScenarioProject, ScenarioUnit } from '../ports/scenario.ts';
import { shown } from './refusal.ts';
import { boundAt, cpuMilliAt, gpuMilliAt, memoryMibAt } from './scenario-file-amounts.ts';
import { type Page, refuseAt } from './scenario-file-page.ts';
import { type Register, registerOf } from './scenario-file-register.ts';
import type { PromisesText, ScenarioText } from './scenario-file-shape.ts';
import { termsAt } from './scenario-file-terms.ts';

/** The departments with what they are promised, and who they are. @throws InputRefusal */
export const departmentsOf = (
  page: Page,
  departments: ScenarioText['departments'],
): { readonly units: readonly ScenarioUnit[]; readonly known: Register } => {
  const known = registerOf('department', 'departments');
  const units = departments.map(({ id, ...promises }, place) => {
    const at = `/departments/${place}`;
    known.add(page, `${at}/id`, labelAt(page, `${at}/id`, id));
    return { id, entitlements: entitlementsAt(page, at, promises) };
  });
  return { units, known };
};

/** The projects with what they are promised, and who they are. @throws InputRefusal */
export const projectsOf = (
  page: Page,
  projects: ScenarioText['projects'],
  departments: Register,
): { readonly units: readonly ScenarioProject[]; readonly known: Register } => {
  const known = registerOf('project', 'projects');
  const units = projects.map(({ id, department: departmentId, ...promises }, place) => {
    const at = `/projects/${place}`;
    known.add(page, `${at}/id`, labelAt(page, `${at}/id`, id));
    departments.demand(page, `${at}/department`, departmentId);
    return { id, departmentId, entitlements: entitlementsAt(page, at, promises) };
  });
  return { units, known };
};

/** Reads a name that becomes a DNS label. @throws InputRefusal */
export const labelAt = (page: Page, pointer: string, text: string): string => {
  const found = dnsLabelProblem(pointer, text);
  if (found === undefined && isId(text)) return text;
  const problem = `${shown(text)} ${found?.problem ?? 'is no id'}`;
  return refuseAt(page, pointer, { problem, remedy: 'write a name such as "team-a"' });
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

type Promises = Omit<PromisesText, 'id'>;

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
