import { readFile } from 'node:fs/promises';
import type { ScenarioJob, ScenarioNode } from '../adapters/ports/scenario.ts';
import { readOpenb } from '../adapters/traces/openb.ts';
import type { TypicalPod } from '../domain/allocation/index.ts';
import { typicalPodsOf } from '../domain/allocation/score/typical.ts';
import { isLeft } from '../domain/foundation/fp.ts';
import { randomOf } from '../domain/foundation/random.ts';
import { dataFolder } from './traces.ts';

/** The workloads whose published results lie beside the trace. */
export const workloads = [
  'default',
  'cpu100',
  'cpu250',
  'gpushare40',
  'gpushare100',
  'gpuspec10',
  'gpuspec33',
  'multigpu20',
  'multigpu50',
] as const;

/** One of them. */
export type OpenbWorkload = (typeof workloads)[number];

/** The published seeds; the numbers drawn from them are our own. */
export const seeds: readonly number[] = Array.from({ length: 10 }, (_, at) => 42 + at);

/** Equal pods. @shape `models` empty: any */
export interface PodKind {
  readonly gpuDevices: number;
  readonly gpuMilli: number;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly models: readonly string[];
}

/** Pods that arrive one by one and stay, and the nodes that they find, in the order in which ties are broken. */
export interface OpenbStream {
  readonly workload: OpenbWorkload;
  readonly nodes: readonly ScenarioNode[];
  readonly kinds: readonly PodKind[];
  /** The kind of each pod, in the order of arrival. */
  readonly pods: Int32Array;
  /** Counted on the list before it is tuned, as the published program does. */
  readonly typical: readonly TypicalPod[];
}

const folder = (): string => `${dataFolder()}/openb-2023`;

/** So much of all cards is asked for in the end, as published. */
const load = 1.3;

const kindOf = ({ subGroups, nodeSelector }: ScenarioJob): PodKind => {
  const request = subGroups[0]?.request;
  const { gpuDevices = 0, gpuMilli = 0, cpuMilli = 0, memoryBytes = 0 } = request ?? {};
  const models = Object.values(nodeSelector)[0] ?? [];
  return { gpuDevices, gpuMilli, cpuMilli, memoryBytes, models };
};

/** Pods by the kind that they are of. */
const grouped = (jobs: readonly ScenarioJob[]): Pick<OpenbStream, 'kinds' | 'pods'> => {
  const places = new Map<string, number>();
  const kinds: PodKind[] = [];
  const pods = new Int32Array(jobs.length);
  for (const [at, job] of jobs.entries()) {
    const kind = kindOf(job);
    const key = JSON.stringify(kind);
    const place = places.get(key) ?? kinds.length;
    if (place === kinds.length) kinds.push(kind);
    places.set(key, place);
    pods[at] = place;
  }
  return { kinds, pods };
};

const typicalIn = (jobs: readonly ScenarioJob[]): readonly TypicalPod[] => {
  const { kinds, pods } = grouped(jobs);
  const counts = new Int32Array(kinds.length);
  for (const kind of pods) counts[kind] = (counts[kind] ?? 0) + 1;
  return typicalPodsOf(kinds.map((kind, at) => ({ ...kind, pods: counts[at] ?? 0 })));
};

/** Reads a workload as the published program plays it: shuffled, tuned to 130 %, nodes in a random order of their own. */
export const openbStream = async (workload: OpenbWorkload, seed: number): Promise<OpenbStream> => {
  const files = {
    nodesFile: `${folder()}/openb_node_list_gpu_node.csv`,
    jobsFile: `${folder()}/pods/openb_pod_list_${workload}.csv`,
    departures: false,
  };
  const [list, tuned] = await Promise.all([
    readOpenb(files)(),
    readOpenb({ ...files, load, seed })(),
  ]);
  if (isLeft(list)) throw new Error(JSON.stringify(list.left));
  if (isLeft(tuned)) throw new Error(JSON.stringify(tuned.left));
  const nodes = randomOf(`nodes-${seed}`).shuffle(tuned.right.nodes);
  return { workload, nodes, ...grouped(tuned.right.jobs), typical: typicalIn(list.right.jobs) };
};

/** So many times the nodes and the pods of a stream; every pod comes that often in a row. */
export const grown = (stream: OpenbStream, factor: number): OpenbStream => ({
  ...stream,
  nodes: Array.from({ length: factor }, (_, round) =>
    stream.nodes.map((node) => ({ ...node, id: `${node.id}-${round}` })),
  ).flat(),
  pods: Int32Array.from(
    { length: stream.pods.length * factor },
    (_, at) => stream.pods[Math.floor(at / factor)] ?? 0,
  ),
});

/** What is published of a policy on a workload: the means over 10 seeds by arrival level. @unit per cent of all cards */
export interface Published {
  readonly workload: string;
  readonly policy: string;
  readonly metric: string;
  readonly meanAt: ReadonlyMap<number, number>;
}

/** Reads the published means. */
export const published = async (): Promise<readonly Published[]> => {
  const text = await readFile(`${folder()}/expected/summary.csv`, 'utf8');
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const meanAt = new Map<number, number>();
    for (const [at, name] of names.entries())
      if (name.startsWith('mean_at_')) meanAt.set(Number(name.slice(8)), Number(cells[at]));
    const [metric = '', workload = '', policy = ''] = cells;
    return { metric, workload: workload.replace('openb_pod_list_', ''), policy, meanAt };
  });
};
