import { isLeft, right } from '../../../domain/foundation/fp.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import type { ClaimRow } from '../../../projections/org-units/view.ts';
import { type Column, type Described, durationText, instantText, textOr } from '../print/index.ts';
import { byId } from './by-id.ts';
import { lists, rowsOf } from './from-server.ts';
import { detailsOf, resourceOf } from './resource.ts';

interface Line {
  readonly row: ClaimRow;
  readonly nowMs: InstantMs;
}

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
    value: ({ row, nowMs }) => durationText(nowMs - row.createdAtMs),
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
  read: async (then) => {
    const folded = await (await import('./from-ledger.ts')).estateIn(then);
    if (isLeft(folded)) return folded;
    const { views, nowMs } = folded.right;
    return right(byId(views.units.claims.values()).map((row) => ({ row, nowMs })));
  },
  fetch: async (server, wish) => {
    const page = await rowsOf(server, lists.resourceClaims, wish);
    if (isLeft(page)) return page;
    const { nowMs, rows } = page.right;
    return right({ ...page.right, rows: rows.map((row) => ({ row, nowMs })) });
  },
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
