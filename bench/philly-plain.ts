import { playGreedy } from './philly-greedy.ts';
import { type Level, type Order, orders } from './philly-levels.ts';
import type { Discipline } from './philly-stage.ts';
import { nodeGpus, type PhillyJob, type Tenant } from './philly-trace.ts';
import { type Row, rowOf } from './row.ts';

/** Mean and 99th percentile. @unit s */
export interface Queued {
  readonly meanS: number;
  readonly p99S: number;
}

/** How long jobs waited. @shape no jobs: no waiting */
export const queuedOf = (waitMs: readonly number[]): Queued => {
  const ordered = waitMs.toSorted((a, b) => a - b);
  const sumMs = ordered.reduce((sum, ms) => sum + ms, 0);
  const p99Ms = ordered[Math.floor(ordered.length * 0.99)] ?? 0;
  return { meanS: sumMs / 1000 / Math.max(1, ordered.length), p99S: p99Ms / 1000 };
};

/** The jobs of a tenant that fit into what it is promised. */
export const ownJobs = (tenant: Tenant, jobs: readonly PhillyJob[]): readonly PhillyJob[] =>
  jobs.filter(({ tenantId, gpus }) => tenantId === tenant.id && gpus <= tenant.nodes * nodeGpus);

const rulesOf: { readonly [Key in Order]: Discipline } = {
  firstCome: { order: 'first-come', mayPass: false, reclaims: false },
  passing: { order: 'first-come', mayPass: true, reclaims: false },
  shortest: { order: 'shortest', mayPass: false, reclaims: false },
};

const nameOf: { readonly [Key in Order]: string } = {
  firstCome: 'first come first served',
  passing: 'passing a blocked head',
  shortest: 'shortest first (oracle)',
};

const alone = (tenants: readonly Tenant[], jobs: readonly PhillyJob[], rules: Discipline): Queued =>
  queuedOf(
    tenants.flatMap((one) => [...playGreedy([one], ownJobs(one, jobs), rules).waitMs.values()]),
  );

const together = (
  tenants: readonly Tenant[],
  jobs: readonly PhillyJob[],
  rules: Discipline,
): Queued => queuedOf([...playGreedy(tenants, jobs, rules).waitMs.values()]);

const pooled = (
  tenants: readonly Tenant[],
  jobs: readonly PhillyJob[],
  rules: Discipline,
): Queued => {
  const all: Tenant = { id: 'all', nodes: tenants.reduce((sum, { nodes }) => sum + nodes, 0) };
  return together(
    [all],
    jobs.map((job) => ({ ...job, tenantId: all.id })),
    rules,
  );
};

/** Seconds as notes tell them. */
export const seconds = (s: number): string => Math.round(s).toLocaleString('en-US');

const told = ({ mean, p99 }: Level['borrowing']): string => `${mean} s, p99 ${p99} s`;

/** A published figure, and the same played again. */
interface Check {
  readonly name: string;
  readonly reference: string;
  readonly queued: Queued;
}

/** Whom a discipline serves with what. */
interface Site {
  readonly level: Level;
  readonly tenants: readonly Tenant[];
  readonly jobs: readonly PhillyJob[];
}

const inPartitions = ({ level, tenants, jobs }: Site, order: Order): Check => ({
  name: `partitions, ${nameOf[order]}`,
  reference: told(level.partitions[order]),
  queued: alone(tenants, jobs, rulesOf[order]),
});

const inOnePool = ({ level, tenants, jobs }: Site, order: Order): Check => ({
  name: `one pool, ${nameOf[order]}`,
  reference: `${level.onePool[order]} s`,
  queued: pooled(tenants, jobs, rulesOf[order]),
});

const withQuotas = ({ level, tenants, jobs }: Site, reclaims: boolean): Check => ({
  name: reclaims ? 'quotas, borrowing, reclaim' : 'quotas and borrowing',
  reference: told(reclaims ? level.reclaiming : level.borrowing),
  queued: together(tenants, jobs, { ...rulesOf.passing, reclaims }),
});

/**
 * The published rows of plain schedulers, played again by a stand-alone simulator: they prove that the set-up is the
 * same.
 */
export const plainRows = (site: Site): readonly Row[] => {
  const checks = [
    ...orders.map((order) => inPartitions(site, order)),
    ...orders.map((order) => inOnePool(site, order)),
    ...[false, true].map((reclaims) => withQuotas(site, reclaims)),
  ];
  return checks.map(({ name, reference, queued }) =>
    rowOf({
      table: 'philly',
      name: `${site.level.name}: set-up check, ${name}`,
      unit: 's',
      runs: [queued.meanS],
      target: '',
      reference,
      note: `p99 ${seconds(queued.p99S)} s`,
    }),
  );
};
