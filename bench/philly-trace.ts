import { readFileSync } from 'node:fs';
import { heliosRestartLossMs } from '../adapters/cluster-sim/index.ts';
import { dataFolder } from './traces.ts';

/** A job of the trace; `age` is its place in the order of submission. @unit ms */
export interface PhillyJob {
  readonly id: string;
  readonly age: number;
  readonly tenantId: string;
  readonly gpus: number;
  readonly atMs: number;
  readonly runMs: number;
}

/** A virtual cluster: whose jobs they are, and how many nodes of eight cards it is promised. */
export interface Tenant {
  readonly id: string;
  readonly nodes: number;
}

/** Cards of a node. */
export const nodeGpus = 8;

/** What came of the jobs under some rules: how long each waited in all, and what evictions cost. @unit ms */
export interface Waited {
  readonly waitMs: ReadonlyMap<string, number>;
  readonly evictions: number;
  readonly redoneGpuMs: number;
}

const linesOf = (name: string): readonly string[] =>
  readFileSync(`${dataFolder()}/philly/${name}.csv`, 'utf8').trimEnd().split('\n').slice(1);

/** The virtual clusters whose sizes are known, each with so many of its nodes, rounded. */
export const readTenants = (factor: number): readonly Tenant[] =>
  linesOf('philly_vc_nodes').map((line) => {
    const [id = '', nodes] = line.split(',');
    return { id, nodes: Math.round(Number(nodes) * factor) };
  });

const [fromDay, untilDay] = ['2017-10-01', '2017-12-01'];

/** The jobs of October and November 2017 in those virtual clusters, in the order of submission. */
export const readJobs = (): readonly PhillyJob[] => {
  const ids = new Set(readTenants(1).map(({ id }) => id));
  const jobs: Omit<PhillyJob, 'id' | 'age'>[] = [];
  for (const line of linesOf('philly_jobs')) {
    const [time = '', duration, gpus, , tenantId = ''] = line.split(',');
    if (!ids.has(tenantId) || time < fromDay || time >= untilDay) continue;
    const atMs = Date.parse(`${time.replace(' ', 'T')}Z`);
    jobs.push({ tenantId, gpus: Number(gpus), atMs, runMs: Number(duration) * 1000 });
  }
  return jobs
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((job, age) => ({ ...job, age, id: `job-${String(age).padStart(6, '0')}` }));
};

/** How far jobs have come over their attempts: what is done is kept, and each restart loads a checkpoint first. */
export const progressOf = () => {
  const doneMs = new Map<string, number>();
  const lossMs = ({ id, gpus }: PhillyJob): number =>
    doneMs.has(id) ? heliosRestartLossMs(gpus) : 0;
  /** How long the next attempt runs until the job is done. */
  const leftMs = (job: PhillyJob): number => job.runMs - (doneMs.get(job.id) ?? 0) + lossMs(job);
  /** An attempt was cut short after so long; answers how much of that has to be done again. */
  const cut = (job: PhillyJob, ranMs: number): number => {
    const lost = Math.min(ranMs, lossMs(job));
    doneMs.set(job.id, (doneMs.get(job.id) ?? 0) + ranMs - lost);
    return heliosRestartLossMs(job.gpus);
  };
  return { leftMs, cut };
};
