import type { Policy } from '../../domain/allocation/index.ts';
import type { NodePool } from '../../domain/node-pool/index.ts';
import type { Brain } from './brain.ts';

const made = new Map<string, Policy>();

/** The rules for a pool: the site's, with the layout that the pool chose. Its version names both. */
export const policyFor = (brain: Brain, nodePoolId: string): Policy => {
  const base = brain.basePolicy;
  const pool = brain.states.byKind['node-pool'].get(nodePoolId)?.state as NodePool | undefined;
  if (pool === undefined || pool.phase !== 'Ready') return base;
  const { gpuPlacement, cpuPlacement } = pool;
  if (gpuPlacement === base.gpuPlacement && cpuPlacement === base.cpuPlacement) return base;
  const version = `${base.version}+gpu-${gpuPlacement}+cpu-${cpuPlacement}`;
  const known = made.get(version);
  if (known !== undefined) return known;
  const policy = { ...base, version, gpuPlacement, cpuPlacement };
  made.set(version, policy);
  return policy;
};
