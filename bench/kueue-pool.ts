import { setTopology, type Snapshot } from '../domain/allocation/index.ts';
import type { KueueScenario, KueueWorkload } from './peer-scenarios.ts';
import { byCards, byNodes, jobsOf, milliOf, type Shaping } from './kueue-jobs.ts';
import { gib, open, poolOf } from './pool.ts';
import type { Job } from './virtual-time.ts';

/** A scenario ready to be played, with how long it must take at least. @unit ms */
export interface Loaded {
  readonly snapshot: Snapshot;
  readonly jobs: readonly Job[];
  readonly boundMs: number;
}

const unitsOf = ({ request, podCount = 1 }: KueueWorkload): number => milliOf(request) * podCount;

/** The longest of what cohorts need with every unit busy all the time. */
const boundOf = ({ generator }: KueueScenario): number =>
  Math.max(
    ...generator.cohorts.map(({ queuesSets }) => {
      let [work, quota] = [0, 0];
      for (const queues of queuesSets) {
        quota += queues.count * milliOf(queues.nominalQuota);
        for (const { count, workloads } of queues.workloadsSets)
          for (const one of workloads) work += queues.count * count * unitsOf(one) * one.runtimeMs;
      }
      return work / quota;
    }),
  );

/** A cohort is a department that ends at what its queues have together; a queue may borrow all of its bound. */
const openCohorts = (
  { generator }: KueueScenario,
  into: { readonly snapshot: Snapshot; readonly unit: 'gpuMilli' | 'cpuMilli'; shape: Shaping },
): readonly Job[] => {
  const jobs: Job[] = [];
  for (const { className, count, queuesSets } of generator.cohorts)
    for (let at = 0; at < count; at += 1) {
      const parentId = `${className}-${at}`;
      const all = queuesSets.reduce((sum, one) => sum + one.count * milliOf(one.nominalQuota), 0);
      open(into.snapshot, { id: parentId, [into.unit]: { quota: all, limit: all } });
      for (const queues of queuesSets)
        for (let k = 0; k < queues.count; k += 1) {
          const id = `${parentId}/${queues.className}-${k}`;
          const quota = milliOf(queues.nominalQuota);
          const limit = quota + milliOf(queues.borrowingLimit);
          open(into.snapshot, { id, parentId, [into.unit]: { quota, limit } });
          jobs.push(...jobsOf(id, queues, into.shape));
        }
    }
  return jobs;
};

/** The same generator with so many times as many cohorts. */
export const times = (scenario: KueueScenario, factor: number): KueueScenario => {
  const cohorts = scenario.generator.cohorts.map((one) => ({ ...one, count: factor * one.count }));
  return { ...scenario, generator: { ...scenario.generator, cohorts } };
};

const unitsIn = ({ generator }: KueueScenario): number =>
  generator.cohorts.reduce(
    (sum, { count, queuesSets }) =>
      sum +
      count *
        queuesSets.reduce((all, one) => all + (one.count * milliOf(one.nominalQuota)) / 1000, 0),
    0,
  );

/** A generator without nodes: as many nodes of 8 cards as the quotas of all queues need. */
export const quotaPool = (scenario: KueueScenario): Loaded => {
  const snapshot = poolOf(Math.ceil(unitsIn(scenario) / 8));
  const jobs = openCohorts(scenario, { snapshot, unit: 'gpuMilli', shape: byCards });
  return { snapshot, jobs, boundMs: boundOf(scenario) };
};

type Topology = NonNullable<KueueScenario['generator']['topology']>;

/** Blocks of racks of nodes, each with its labels and its size. */
const racksOf = (topology: Topology): Snapshot => {
  const [blocks, racks, nodes] = topology.levels;
  const perRack = nodes?.count ?? 1;
  const capacity = nodes?.capacity;
  const count = (blocks?.count ?? 1) * (racks?.count ?? 1) * perRack;
  const labelsOf = (at: number) => ({
    [blocks?.nodeLabel ?? '']: 'block-0',
    [racks?.nodeLabel ?? '']: `rack-${String(Math.floor(at / perRack)).padStart(3, '0')}`,
    [nodes?.nodeLabel ?? '']: `host-${String(at).padStart(5, '0')}`,
  });
  return poolOf(count, (at) => ({
    labels: labelsOf(at),
    gpuCount: 0,
    cpuMilli: milliOf(capacity?.cpu ?? '0'),
    memoryBytes: Number.parseInt(capacity?.memory ?? '0', 10) * gib,
  }));
};

/** The generator with a topology: its own nodes, in racks, by their cores. */
export const rackedPool = (scenario: KueueScenario): Loaded => {
  const { topology } = scenario.generator;
  if (topology === undefined) throw new Error('a scenario without a topology has no racks');
  const snapshot = racksOf(topology);
  setTopology(
    snapshot,
    topology.name,
    topology.levels.map(({ nodeLabel }) => nodeLabel),
  );
  const shape = byNodes(topology.name);
  const jobs = openCohorts(scenario, { snapshot, unit: 'cpuMilli', shape });
  return { snapshot, jobs, boundMs: boundOf(scenario) };
};
