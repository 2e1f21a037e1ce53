import { isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import {
  gpuMilliAllocatedOf,
  type NodeRow,
  nodeStateOf,
} from '../../../projections/node-list/view.ts';
import type { NodePoolRow } from '../../../projections/org-units/view.ts';
import { type Column, type Described, spanText, instantText, milliText } from '../print/index.ts';
import { byId } from './by-id.ts';
import { lists, nodesOf, rowsOf } from './from-server.ts';
import { detailsOf, resourceOf } from './resource.ts';

/** A node pool with its nodes. */
interface Line {
  readonly row: NodePoolRow;
  readonly nodes: readonly NodeRow[];
  readonly nowMs: InstantMs;
}

const columns: readonly Column<Line>[] = [
  { header: 'node pool', value: ({ row }) => row.id, importance: 'keep' },
  { header: 'label', value: ({ row }) => labelText(row) },
  { header: 'ready', value: readyText, align: 'right' },
  { header: 'gpus', value: gpusText, align: 'right' },
  { header: 'gpu placement', value: ({ row }) => row.gpuPlacement },
  { header: 'cpu placement', value: ({ row }) => row.cpuPlacement },
  { header: 'cluster', value: ({ row }) => row.clusterId, isWide: true },
  { header: 'created', value: ({ row }) => instantText(row.createdAtMs), isWide: true },
  {
    header: 'age',
    value: ({ row, nowMs }) => spanText(nowMs - row.createdAtMs),
    align: 'right',
  },
];

function labelText({ labelKey, labelValue }: NodePoolRow): string {
  return labelKey === '' ? '(all other nodes)' : `${labelKey}=${labelValue}`;
}

function figuresOf({ nodes }: Line) {
  const answering = nodes.filter(({ lostReason }) => lostReason === undefined);
  const cards = answering.reduce((sum, row) => sum + row.gpuCount - row.brokenDevices.length, 0);
  return {
    nodes: nodes.length,
    nodesReady: nodes.filter((row) => nodeStateOf(row) === 'Ready').length,
    gpuMilliCapacity: cards * 1000,
    gpuMilliAllocated: nodes.reduce((sum, row) => sum + gpuMilliAllocatedOf(row), 0),
  };
}

function readyText(line: Line): string {
  const { nodes, nodesReady } = figuresOf(line);
  return `${nodesReady}/${nodes}`;
}

function gpusText(line: Line): string {
  const { gpuMilliAllocated, gpuMilliCapacity } = figuresOf(line);
  return `${milliText(gpuMilliAllocated)}/${milliText(gpuMilliCapacity)}`;
}

const recordOf = (line: Line): object => ({ ...line.row, ...figuresOf(line), asOfMs: line.nowMs });

const linesOf = (line: Line): readonly Described[] => [
  { key: 'node pool', value: line.row.id },
  { key: 'name', value: line.row.name },
  { key: 'cluster', value: line.row.clusterId },
  { key: 'label', value: labelText(line.row) },
  { key: 'GPU placement', value: line.row.gpuPlacement },
  { key: 'CPU placement', value: line.row.cpuPlacement },
  { key: 'nodes ready', value: readyText(line) },
  { key: 'GPUs allocated', value: gpusText(line) },
  { key: 'created', value: instantText(line.row.createdAtMs) },
  { key: 'nodes', value: line.nodes.map((row) => `${row.id} (${nodeStateOf(row)})`) },
];

const linesIn = (
  pools: Iterable<NodePoolRow>,
  nodes: Iterable<NodeRow>,
  nowMs: InstantMs,
): readonly Line[] => {
  const members = Map.groupBy(byId(nodes), ({ nodePoolId }) => nodePoolId);
  return byId(pools).map((row) => ({ row, nodes: members.get(row.id) ?? [], nowMs }));
};

/** `berth nodepool list` and `describe`. */
export const nodepool = resourceOf<Line>({
  noun: 'nodepool',
  read: async (then) => {
    const folded = await (await import('./from-ledger.ts')).estateIn(then);
    if (isLeft(folded)) return folded;
    const { views, nowMs } = folded.right;
    return right(linesIn(views.units.nodePools.values(), views.nodes.rows.values(), nowMs));
  },
  fetch: async (server, wish) => {
    const [pools, nodes] = await Promise.all([
      rowsOf(server, lists.nodePools, wish),
      nodesOf(server),
    ]);
    if (isLeft(pools)) return pools;
    if (isLeft(nodes)) return nodes;
    const rows = linesIn(pools.right.rows, nodes.right.rows, pools.right.nowMs);
    return right({ ...pools.right, rows });
  },
  idOf: ({ row }) => row.id,
  columns,
  recordOf,
  sortable: { id: 'id', name: 'name', created: 'createdAtMs' },
  details: async (line) => {
    const nodeIds = line.nodes.map(({ id }) => id);
    return right(detailsOf(linesOf(line), { ...recordOf(line), nodeIds }));
  },
});
