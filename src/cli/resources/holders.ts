import type { WorkloadRow } from '../../../projections/workload-list/index.ts';
import { byId } from './resource.ts';

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

/** What a workload holds of a node, as one line. */
export const holderText = (holder: WorkloadRow, nodeId: string): string => {
  const here = holder.placements.filter((pod) => pod.nodeId === nodeId);
  const devices = [...new Set(here.flatMap((pod) => pod.devices))].toSorted((a, b) => a - b);
  const on = devices.length === 0 ? '' : `, devices ${devices.join(',')}`;
  return `${holder.id} (${holder.projectId}, ${holder.phase}): ${here.length} pods${on}`;
};
