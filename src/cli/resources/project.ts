import { isLeft, right } from '../../../domain/foundation/fp.ts';
import type { ProjectRow } from '../../../projections/org-units/view.ts';
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
  readonly row: ProjectRow;
}

const columns: readonly Column<Line>[] = [
  { header: 'project', value: ({ row }) => row.id, importance: 'keep' },
  { header: 'department', value: ({ row }) => row.departmentId },
  ...unitColumns,
  { header: 'default node pool', value: ({ row }) => row.defaultNodePoolId, isWide: true },
  { header: 'name', value: ({ row }) => row.name, isWide: true },
  { header: 'cluster', value: ({ row }) => row.clusterId, isWide: true },
  { header: 'created', value: ({ row }) => instantText(row.createdAtMs), isWide: true },
  ageColumn,
];

const linesOf = (line: Line): readonly Described[] => [
  { key: 'project', value: line.row.id },
  { key: 'name', value: line.row.name },
  { key: 'department', value: line.row.departmentId },
  { key: 'cluster', value: line.row.clusterId },
  { key: 'default node pool', value: line.row.defaultNodePoolId },
  { key: 'created', value: instantText(line.row.createdAtMs) },
  ...unitLines(line),
];

const recordOf = (line: Line): object => ({ ...line.row, ...unitRecord(line) });

const linesIn = ({ projects, queuesOf, nowMs }: UnitBook): readonly Line[] =>
  projects.map((row) => {
    const { createdAtMs, grants } = row;
    return { row, createdAtMs, grants, queues: queuesOf(`project/${row.id}`), nowMs };
  });

/** `berth project list` and `describe`. */
export const project = resourceOf<Line>({
  noun: 'project',
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
  sortable: { ...unitSortable, department: 'departmentId' },
  details: async (line) => right(detailsOf(linesOf(line), recordOf(line))),
});
