import type { Policy } from '../../domain/allocation/index.ts';
import type { NodePool } from '../../domain/node-pool/index.ts';
import type { Brain } from './brain.ts';

/** What pools made of a site's rules, by version: the kernel knows rules again by their identity. */
const madeOf = new WeakMap<Policy, Map<string, Policy>>();

/** The rules for a pool: the site's, with the layout that the pool chose. Its version names both. */
export const policyFor = (brain: Brain, nodePoolId: string): Policy => {
  const base = brain.basePolicy;
  const pool = brain.states.byKind['node-pool'].get(nodePoolId)?.state as NodePool | undefined;
  if (pool === undefined || pool.phase !== 'Ready') return base;
  const { gpuPlacement, cpuPlacement } = pool;
  if (gpuPlacement === base.gpuPlacement && cpuPlacement === base.cpuPlacement) return base;
  const version = `${base.version}+gpu-${gpuPlacement}+cpu-${cpuPlacement}`;
  const made = madeOf.get(base) ?? new Map<string, Policy>();
  const policy = made.get(version) ?? { ...base, version, gpuPlacement, cpuPlacement };
  made.set(version, policy);
  madeOf.set(base, made);
  return policy;
};
