import type { Amounts } from '../../../domain/foundation/shapes.ts';
import { gpuMilliFreeOf, type NodeRow, nodeStateOf } from '../../../projections/node-list/index.ts';
import { noAmounts, poolTotalsOf } from '../../../projections/queue-board/index.ts';
import type { LiveViews } from '../../ports/live-brain.ts';

interface PoolSums {
  nodes: { ready: number; cordoned: number; lost: number };
  allocated: Amounts;
  requested: Amounts;
  pendingWorkloads: number;
  runningWorkloads: number;
  freeGpuMilli: number;
  freeWholeGpus: number;
  mostFreeGpusOnANode: number;
}

const emptySums = (): PoolSums => ({
  nodes: { ready: 0, cordoned: 0, lost: 0 },
  allocated: noAmounts,
  requested: noAmounts,
  pendingWorkloads: 0,
  runningWorkloads: 0,
  freeGpuMilli: 0,
  freeWholeGpus: 0,
  mostFreeGpusOnANode: 0,
});

/** What each pool has, holds and is asked for, ascending by id. @cost O(nodes × cards + queues) */
export const poolsOf = ({ units, queues, nodes }: LiveViews): readonly object[] => {
  const sums = new Map([...units.nodePools.keys()].map((id) => [id, emptySums()] as const));
  for (const row of nodes.rows.values()) addNode(sumsOf(sums, row.nodePoolId), row);
  for (const { id, nodePoolId } of queues.queues.values()) {
    const held = queues.sums.get(id);
    if (held === undefined) continue;
    const pool = sumsOf(sums, nodePoolId);
    pool.allocated = plus(pool.allocated, held.allocated);
    pool.requested = plus(pool.requested, held.requested);
    pool.pendingWorkloads += held.pending;
    pool.runningWorkloads += held.running + held.initializing;
  }
  const totals = poolTotalsOf(queues);
  return [...sums.keys()].toSorted().map((nodePoolId) => {
    const { requested, ...rest } = sumsOf(sums, nodePoolId);
    const pending = plus(requested, rest.allocated, -1);
    return { nodePoolId, total: totals.get(nodePoolId) ?? noAmounts, pending, ...rest };
  });
};

const sumsOf = (sums: Map<string, PoolSums>, nodePoolId: string): PoolSums => {
  const known = sums.get(nodePoolId) ?? emptySums();
  sums.set(nodePoolId, known);
  return known;
};

const addNode = (pool: PoolSums, row: NodeRow): void => {
  const state = nodeStateOf(row);
  if (state === 'Lost') pool.nodes.lost += 1;
  else if (state === 'Cordoned') pool.nodes.cordoned += 1;
  else {
    pool.nodes.ready += 1;
    const whole = row.deviceGpuMilli.filter(
      (milli, device) => milli === 0 && !row.brokenDevices.includes(device),
    ).length;
    pool.freeGpuMilli += gpuMilliFreeOf(row);
    pool.freeWholeGpus += whole;
    pool.mostFreeGpusOnANode = Math.max(pool.mostFreeGpusOnANode, whole);
  }
};

const plus = (a: Amounts, b: Amounts, sign: 1 | -1 = 1): Amounts => ({
  gpuMilli: a.gpuMilli + sign * b.gpuMilli,
  cpuMilli: a.cpuMilli + sign * b.cpuMilli,
  memoryMib: a.memoryMib + sign * b.memoryMib,
});
