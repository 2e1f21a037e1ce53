import type { Ask, AskedGrant } from '../../../adapters/ports/ask.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { Entitlements } from '../../../domain/foundation/shapes.ts';
import { areSameEntitlements, entitlementsOf, keepingTerms } from '../../../domain/queue/index.ts';
import type { Deed } from './deed.ts';
import { missingObjection, objection, type Objection } from './objection.ts';
import { isComing, type World } from './world.ts';

/** A department or a project with its grants, as far as both are alike. */
export interface UnitParts {
  readonly subject: string;
  readonly row:
    { readonly grants: ReadonlyMap<string, Entitlements>; readonly revision: number } | undefined;
  readonly create: Ask;
  readonly grants: readonly AskedGrant[];
  readonly needs: readonly string[];
  readonly grantOf: (grant: AskedGrant) => Ask;
}

/** What must be asked so that a unit is there and is granted what it is to be. */
export const unitDeed = (world: World, parts: UnitParts): Deed | Objection => {
  const asks: Ask[] = parts.row === undefined ? [parts.create] : [];
  const needs = new Set(parts.needs);
  for (const grant of parts.grants) {
    const wrong = grantObjection(world, grant);
    if (wrong !== undefined) return wrong;
    needs.add(`nodepool/${grant.nodePoolId}`);
    if (isNews(parts.row?.grants, grant)) asks.push(parts.grantOf(grant));
  }
  if (parts.row === undefined) world.coming.add(parts.subject);
  return {
    subject: parts.subject,
    outcome: parts.row === undefined ? 'created' : 'configured',
    asks,
    expectedRevision: parts.row?.revision,
    needs: [...needs].filter((subject) => isComing(world, subject)),
  };
};

const grantObjection = (world: World, { nodePoolId, entitlements }: AskedGrant) => {
  const path = `spec.nodePools.${nodePoolId}`;
  const missing = missingObjection(world, 'nodepool', { id: nodePoolId, path });
  if (missing !== undefined) return missing;
  const judged = entitlementsOf(entitlements);
  if (!isLeft(judged)) return undefined;
  const { pointer } = judged.left;
  const steps = pointer.split('/').slice(2);
  const at = [path, ...steps.map((step) => memberNames[step] ?? step)].join('.');
  return judged.left._tag === 'QuotaUnset'
    ? objection(at, 'the quota is not said', judged.left.remedy)
    : objection(at, `${judged.left.value}: ${judged.left.problem}`, 'say another amount');
};

const memberNames: Readonly<Record<string, string>> = {
  gpuMilli: 'gpu',
  cpuMilli: 'cpu',
  memoryMib: 'memory',
  preemptMinRunMs: 'minRunTime.preempt',
  reclaimMinRunMs: 'minRunTime.reclaim',
  maxRunMs: 'maxRunTime',
  lendingMax: 'lends',
  others: 'bounds',
};

/** Whether a grant says something else than what is so. */
const isNews = (
  grants: ReadonlyMap<string, Entitlements> | undefined,
  { nodePoolId, entitlements }: AskedGrant,
): boolean => {
  const now = grants?.get(nodePoolId);
  const asked = entitlementsOf(keepingTerms(entitlements, now));
  return now === undefined || isLeft(asked) || !areSameEntitlements(now, asked.right);
};
