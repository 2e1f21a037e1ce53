import { dnsLabelProblem } from '../foundation/field.ts';
import { type Either, isLeft, left, right } from '../foundation/fp.ts';
import { compareIds } from '../foundation/ids.ts';
import type { Amounts, Entitlements } from '../foundation/shapes.ts';
import {
  areSameEntitlements,
  type EntitlementRejection,
  type EntitlementsAsked,
  entitlementsOf,
  keepingTerms,
} from './entitlement.ts';

/** What a project or department is promised in one node pool. */
export interface Grant {
  readonly nodePoolId: string;
  readonly entitlements: Entitlements;
}

/** What a grant is judged by. */
export interface GrantAsked {
  readonly nodePoolId: string;
  readonly entitlements: EntitlementsAsked;
  readonly isNodePoolKnown: boolean;
  /** What the owner's non-preemptible workloads hold there now; the quota may not drop below it. */
  readonly nonPreemptibleInUse: Amounts;
}

/** Why a grant cannot be given. */
export type GrantRejection =
  | EntitlementRejection
  | { readonly _tag: 'UnknownNodePool'; readonly nodePoolId: string }
  | {
      readonly _tag: 'QuotaBelowUse';
      readonly pointer: string;
      readonly quota: number;
      readonly nonPreemptibleInUse: number;
    };

/**
 * Judges a grant of a project or department: the grant to record, or `undefined` when it stands already.
 *
 * @source product reference §3.1 (quota cannot drop below current non-preemptible use)
 */
export const judgeGrant = (
  asked: GrantAsked,
  grants: readonly Grant[],
): Either<GrantRejection, Grant | undefined> => {
  const { nodePoolId } = asked;
  const before = grants.find((grant) => grant.nodePoolId === nodePoolId)?.entitlements;
  const entitlements = entitlementsOf(keepingTerms(asked.entitlements, before));
  if (isLeft(entitlements)) return entitlements;
  const after = entitlements.right;
  if (before !== undefined && areSameEntitlements(before, after)) return right(undefined);
  if (!asked.isNodePoolKnown || dnsLabelProblem('/nodePoolId', nodePoolId) !== undefined) {
    return left({ _tag: 'UnknownNodePool', nodePoolId });
  }
  for (const resource of resources) {
    const quota = after[resource].quota;
    const nonPreemptibleInUse = asked.nonPreemptibleInUse[resource];
    if (!drops(before?.[resource].quota, quota) || quota >= nonPreemptibleInUse) continue;
    const pointer = `/entitlements/${resource}/quota`;
    return left({ _tag: 'QuotaBelowUse', pointer, quota, nonPreemptibleInUse });
  }
  return right({ nodePoolId, entitlements: after });
};

const resources = ['gpuMilli', 'cpuMilli', 'memoryMib'] as const;

/** A quota that rises is never refused, even where it is still below what is in use. */
const drops = (before: number | undefined, after: number): boolean =>
  after !== -1 && (before === undefined || before === -1 || after < before);

/** The grants with one set anew, ascending by node pool. */
export const withGrant = (grants: readonly Grant[], grant: Grant): readonly Grant[] =>
  [...grants.filter(({ nodePoolId }) => nodePoolId !== grant.nodePoolId), grant].toSorted((a, b) =>
    compareIds(a.nodePoolId, b.nodePoolId),
  );
