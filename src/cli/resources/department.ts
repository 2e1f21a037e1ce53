import { isLeft, right } from '../../../domain/foundation/fp.ts';
import type { DepartmentRow } from '../../../projections/org-units/view.ts';
import { type Column, type Described, instantText } from '../print/index.ts';
import { detailsOf, resourceOf } from './resource.ts';
import {
  ageColumn,
  fetchUnits,
  unitColumns,
  type UnitLine,
  unitLines,
  unitRecord,
  unitSortable,
} from './unit.ts';
import type { UnitBook } from './unit-book.ts';

interface Line extends UnitLine {
  readonly row: DepartmentRow;
  readonly projectIds: readonly string[];
}

const columns: readonly Column<Line>[] = [
  { header: 'department', value: ({ row }) => row.id, importance: 'keep' },
  { header: 'projects', value: ({ projectIds }) => `${projectIds.length}`, align: 'right' },
  ...unitColumns,
  { header: 'name', value: ({ row }) => row.name, isWide: true },
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

const linesIn = ({ departments, projects, queuesOf, nowMs }: UnitBook): readonly Line[] => {
  const members = Map.groupBy(projects, ({ departmentId }) => departmentId);
  return departments.map((row) => {
    const { createdAtMs, grants } = row;
    const projectIds = (members.get(row.id) ?? []).map(({ id }) => id);
    const queues = queuesOf(`department/${row.id}`);
    return { row, createdAtMs, grants, queues, projectIds, nowMs };
  });
};

/** `berth department list` and `describe`. */
export const department = resourceOf<Line>({
  noun: 'department',
  read: async (then) => {
    const book = await (await import('./from-ledger.ts')).unitsIn(then);
    return isLeft(book) ? book : right(linesIn(book.right));
  },
  fetch: async (server, wish) => {
    const fetched = await fetchUnits(server, wish);
    if (isLeft(fetched)) return fetched;
    const rows = fetched.right.rows.flatMap(linesIn);
    return right({ revision: fetched.right.revision, total: rows.length, rows });
  },
  idOf: ({ row }) => row.id,
  nameOf: ({ row }) => row.name,
  columns,
  recordOf,
  sortable: unitSortable,
  details: async (line) => right(detailsOf(linesOf(line), recordOf(line))),
});
