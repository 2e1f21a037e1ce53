import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { WorkloadRow } from '../../projections/workload-list/index.ts';

/** Which names of a project are taken; a name is free again when its workload is deleted. */
export interface WorkloadNames {
  /** The workload of the project that has the name; `undefined` for a free name. */
  readonly holderOf: (projectId: string, name: string) => string | undefined;
  readonly apply: (fact: BerthRecorded) => void;
}

/** Begins with the workloads that a view shows and goes on with facts. @cost O(1) a fact */
export const workloadNames = (
  rows: ReadonlyMap<string, Pick<WorkloadRow, 'projectId' | 'name' | 'phase'>>,
): WorkloadNames => {
  const holders = new Map<string, string>();
  for (const [id, row] of rows) {
    if (row.phase !== 'Deleted') holders.set(`${row.projectId}/${row.name}`, id);
  }
  return {
    holderOf: (projectId, name) => holders.get(`${projectId}/${name}`),
    apply: (fact) => {
      if (fact.type === 'WorkloadSubmitted') {
        holders.set(`${fact.data.projectId}/${fact.data.name}`, fact.subject.id);
      } else if (fact.type === 'WorkloadDeleted') {
        const row = rows.get(fact.subject.id);
        if (row !== undefined) holders.delete(`${row.projectId}/${row.name}`);
      }
    },
  };
};
