import { right } from '../../../domain/foundation/fp.ts';
import type { ClusterRow } from '../../../projections/org-units/view.ts';
import { type Column, type Described, spanText, instantText, textOr } from '../print/index.ts';
import { lists } from './from-server.ts';
import { type EstateLine, ofEstate } from './of-estate.ts';
import { detailsOf, resourceOf } from './resource.ts';

type Line = EstateLine<ClusterRow>;

const tones = { WaitingToConnect: 'warning', Connected: 'good', Disconnected: 'bad' } as const;

const sinceText = ({ row, nowMs }: Line): string => spanText(nowMs - row.stateSinceMs);

const columns: readonly Column<Line>[] = [
  { header: 'cluster', value: ({ row }) => row.id, importance: 'keep' },
  { header: 'name', value: ({ row }) => row.name },
  {
    header: 'state',
    value: ({ row }) => row.state,
    importance: 'keep',
    tone: ({ row }) => tones[row.state] ?? 'plain',
  },
  { header: 'reason', value: ({ row }) => textOr(row.reason), importance: 10 },
  { header: 'created', value: ({ row }) => instantText(row.createdAtMs), isWide: true },
  { header: 'since', value: sinceText, align: 'right' },
];

const recordOf = ({ row, nowMs }: Line): object => ({ ...row, asOfMs: nowMs });

const linesOf = (line: Line): readonly Described[] => [
  { key: 'cluster', value: line.row.id },
  { key: 'name', value: line.row.name },
  { key: 'state', value: `${line.row.state} for ${sinceText(line)}` },
  { key: 'reason', value: line.row.reason },
  { key: 'created', value: instantText(line.row.createdAtMs) },
  { key: 'as of', value: instantText(line.nowMs) },
];

/** `berth cluster list` and `describe`. */
export const cluster = resourceOf<Line>({
  noun: 'cluster',
  ...ofEstate((units) => units.clusters.values(), lists.clusters),
  idOf: ({ row }) => row.id,
  columns,
  recordOf,
  sortable: { id: 'id', name: 'name', created: 'createdAtMs', state: 'state' },
  details: async (line) => right(detailsOf(linesOf(line), recordOf(line))),
});
