import { isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { TopologyRow } from '../../../projections/org-units/view.ts';
import { type Column, type Described, durationText, instantText } from '../print/index.ts';
import { byId } from './by-id.ts';
import { lists, rowsOf } from './from-server.ts';
import { detailsOf, resourceOf } from './resource.ts';

interface Line {
  readonly row: TopologyRow;
  readonly nowMs: InstantMs;
}

const columns: readonly Column<Line>[] = [
  { header: 'topology', value: ({ row }) => row.id, importance: 'keep' },
  { header: 'cluster', value: ({ row }) => row.clusterId },
  { header: 'levels', value: ({ row }) => row.levels.join(' > '), importance: 'keep' },
  { header: 'name', value: ({ row }) => row.name, isWide: true },
  { header: 'created', value: ({ row }) => instantText(row.createdAtMs), isWide: true },
  {
    header: 'age',
    value: ({ row, nowMs }) => durationText(nowMs - row.createdAtMs),
    align: 'right',
  },
];

const recordOf = ({ row, nowMs }: Line): object => ({ ...row, asOfMs: nowMs });

const linesOf = ({ row, nowMs }: Line): readonly Described[] => [
  { key: 'topology', value: row.id },
  { key: 'name', value: row.name },
  { key: 'cluster', value: row.clusterId },
  { key: 'levels', value: row.levels },
  { key: 'created', value: instantText(row.createdAtMs) },
  { key: 'as of', value: instantText(nowMs) },
];

/** `berth topology list` and `describe`. */
export const topology = resourceOf<Line>({
  noun: 'topology',
  read: async (then) => {
    const folded = await (await import('./from-ledger.ts')).estateIn(then);
    if (isLeft(folded)) return folded;
    const { views, nowMs } = folded.right;
    return right(byId(views.units.topologies.values()).map((row) => ({ row, nowMs })));
  },
  fetch: async (server, wish) => {
    const page = await rowsOf(server, lists.topologies, wish);
    if (isLeft(page)) return page;
    const { nowMs, rows } = page.right;
    return right({ ...page.right, rows: rows.map((row) => ({ row, nowMs })) });
  },
  idOf: ({ row }) => row.id,
  columns,
  recordOf,
  sortable: { id: 'id', name: 'name', created: 'createdAtMs', cluster: 'clusterId' },
  details: async (line) => right(detailsOf(linesOf(line), recordOf(line))),
});
