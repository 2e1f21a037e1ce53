import { amountProblem, type FieldProblem } from '../foundation/field.ts';
import { type Either, isLeft, left, right } from '../foundation/fp.ts';
import type { Entitlement, Entitlements } from '../foundation/shapes.ts';
import { areSameTerms, type TermsAsked, termsProblem, termsSaid } from './terms.ts';

/** What somebody asks to be promised, for one resource; see `Entitlement` for the units. */
export interface EntitlementAsked {
  readonly quota?: number | undefined;
  /** Left out: no cap. */
  readonly limit?: number | undefined;
  /** Left out: 2, as Run:ai does. */
  readonly weight?: number | undefined;
}

/** What somebody asks to be promised; every quota must be said, for an unset one would be a silent zero. */
export interface EntitlementsAsked {
  readonly gpuMilli?: EntitlementAsked | undefined;
  readonly cpuMilli?: EntitlementAsked | undefined;
  readonly memoryMib?: EntitlementAsked | undefined;
  /** Left out: 100. */
  readonly priority?: number | undefined;
  /** Left out: what was granted before stays; said, it stands for all of them. */
  readonly terms?: TermsAsked | undefined;
}

/** Why entitlements cannot be granted as they were asked. */
export type EntitlementRejection =
  | { readonly _tag: 'QuotaUnset'; readonly pointer: string; readonly remedy: string }
  | ({ readonly _tag: 'InvalidEntitlement' } & FieldProblem);

const limitNone = -1;
const weightUsual = 2;
const priorityUsual = 100;

/**
 * Turns what was asked into entitlements, or says which figure cannot stand.
 *
 * @source product reference §3.1 (an unset quota was a real zero and a classic silent error)
 */
export const entitlementsOf = (
  asked: EntitlementsAsked,
): Either<EntitlementRejection, Entitlements> => {
  const gpuMilli = entitlementOf('/entitlements/gpuMilli', asked.gpuMilli);
  if (isLeft(gpuMilli)) return gpuMilli;
  const cpuMilli = entitlementOf('/entitlements/cpuMilli', asked.cpuMilli);
  if (isLeft(cpuMilli)) return cpuMilli;
  const memoryMib = entitlementOf('/entitlements/memoryMib', asked.memoryMib);
  if (isLeft(memoryMib)) return memoryMib;
  const priority = asked.priority ?? priorityUsual;
  const problem = amountProblem('/entitlements/priority', priority);
  if (problem !== undefined) return left({ _tag: 'InvalidEntitlement', ...problem });
  const wrong = termsProblem('/entitlements/terms', asked.terms ?? {});
  if (wrong !== undefined) return left({ _tag: 'InvalidEntitlement', ...wrong });
  const terms = termsSaid(asked.terms);
  return right({
    gpuMilli: gpuMilli.right,
    cpuMilli: cpuMilli.right,
    memoryMib: memoryMib.right,
    priority,
    ...(terms === undefined ? {} : { terms }),
  });
};

/** What is asked for, with the terms that were granted before where it says nothing of them. */
export const keepingTerms = (
  asked: EntitlementsAsked,
  before: Entitlements | undefined,
): EntitlementsAsked =>
  asked.terms === undefined && before?.terms !== undefined
    ? { ...asked, terms: before.terms }
    : asked;

const entitlementOf = (
  pointer: string,
  asked: EntitlementAsked | undefined,
): Either<EntitlementRejection, Entitlement> => {
  const quota = asked?.quota;
  if (quota === undefined) {
    const remedy = 'say 0 for nothing guaranteed, -1 for all there is, or an amount';
    return left({ _tag: 'QuotaUnset', pointer: `${pointer}/quota`, remedy });
  }
  const entitlement = {
    quota,
    limit: asked?.limit ?? limitNone,
    weight: asked?.weight ?? weightUsual,
  };
  const problem = problemOf(pointer, entitlement);
  return problem === undefined
    ? right(entitlement)
    : left({ _tag: 'InvalidEntitlement', ...problem });
};

const isAmountOrNone = (value: number): boolean => Number.isSafeInteger(value) && value >= -1;

const problemOf = (
  pointer: string,
  { quota, limit, weight }: Entitlement,
): FieldProblem | undefined => {
  const range = 'must be -1 (none) or a whole number from 0 to 9007199254740991';
  if (!isAmountOrNone(quota)) return { pointer: `${pointer}/quota`, value: quota, problem: range };
  if (!isAmountOrNone(limit)) return { pointer: `${pointer}/limit`, value: limit, problem: range };
  if (limit !== limitNone && quota !== -1 && limit < quota) {
    const problem = `must be -1 (none) or at least the quota, ${quota}`;
    return { pointer: `${pointer}/limit`, value: limit, problem };
  }
  return amountProblem(`${pointer}/weight`, weight);
};

/** Tells whether two grants promise the same. */
export const areSameEntitlements = (a: Entitlements, b: Entitlements): boolean =>
  isSameEntitlement(a.gpuMilli, b.gpuMilli) &&
  isSameEntitlement(a.cpuMilli, b.cpuMilli) &&
  isSameEntitlement(a.memoryMib, b.memoryMib) &&
  a.priority === b.priority &&
  areSameTerms(a.terms, b.terms);

const isSameEntitlement = (a: Entitlement, b: Entitlement): boolean =>
  a.quota === b.quota && a.limit === b.limit && a.weight === b.weight;
