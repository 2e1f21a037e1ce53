import {
  type Action,
  defaultPolicy,
  forget,
  plan,
  type Snapshot,
} from '../domain/allocation/index.ts';
import { digestOf } from './decisions.ts';
import { crowdedPool, equalPool } from './kai-pool.ts';
import { claimedPool } from './kernel-evicting.ts';
import { type KaiScenario, type KaiScenarios, peers } from './peer-scenarios.ts';
import { timed } from './pool.ts';
import { decidedRow, type Measured, repeatsOf, type Row } from './row.ts';

/** Runs of each figure. */
const repeats = repeatsOf(5);

/** One iteration as the peer counts it: the pool is built from nothing, then one cycle. @unit ms */
const cycle = (build: () => Snapshot, actions?: readonly Action[]): Measured & { did: string } => {
  const { made, ms } = timed(() => {
    const moment = actions === undefined ? { nowMs: 0 } : { nowMs: 0, actions };
    return plan(build(), defaultPolicy, moment);
  });
  const placed = made.placements.length + made.nominations.length;
  const did = `${placed} placed, ${made.evictions.length} evicted`;
  return { value: ms, digest: digestOf([made]), did };
};

interface Case {
  readonly name: string;
  readonly build: () => Snapshot;
  readonly actions?: readonly Action[];
  readonly reference?: string;
  readonly target?: string;
}

const rowFor = ({ name, build, actions, reference = '', target = '' }: Case): Row => {
  const runs = Array.from({ length: repeats }, () => cycle(build, actions));
  const note = `building the pool included; ${runs[0]?.did}`;
  return decidedRow({ table: 'kai', name, unit: 'ms', target, reference, note }, runs);
};

const listOf = (figures: KaiScenario['nodes'] | string): readonly number[] =>
  typeof figures === 'number' ? [figures] : Array.isArray(figures) ? figures : [];

/** The sizes in a name such as `Allocate_{Small,Large}`, one name for each. */
const namesOf = ({ name }: KaiScenario): readonly string[] => {
  const [, before = '', inside = '', after = ''] = /^(.*)\{(.*)\}(.*)$/.exec(name) ?? [];
  return inside === '' ? [name] : inside.split(',').map((word) => `${before}${word}${after}`);
};

const actionsOf = (name: string): readonly Action[] | undefined => {
  if (name.startsWith('Allocate') || name.startsWith('Gang') || name.startsWith('Many'))
    return ['allocate'];
  if (name.startsWith('ReclaimAction')) return ['reclaim'];
  if (name.startsWith('PreemptAction')) return ['consolidate', 'preempt'];
  return undefined;
};

/** Actions of 10 to 100 nodes on pools whose queues are equal. */
const actionCases = (scenario: KaiScenario, usual: KaiScenarios['usual']): readonly Case[] => {
  const { nodes, jobs, pending_jobs: pending, running_jobs: running } = scenario;
  const names = namesOf(scenario);
  return listOf(nodes).map((count, at) => {
    const all = listOf(jobs)[at] ?? 0;
    const isMixed = /Preempt|FullScheduling/.test(scenario.name);
    const shape = {
      nodes: count,
      running: isMixed ? Math.ceil(all / 2) : (listOf(running)[at] ?? 0),
      pending: isMixed ? Math.floor(all / 2) : (listOf(pending)[at] ?? all),
      queues: scenario.queues ?? usual.queues,
      departments: usual.departments,
      tasks: scenario.tasks_per_job ?? 1,
    };
    const name = names[at] ?? scenario.name;
    const actions = actionsOf(name);
    const build = () => equalPool(shape);
    const published = name === 'AllocateAction_Large' ? { reference: 'about 80 ms' } : {};
    return { name, build, ...published, ...(actions === undefined ? {} : { actions }) };
  });
};

const published: Readonly<Record<string, Partial<Case>>> = {
  ReclaimLargeJobs_500Node: { reference: '8.97 s' },
  ReclaimLargeJobs_1000Node: { reference: 'no end in 40 min' },
};

/** The reclaims whose names hold the numbers of nodes: `…_200Node`. */
const reclaimCases = (scenario: KaiScenario): readonly Case[] =>
  namesOf(scenario).flatMap((sized) =>
    sized.split(',').map((name) => {
      const nodes = Number(/_(\d+)Node/.exec(name)?.[1] ?? 0);
      const isLarge = name.startsWith('ReclaimLarge');
      const claims = isLarge
        ? { count: 1, pods: Math.max(1, Math.floor(nodes / 10)), cardsEach: 8 }
        : { count: nodes * 8, pods: 1, cardsEach: 1 };
      const before = scenario.published_s_per_op?.[`${nodes}Node_before`];
      const after = scenario.published_s_per_op?.[`${nodes}Node_after_PR2204`];
      const reference = before === undefined ? '' : `${before} s, later ${after} s`;
      return { name, build: () => claimedPool(nodes, claims), reference, ...published[name] };
    }),
  );

const isReclaim = ({ name }: KaiScenario): boolean =>
  name.startsWith('ReclaimLarge') || name.startsWith('ReclaimMany');

/** A cycle of a large cluster after one pod ended: the peer reads everything anew, we fold what happened. */
const largeClusterRow = ({ cycle_s: cycleS }: KaiScenarios['snapshot_cost']): Row => {
  const [nodes, pods] = [4000, 140_000];
  const runs = Array.from({ length: repeats }, (): Measured => {
    const snapshot = crowdedPool(nodes, pods);
    plan(snapshot, defaultPolicy);
    const { made, ms } = timed(() => {
      forget(snapshot, 'run-0');
      return plan(snapshot, defaultPolicy);
    });
    return { value: ms, digest: digestOf([made]) };
  });
  const name = `a cycle of ${nodes} nodes and ${pods} pods, after one ended`;
  const reference = `${cycleS.join(', ')} s`;
  const note = 'nothing is read anew';
  return decidedRow({ table: 'kai', name, unit: 'ms', target: '', reference, note }, runs);
};

/** The peer scheduler's own Go benchmarks, each iteration as it counts them. */
export const rows = (): Promise<readonly Row[]> => {
  const { usual, scenarios, snapshot_cost: large } = peers.kai();
  const cases = scenarios.flatMap((one) =>
    isReclaim(one) ? reclaimCases(one) : actionCases(one, usual),
  );
  for (const one of cases.slice(0, 4)) cycle(one.build, one.actions);
  return Promise.resolve([...cases.map(rowFor), largeClusterRow(large)]);
};
