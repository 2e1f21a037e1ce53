import {
  gpuMilliAllocatedOf,
  type NodeRow,
  nodeStateOf,
} from '../../projections/node-list/index.ts';
import { workloadPhases } from '../../projections/workload-list/index.ts';
import type { Measured } from '../ports/metrics.ts';
import type { Reading, Sample } from './series.ts';

const gpusOf = (milli: number): number => milli / 1000;

/** Devices, nodes and workloads, without a series for any single workload. */
export const clusterReadings = (): readonly Reading[] => [...gpus, nodes, workloads];

/** A deleted workload is no reading. */
const phases = workloadPhases.filter((phase) => phase !== 'Deleted');

const undeleted = function* ({ brain }: Measured) {
  for (const row of brain.views.workloads.rows.values()) if (row.phase !== 'Deleted') yield row;
};

const perPool = (name: string, help: string, of: (node: NodeRow) => number): Reading => ({
  name,
  help,
  labels: ['node_pool'],
  read: ({ brain }) => {
    const sums = new Map<string, number>();
    for (const node of brain.views.nodes.rows.values()) {
      sums.set(node.nodePoolId, (sums.get(node.nodePoolId) ?? 0) + of(node));
    }
    return samplesOf(sums);
  },
});

const counted = <Row>(
  rows: Iterable<Row>,
  wordOf: (row: Row) => string,
  words: readonly string[],
): readonly Sample[] => {
  const counts = new Map(words.map((word) => [word, 0]));
  for (const row of rows) {
    const word = wordOf(row);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return samplesOf(counts);
};

const samplesOf = (sums: ReadonlyMap<string, number>): readonly Sample[] =>
  [...sums].map(([label, value]) => [[label], value]);

const gpus: readonly Reading[] = [
  perPool(
    'berth_gpus',
    'GPUs of all nodes, whether they work and answer or not.',
    (node) => node.gpuCount,
  ),
  perPool(
    'berth_gpus_allocated',
    'GPUs that workloads hold, shares of a GPU counted as such.',
    (node) => gpusOf(gpuMilliAllocatedOf(node)),
  ),
  perPool('berth_gpus_broken', 'GPUs that are broken.', (node) => node.brokenDevices.length),
  perPool('berth_gpus_unreachable', 'GPUs of nodes that do not answer.', (node) =>
    nodeStateOf(node) === 'Lost' ? node.gpuCount : 0,
  ),
];

const nodes: Reading = {
  name: 'berth_nodes',
  help: 'Nodes by state.',
  labels: ['state'],
  read: ({ brain }) =>
    counted(brain.views.nodes.rows.values(), nodeStateOf, ['Ready', 'Cordoned', 'Lost']),
};

const workloads: Reading = {
  name: 'berth_workloads',
  help: 'Workloads by phase; deleted ones are not counted.',
  labels: ['phase'],
  read: (measured) => counted(undeleted(measured), ({ phase }) => phase, phases),
};
