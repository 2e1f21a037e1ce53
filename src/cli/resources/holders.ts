import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { RemoteFault } from '../remote/faults.ts';
import type { Server } from '../remote/server.ts';
import { byId } from './by-id.ts';
import { workloadsOf } from './from-server.ts';

/** The workloads that have pods on each node, ascending by id. */
export const holdersByNode = (
  workloads: Iterable<WorkloadRow>,
): ReadonlyMap<string, WorkloadRow[]> => {
  const holders = new Map<string, WorkloadRow[]>();
  for (const row of byId(workloads)) {
    for (const nodeId of new Set(row.placements.map((pod) => pod.nodeId))) {
      const there = holders.get(nodeId);
      if (there === undefined) holders.set(nodeId, [row]);
      else there.push(row);
    }
  }
  return holders;
};

/** The phases in which a workload may hold pods. */
const holding = ['Initializing', 'Running', 'Degraded', 'Terminating', 'Stopping', 'Deleting'];

/** Asks a server for the workloads that may hold nodes. */
export const fetchHolders = async (
  server: Server,
): Promise<Either<RemoteFault, readonly WorkloadRow[]>> => {
  const found: WorkloadRow[] = [];
  const pages = await Promise.all(
    holding.map((phase) => workloadsOf(server, { filterBy: [`phase==${phase}`], isWhole: true })),
  );
  for (const page of pages) {
    if (isLeft(page)) return page;
    found.push(...page.right.rows);
  }
  return right(found);
};

/** What a workload holds of a node, as one line. */
export const holderText = (holder: WorkloadRow, nodeId: string): string => {
  const here = holder.placements.filter((pod) => pod.nodeId === nodeId);
  const devices = [...new Set(here.flatMap((pod) => pod.devices))].toSorted((a, b) => a - b);
  const on =
    devices.length === 0
      ? ''
      : `, ${devices.length === 1 ? 'device' : 'devices'} ${devices.join(',')}`;
  return `${holder.id} (${holder.projectId}, ${holder.phase}): ${here.length} ${here.length === 1 ? 'pod' : 'pods'}${on}`;
};
