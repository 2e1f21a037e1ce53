import { right } from '../../../domain/foundation/fp.ts';
import type { TopologyRow } from '../../../projections/org-units/view.ts';
import { type Column, type Described, spanText, instantText } from '../print/index.ts';
import { lists } from './from-server.ts';
import { type EstateLine, ofEstate } from './of-estate.ts';
import { detailsOf, resourceOf } from './resource.ts';

type Line = EstateLine<TopologyRow>;

const columns: readonly Column<Line>[] = [
  { header: 'topology', value: ({ row }) => row.id, importance: 'keep' },
  { header: 'cluster', value: ({ row }) => row.clusterId },
  { header: 'levels', value: ({ row }) => row.levels.join(' > '), importance: 'keep' },
  { header: 'name', value: ({ row }) => row.name, isWide: true },
  { header: 'created', value: ({ row }) => instantText(row.createdAtMs), isWide: true },
  {
    header: 'age',
    value: ({ row, nowMs }) => spanText(nowMs - row.createdAtMs),
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
  ...ofEstate((units) => units.topologies.values(), lists.topologies),
  idOf: ({ row }) => row.id,
  columns,
  recordOf,
  sortable: { id: 'id', name: 'name', created: 'createdAtMs', cluster: 'clusterId' },
  details: async (line) => right(detailsOf(linesOf(line), recordOf(line))),
});
