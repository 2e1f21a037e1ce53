import type { WorkloadRow } from '../../../../projections/workload-list/index.ts';
import type { OrgUnits } from '../../../../projections/org-units/index.ts';

/** The namespace of a workload: that of its project, while there is one. */
export const namespaceOf = (
  { projectId }: Pick<WorkloadRow, 'projectId'>,
  { projects }: Pick<OrgUnits, 'projects'>,
): string => `runai-${projects.get(projectId)?.name ?? projectId}`;
