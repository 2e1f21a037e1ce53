import { defaultPolicy, plan, type Snapshot } from '../domain/allocation/index.ts';
import { digestOf } from './decisions.ts';
import { type ArmadaScenario, peers } from './peer-scenarios.ts';
import { cards, runOn, submit } from './asking.ts';
import { gib, open, poolOf, timed } from './pool.ts';
import { decidedRow, figureOf, type Measured, repeatsOf, type Row } from './row.ts';

/** Runs of each figure. */
const repeats = repeatsOf(5);

const pod = { ...cards(0), cpuMilli: 1000, memoryBytes: 4 * gib };

interface Size {
  readonly nodes: number;
  readonly jobs: number;
  /** Whether each node has one core left, instead of all of its 32. */
  readonly isCrowded: boolean;
}

/** The sizes that a name tells: `100 nodes / 3200 jobs`. */
const sizeOf = ({ name }: ArmadaScenario): Size => {
  const [, nodes = '0', jobs = '0'] = /(\d+) nodes?\b.*\/ (\d+) jobs/.exec(name) ?? [];
  return { nodes: Number(nodes), jobs: Number(jobs), isCrowded: name.includes('1 CPU free') };
};

const gangPool = ({ nodes, jobs, isCrowded }: Size): Snapshot => {
  const snapshot = poolOf(nodes, () => ({ cpuMilli: 32_000, memoryBytes: 256 * gib, gpuCount: 0 }));
  open(snapshot, { id: 'queue' });
  const most = { ...cards(0), cpuMilli: 31_000, memoryBytes: 31 * gib };
  for (let at = 0; at < (isCrowded ? nodes : 0); at += 1) {
    const asked = { id: `run-${at}`, age: at, queueId: 'queue', request: most };
    runOn(snapshot, asked, { node: at, devices: [] });
  }
  submit(snapshot, { id: 'gang', age: nodes, queueId: 'queue', request: pod, pods: jobs });
  return snapshot;
};

const rowFor = (scenario: ArmadaScenario): Row => {
  const size = sizeOf(scenario);
  let placed = 0;
  const runs = Array.from({ length: repeats }, (): Measured => {
    const snapshot = gangPool(size);
    const { made, ms } = timed(() => plan(snapshot, defaultPolicy));
    placed = made.placements.reduce((sum, { pods }) => sum + pods.length, 0);
    return { value: ms, digest: digestOf([made]) };
  });
  const [before = 0, after = 0] = scenario.s_per_op;
  return decidedRow(
    {
      table: 'armada',
      name: `one gang: ${size.nodes} nodes${size.isCrowded ? ' with one core free' : ''}, ${size.jobs} jobs`,
      unit: 'ms',
      target: size.jobs === 32_000 ? '≤ 300' : '',
      reference: `${figureOf(before * 1000)}, later ${figureOf(after * 1000)} ms (16 threads)`,
      note: `${placed} pods placed; set-up excluded`,
    },
    runs,
  );
};

/** Armada's benchmark of its node database: the whole list of jobs is one gang, seated in one go or not at all. */
export const rows = (): Promise<readonly Row[]> => {
  const scenarios = peers.armada();
  for (const scenario of scenarios.slice(0, 3)) plan(gangPool(sizeOf(scenario)), defaultPolicy);
  return Promise.resolve(scenarios.map(rowFor));
};
