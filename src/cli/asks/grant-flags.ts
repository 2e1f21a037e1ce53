import type { AskedGrant } from '../../../adapters/ports/ask.ts';
import type { Entitlement, Entitlements } from '../../../domain/foundation/shapes.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { EntitlementAsked } from '../../../domain/queue/index.ts';
import {
  type AmountReader,
  exactCpuMilli,
  exactGpuMilli,
  exactMemoryMib,
} from '../exact-amounts.ts';
import { type FlagProblem, isProblem } from './flag-problem.ts';
import { speaksOfTerms, type TermFlags, termsOfFlags } from './term-flags.ts';

/** The flags that say what a unit is granted in a node pool. */
export interface GrantFlags extends TermFlags {
  readonly nodePool?: string;
  readonly gpuQuota?: string;
  readonly gpuLimit?: string;
  readonly gpuWeight?: number;
  readonly cpuQuota?: string;
  readonly cpuLimit?: string;
  readonly cpuWeight?: number;
  readonly memoryQuota?: string;
  readonly memoryLimit?: string;
  readonly memoryWeight?: number;
  readonly priority?: number;
}

const names = [
  'gpuQuota',
  'gpuLimit',
  'gpuWeight',
  'cpuQuota',
  'cpuLimit',
  'cpuWeight',
  'memoryQuota',
  'memoryLimit',
  'memoryWeight',
  'priority',
] as const;

/** Whether any flag speaks of a grant. */
export const speaksOfGrant = (flags: GrantFlags): boolean =>
  names.some((name) => flags[name] !== undefined) || speaksOfTerms(flags);

/** What is to be granted: what the flags say, and for the rest what is so already. */
export const grantOfFlags = (
  flags: GrantFlags,
  nodePoolId: string,
  now: Entitlements | undefined,
): AskedGrant | FlagProblem => {
  if (now === undefined && flags.gpuQuota === undefined) return nothingGranted(nodePoolId);
  const gpuMilli = entitlement(gpuReader, textsOf(flags, 'gpu'), now?.gpuMilli);
  if (isProblem(gpuMilli)) return gpuMilli;
  const cpuMilli = entitlement(cpuReader, textsOf(flags, 'cpu'), now?.cpuMilli);
  if (isProblem(cpuMilli)) return cpuMilli;
  const memoryMib = entitlement(memoryReader, textsOf(flags, 'memory'), now?.memoryMib);
  if (isProblem(memoryMib)) return memoryMib;
  const terms = speaksOfTerms(flags) ? termsOfFlags(flags, now?.terms) : undefined;
  if (isProblem(terms)) return terms;
  const priority = flags.priority ?? now?.priority;
  return {
    nodePoolId,
    entitlements: {
      gpuMilli,
      cpuMilli,
      memoryMib,
      ...(priority === undefined ? {} : { priority }),
      ...(terms === undefined ? {} : { terms }),
    },
  };
};

const nothingGranted = (nodePoolId: string): FlagProblem => ({
  flag: '--gpu-quota',
  problem: `nothing is granted in node pool ${nodePoolId} yet, and it does not say how much`,
  remedy: 'say --gpu-quota: a number of GPUs, 0 for none, -1 for all there are',
});

const textsOf = (flags: GrantFlags, word: 'gpu' | 'cpu' | 'memory'): EntitlementTexts => ({
  quota: flags[`${word}Quota`],
  limit: flags[`${word}Limit`],
  weight: flags[`${word}Weight`],
});

interface Reader {
  readonly word: string;
  readonly read: AmountReader;
}

const gpuReader: Reader = { word: 'gpu', read: exactGpuMilli };
const cpuReader: Reader = { word: 'cpu', read: exactCpuMilli };
const memoryReader: Reader = { word: 'memory', read: exactMemoryMib };

interface EntitlementTexts {
  readonly quota: string | undefined;
  readonly limit: string | undefined;
  readonly weight: number | undefined;
}

/** Cores and memory that nobody has spoken of are shared without a bound: GPUs are what is scarce. */
const entitlement = (
  { word, read }: Reader,
  said: EntitlementTexts,
  now: Entitlement | undefined,
): EntitlementAsked | FlagProblem => {
  const amount = (flag: string, text: string | undefined, present: number | undefined) => {
    if (text === undefined) return present;
    if (text === '-1' || text === 'unlimited') return -1;
    const units = read(text);
    if (!isLeft(units)) return units.right;
    const problem = `'${units.left.text}' ${units.left.problem}`;
    return { flag, problem, remedy: 'write an amount, or -1 for no bound' };
  };
  const quota = amount(`--${word}-quota`, said.quota, now?.quota ?? -1);
  if (typeof quota === 'object') return quota;
  const limit = amount(`--${word}-limit`, said.limit, now?.limit);
  if (typeof limit === 'object') return limit;
  const weight = said.weight ?? now?.weight;
  return {
    quota,
    ...(limit === undefined ? {} : { limit }),
    ...(weight === undefined ? {} : { weight }),
  };
};
