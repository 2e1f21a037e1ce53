import type { Amounts } from '../../domain/foundation/shapes.ts';
import { compareIds } from '../../domain/foundation/ids.ts';
import {
  type BoardQueue,
  emptySums,
  noAmounts,
  type QueueBoard,
  type QueueRow,
  type QueueSums,
} from './view.ts';

/**
 * The board as a grid: each queue below its parent, siblings by id, with the sums of its whole subtree.
 *
 * A queue whose parent is not there stands at the top.
 * @cost O(queues)
 */
export const rowsOf = (view: QueueBoard): readonly QueueRow[] => {
  const children = childrenOf(view);
  const rows: QueueRow[] = [];
  for (const queue of children.get('') ?? []) walk({ view, children, rows }, queue, 0);
  return rows;
};

interface Walk {
  readonly view: QueueBoard;
  readonly children: ReadonlyMap<string, readonly BoardQueue[]>;
  readonly rows: QueueRow[];
}

const childrenOf = (view: QueueBoard): ReadonlyMap<string, readonly BoardQueue[]> => {
  const children = new Map<string, BoardQueue[]>();
  const ascending = [...view.queues.values()].toSorted((a, b) => compareIds(a.id, b.id));
  for (const queue of ascending) {
    const parent = view.queues.has(queue.parentId) ? queue.parentId : '';
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [queue]);
    else siblings.push(queue);
  }
  return children;
};

const walk = (state: Walk, queue: BoardQueue, depth: number): QueueSums => {
  const own = state.view.sums.get(queue.id) ?? emptySums();
  const place = state.rows.length;
  const row = { ...queue, depth, own, subtree: own };
  state.rows.push(row);
  let subtree = own;
  for (const child of state.children.get(queue.id) ?? []) {
    subtree = together(subtree, walk(state, child, depth + 1));
  }
  state.rows[place] = { ...row, subtree };
  return subtree;
};

const together = (a: QueueSums, b: QueueSums): QueueSums => ({
  allocated: plus(a.allocated, b.allocated),
  allocatedNonPreemptible: plus(a.allocatedNonPreemptible, b.allocatedNonPreemptible),
  requested: plus(a.requested, b.requested),
  requestedGpuMemoryMib: a.requestedGpuMemoryMib + b.requestedGpuMemoryMib,
  pending: a.pending + b.pending,
  initializing: a.initializing + b.initializing,
  running: a.running + b.running,
});

const plus = (a: Amounts, b: Amounts): Amounts => ({
  gpuMilli: a.gpuMilli + b.gpuMilli,
  cpuMilli: a.cpuMilli + b.cpuMilli,
  memoryMib: a.memoryMib + b.memoryMib,
});

/** What each pool has to share: the working cards, cores and memory of its nodes that answer. @cost O(nodes) */
export const poolTotalsOf = (view: QueueBoard): ReadonlyMap<string, Amounts> => {
  const totals = new Map<string, Amounts>();
  for (const node of view.nodes.values()) {
    const before = totals.get(node.nodePoolId) ?? noAmounts;
    totals.set(node.nodePoolId, node.isReady ? plus(before, capacityOf(node)) : before);
  }
  return totals;
};

const capacityOf = (node: {
  readonly gpuCount: number;
  readonly brokenDevices: ReadonlySet<number>;
  readonly cpuMilli: number;
  readonly memoryMib: number;
}): Amounts => ({
  gpuMilli: (node.gpuCount - node.brokenDevices.size) * 1000,
  cpuMilli: node.cpuMilli,
  memoryMib: node.memoryMib,
});
