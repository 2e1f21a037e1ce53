import { isLeft, right } from '../../../domain/foundation/fp.ts';
import { byId } from './by-id.ts';
import { nodesOf } from './from-server.ts';
import { fetchHolders, holdersByNode } from './holders.ts';
import { columns, type NodeLine, recordOf } from './node-columns.ts';
import { linesOf } from './node-lines.ts';
import { detailsOf, resourceOf } from './resource.ts';

/** `berth node list` and `describe`. */
export const node = resourceOf<NodeLine>({
  noun: 'node',
  read: async (then) => {
    const folded = await (await import('./from-ledger.ts')).nodesIn(then);
    if (isLeft(folded)) return folded;
    const { views, nowMs } = folded.right;
    const holders = holdersByNode(views.workloads.rows.values());
    return right(
      byId(views.nodes.rows.values()).map((row) => ({
        row,
        holders: holders.get(row.id) ?? [],
        nowMs,
      })),
    );
  },
  fetch: async (server, wish) => {
    const [nodes, workloads] = await Promise.all([
      nodesOf(server, wish),
      wish.isWhole ? fetchHolders(server) : right([]),
    ]);
    if (isLeft(nodes)) return nodes;
    if (isLeft(workloads)) return workloads;
    const { nowMs, rows } = nodes.right;
    const holders = holdersByNode(workloads.right);
    return right({
      ...nodes.right,
      rows: rows.map((row) => ({ row, holders: holders.get(row.id) ?? [], nowMs })),
    });
  },
  idOf: ({ row }) => row.id,
  columns,
  recordOf,
  sortable: { id: 'id', name: 'name', 'node-pool': 'nodePoolId' },
  details: async (line) => right(detailsOf(linesOf(line), recordOf(line))),
});
