import { right } from '../../../domain/foundation/fp.ts';
import type { ClaimRow } from '../../../projections/org-units/view.ts';
import { type Column, type Described, spanText, instantText, textOr } from '../print/index.ts';
import { lists } from './from-server.ts';
import { type EstateLine, ofEstate } from './of-estate.ts';
import { detailsOf, resourceOf } from './resource.ts';

type Line = EstateLine<ClaimRow>;

const columns: readonly Column<Line>[] = [
  { header: 'claim', value: ({ row }) => row.id, importance: 'keep' },
  { header: 'cluster', value: ({ row }) => row.clusterId },
  { header: 'device class', value: ({ row }) => row.deviceClass, importance: 'keep' },
  { header: 'devices', value: ({ row }) => `${row.count}`, align: 'right' },
  { header: 'project', value: ({ row }) => textOr(row.projectId ?? '') },
  { header: 'name', value: ({ row }) => row.name, isWide: true },
  { header: 'created', value: ({ row }) => instantText(row.createdAtMs), isWide: true },
  {
    header: 'age',
    value: ({ row, nowMs }) => spanText(nowMs - row.createdAtMs),
    align: 'right',
  },
];

const recordOf = ({ row: { projectId, ...row }, nowMs }: Line): object => ({
  ...row,
  projectId: projectId ?? null,
  asOfMs: nowMs,
});

const linesOf = ({ row, nowMs }: Line): readonly Described[] => [
  { key: 'resource claim', value: row.id },
  { key: 'name', value: row.name },
  { key: 'cluster', value: row.clusterId },
  { key: 'device class', value: row.deviceClass },
  { key: 'devices', value: `${row.count}` },
  { key: 'of project', value: row.projectId ?? 'any' },
  { key: 'created', value: instantText(row.createdAtMs) },
  { key: 'as of', value: instantText(nowMs) },
];

/** `berth resourceclaim list` and `describe`. */
export const resourceClaim = resourceOf<Line>({
  noun: 'resourceclaim',
  ...ofEstate((units) => units.claims.values(), lists.resourceClaims),
  idOf: ({ row }) => row.id,
  columns,
  recordOf,
  sortable: {
    id: 'id',
    name: 'name',
    created: 'createdAtMs',
    cluster: 'clusterId',
    project: 'projectId',
  },
  details: async (line) => right(detailsOf(linesOf(line), recordOf(line))),
});
