import { isLeft, right } from '../../../domain/foundation/fp.ts';
import type { DepartmentRow } from '../../../projections/org-units/index.ts';
import { type Column, type Described, instantText } from '../print/index.ts';
import { byId, detailsOf, resourceOf } from './resource.ts';
import { ageColumn, readUnits, unitColumns, type UnitLine, unitLines, unitRecord } from './unit.ts';

interface Line extends UnitLine {
  readonly row: DepartmentRow;
  readonly projectIds: readonly string[];
}

const columns: readonly Column<Line>[] = [
  { header: 'department', value: ({ row }) => row.id, importance: 'keep' },
  { header: 'projects', value: ({ projectIds }) => `${projectIds.length}`, align: 'right' },
  ...unitColumns,
  { header: 'cluster', value: ({ row }) => row.clusterId, isWide: true },
  { header: 'created', value: ({ row }) => instantText(row.createdAtMs), isWide: true },
  ageColumn,
];

const linesOf = (line: Line): readonly Described[] => [
  { key: 'department', value: line.row.id },
  { key: 'name', value: line.row.name },
  { key: 'cluster', value: line.row.clusterId },
  { key: 'created', value: instantText(line.row.createdAtMs) },
  { key: 'projects', value: line.projectIds },
  ...unitLines(line),
];

const recordOf = (line: Line): object => ({
  ...line.row,
  projectIds: line.projectIds,
  ...unitRecord(line),
});

/** `berth department list` and `describe`. */
export const department = resourceOf<Line>({
  noun: 'department',
  read: async (ledger) => {
    const book = await readUnits(ledger);
    if (isLeft(book)) return book;
    const { units, queuesOf, nowMs } = book.right;
    const members = Map.groupBy(byId(units.projects.values()), ({ departmentId }) => departmentId);
    return right(
      byId(units.departments.values()).map((row) => {
        const { createdAtMs, grants } = row;
        const projectIds = (members.get(row.id) ?? []).map(({ id }) => id);
        const queues = queuesOf(`department/${row.id}`);
        return { row, createdAtMs, grants, queues, projectIds, nowMs };
      }),
    );
  },
  idOf: ({ row }) => row.id,
  columns,
  recordOf,
  details: async (line) => right(detailsOf(linesOf(line), recordOf(line))),
});
