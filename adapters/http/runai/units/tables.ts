import type { ListField, ListTable } from '../../list/index.ts';
import { gpuQuotaOf, gpusAllocatedOf, type UnitsSeen } from './record.ts';
import type { UnitKind, UnitRow } from './unit.ts';

type Field = ListField<UnitRow, UnitsSeen>;

const fields: Readonly<Record<string, Field>> = {
  id: { kind: 'text', of: (row) => row.id },
  name: { kind: 'text', of: (row) => row.name },
  clusterId: { kind: 'text', of: (row) => row.clusterId },
  createdAt: { kind: 'instant', of: (row) => row.createdAtMs },
  gpuQuota: { kind: 'number', of: gpuQuotaOf },
  gpuAllocated: { kind: 'number', of: gpusAllocatedOf },
};

const parentId: Field = {
  kind: 'text',
  of: (row) => ('departmentId' in row ? row.departmentId : undefined),
};

/** What lists of projects and departments can be filtered and sorted by. */
export const unitTableOf = ({ kind }: UnitKind): ListTable<UnitRow, UnitsSeen> => ({
  noun: kind,
  idOf: (row) => row.id,
  fields: new Map(Object.entries(kind === 'project' ? { ...fields, parentId } : fields)),
  searched: [(row) => row.name, (row) => row.id],
  usual: { sortBy: 'name', sortOrder: 'asc' },
});
