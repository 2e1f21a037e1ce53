import type { ScenarioNode } from '../ports/scenario.ts';
import { integersOf, isLabelValue, uniqueIdsOf } from './fields.ts';
import { refuse, shown } from './refusal.ts';
import { readTable, type Table } from './table.ts';

/** The label that tells a node's GPU model, and that a pod's `gpu_spec` selects by. */
export const gpuModelLabel = 'gpu.model';

/** The traces state no bound on pods; this one never binds. */
const podsMax = 1000;
const bytesPerMib = 1024 * 1024;

/** Memory of the models that the traces name openly; 0 where the name is made up or the trace is silent. @unit MiB */
const memoryMibByModel: ReadonlyMap<string, number> = new Map([
  ['T4', 16 * 1024],
  ['P100', 16 * 1024],
  ['V100M16', 16 * 1024],
  ['V100M32', 32 * 1024],
  ['A10', 24 * 1024],
]);

/**
 * Reads a node list in the form of the openb trace.
 *
 * @throws InputRefusal
 * @source alibaba/clusterdata, cluster-trace-gpu-v2023 (`openb_node_list_*.csv`)
 */
export const readNodes = async (file: string): Promise<readonly ScenarioNode[]> => {
  const table = await readTable(file, {
    required: ['sn', 'cpu_milli', 'memory_mib', 'gpu', 'model'],
    optional: [],
  });
  const idOf = uniqueIdsOf(table, 'sn');
  const cpuMilliOf = integersOf(table, { name: 'cpu_milli', min: 1, max: 100_000_000 });
  const memoryMibOf = integersOf(table, { name: 'memory_mib', min: 1, max: 1 << 30 });
  const gpuCountOf = integersOf(table, { name: 'gpu', min: 0, max: 64 });
  const nodes: ScenarioNode[] = [];
  for (let row = 0; row < table.rowCount; row += 1) {
    const gpuCount = gpuCountOf(row);
    const gpuModel = modelOf(table, row, gpuCount);
    nodes.push({
      id: idOf(row),
      labels: gpuModel === '' ? {} : { [gpuModelLabel]: gpuModel },
      taints: [],
      cpuMilli: cpuMilliOf(row),
      memoryBytes: memoryMibOf(row) * bytesPerMib,
      podsMax,
      gpuCount,
      gpuModel,
      gpuMemoryMib: memoryMibByModel.get(gpuModel) ?? 0,
    });
  }
  return nodes;
};

const modelOf = (table: Table, row: number, gpuCount: number): string => {
  const model = table.cell(row, 'model');
  if (gpuCount === 0 && model === '') return model;
  const place = { file: table.file, field: 'model' };
  if (!isLabelValue(model)) {
    const problem =
      model === '' ? `${gpuCount} GPUs without a model` : `${shown(model)} is no model name`;
    const remedy = 'name the GPU model with letters, digits, ".", "_", "-"; at most 63';
    refuse({ ...place, line: table.lineOf(row), problem, remedy });
  }
  if (gpuCount === 0) {
    const problem = `a model (${shown(model)}) without GPUs`;
    const remedy = 'leave the model empty, or say how many GPUs there are';
    refuse({ ...place, line: table.lineOf(row), problem, remedy });
  }
  return model;
};

const nodesMax = 99_999;
const gpusMax = 64;

/**
 * What `--nodes 70x8` says: that many equal nodes, each with so many GPUs; `undefined` for a text that is no shape.
 *
 * @throws InputRefusal for a text of digits and an x that is none of these
 */
export const equalNodesOf = (text: string): readonly ScenarioNode[] | undefined => {
  if (!/^(?=.*\d)\d*[xX]\d*$/.test(text)) return undefined;
  const parts = /^([1-9]\d{0,4})x([1-9]\d?)$/.exec(text);
  const nodeCount = Number(parts?.[1]);
  const gpuCount = Number(parts?.[2]);
  if (parts === null || gpuCount > gpusMax) return refuseShape(text);
  const width = Math.max(2, String(nodeCount).length);
  return Array.from({ length: nodeCount }, (_, place) => ({
    id: `node-${String(place + 1).padStart(width, '0')}`,
    labels: {},
    taints: [],
    cpuMilli: 96_000,
    memoryBytes: 1024 * 1024 * bytesPerMib,
    podsMax,
    gpuCount,
    gpuModel: 'any',
    gpuMemoryMib: 0,
  }));
};

const refuseShape = (text: string): never =>
  refuse({
    file: text,
    field: '--nodes',
    problem: `${shown(text)} is no shape of nodes`,
    remedy: `write NODESxGPUS such as 70x8: 1 to ${nodesMax} nodes with 1 to ${gpusMax} GPUs each; of a file with that name say ./${text.slice(0, 40)}`,
  });

/** All cards of the nodes. @unit thousandths of a card */
export const gpuMilliOf = (nodes: readonly ScenarioNode[]): number =>
  nodes.reduce((sum, node) => sum + node.gpuCount * 1000, 0);
