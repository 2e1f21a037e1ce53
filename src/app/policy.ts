import type { Rules } from '../../adapters/ports/kernels.ts';
import type { Policy } from '../../domain/allocation/index.ts';
import type { NodePool } from '../../domain/node-pool/index.ts';
import { policyIn } from '../../domain/policy/index.ts';
import { stateIn } from './aggregates.ts';
import type { Brain } from './brain.ts';
import { policySubject } from './policy-subject.ts';

/** The rules that the ledger has adopted; `undefined` where nobody has chosen any. */
export const adoptedIn = ({ states }: Brain): Policy | undefined => {
  const adoption = stateIn(states, 'policy', policySubject.id);
  return adoption === undefined ? undefined : policyIn(adoption);
};

/** How a node pool lays pods out. */
type Layout = Pick<Policy, 'gpuPlacement' | 'cpuPlacement'>;

/** The layout that a node pool chose; `undefined` where there is no such pool. */
export const layoutOf = (brain: Brain, nodePoolId: string): Layout | undefined => {
  const pool = brain.states.byKind['node-pool'].get(nodePoolId)?.state as NodePool | undefined;
  return pool?.phase === 'Ready' ? pool : undefined;
};

/**
 * Makes what gives rules the layout of a pool, under a version that names both.
 *
 * The same rules and layout give the same object each time: the kernel knows rules again by their identity.
 */
export const layingOut = <Base extends Rules>() => {
  const madeOf = new WeakMap<Base, Map<string, Base>>();
  return (base: Base, layout: Layout | undefined): Base => {
    if (layout === undefined) return base;
    const { gpuPlacement, cpuPlacement } = layout;
    if (gpuPlacement === base.gpuPlacement && cpuPlacement === base.cpuPlacement) return base;
    const version = `${base.version}+gpu-${gpuPlacement}+cpu-${cpuPlacement}`;
    const made = madeOf.get(base) ?? new Map<string, Base>();
    const policy = made.get(version) ?? { ...base, version, gpuPlacement, cpuPlacement };
    made.set(version, policy);
    madeOf.set(base, made);
    return policy;
  };
};

const laidOut = layingOut<Policy>();

/** The rules for a pool: the site's, with the layout that the pool chose. */
export const policyFor = (brain: Brain, nodePoolId: string): Policy =>
  policyUnder(adoptedIn(brain) ?? brain.basePolicy, brain, nodePoolId);

/** The rules for a pool if the site had these. */
export const policyUnder = (site: Policy, brain: Brain, nodePoolId: string): Policy =>
  laidOut(site, layoutOf(brain, nodePoolId));
