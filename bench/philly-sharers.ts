import type { Policy } from '../domain/allocation/index.ts';
import { type Decided, playKernel } from './philly-kernel.ts';
import { ownJobs, type Queued, queuedOf } from './philly-plain.ts';
import type { PhillyJob, Tenant } from './philly-trace.ts';

const waitsOf = ({ waitMs }: Decided, jobs: readonly PhillyJob[]): Queued =>
  queuedOf(jobs.map(({ id }) => waitMs.get(id) ?? Infinity));

/** How long the jobs of a run waited, all together. */
export const allOf = ({ waitMs }: Decided): Queued => queuedOf([...waitMs.values()]);

/** A tenant with the others beside it, and alone on its own nodes under the same rules. */
export interface Sharer {
  readonly tenant: Tenant;
  readonly shared: Queued;
  readonly alone: Queued;
  /** With the jobs that are too large for its own nodes and run by borrowing only. */
  readonly withLarge: Queued;
  readonly large: number;
}

/** What sharing did to a tenant: a run with everybody against one of its own. */
export const sharerOf = (
  tenant: Tenant,
  jobs: readonly PhillyJob[],
  together: { readonly run: Decided; readonly policy: Policy },
): Sharer => {
  const own = ownJobs(tenant, jobs);
  const all = jobs.filter(({ tenantId }) => tenantId === tenant.id);
  return {
    tenant,
    shared: waitsOf(together.run, own),
    alone: allOf(playKernel([tenant], own, together.policy)),
    withLarge: waitsOf(together.run, all),
    large: all.length - own.length,
  };
};

/** Whether a tenant waits longer than alone, be its too large jobs counted or not. */
export const isWorse = ({ shared, withLarge, alone }: Sharer): boolean =>
  Math.max(shared.meanS, withLarge.meanS) > alone.meanS;
