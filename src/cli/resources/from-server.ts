import type { Entitlements } from '../../../domain/foundation/shapes.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type { NodeRow } from '../../../projections/node-list/view.ts';
import type { DepartmentRow, ProjectRow } from '../../../projections/org-units/view.ts';
import type { WorkloadRow } from '../../../projections/workload-list/view.ts';
import type { RemoteFault } from '../remote/faults.ts';
import { fetchRows, type RowPage } from '../remote/pages.ts';
import type { Server } from '../remote/server.ts';
import type { Wish } from './kind.ts';
import { type Listed, lists } from './server-lists.ts';

export { lists } from './server-lists.ts';

const everything: Wish = { isWhole: false };

/** Rows of a list of a server as it sends them. */
export const rowsOf = <Row>(
  server: Server,
  { path, form }: Listed<Row>,
  wish: Wish = everything,
): Promise<Either<RemoteFault, RowPage<Row>>> => {
  const { filterBy = [], sortBy, sortOrder, max, pageSize, onPage } = wish;
  return fetchRows(server, {
    path,
    form,
    query: { filterBy, sortBy, sortOrder },
    max,
    pageSize,
    onPage,
  });
};

/** Workloads of a server. */
export const workloadsOf = async (
  server: Server,
  wish?: Wish,
): Promise<Either<RemoteFault, RowPage<WorkloadRow>>> =>
  mapped(await rowsOf(server, lists.workloads, wish), withExtras);

/** Nodes of a server. */
export const nodesOf = async (
  server: Server,
  wish?: Wish,
): Promise<Either<RemoteFault, RowPage<NodeRow>>> =>
  mapped(await rowsOf(server, lists.nodes, wish), withReasons);

/** Projects of a server. */
export const projectsOf = async (
  server: Server,
  wish?: Wish,
): Promise<Either<RemoteFault, RowPage<ProjectRow>>> =>
  mapped(await rowsOf(server, lists.projects, wish), withGrants);

/** Departments of a server. */
export const departmentsOf = async (
  server: Server,
  wish?: Wish,
): Promise<Either<RemoteFault, RowPage<DepartmentRow>>> =>
  mapped(await rowsOf(server, lists.departments, wish), withGrants);

/** A member that was left out is there and empty: JSON of the CLI has the same keys in every record. */
const withExtras = (row: WorkloadRow): WorkloadRow => ({
  ...row,
  startedAtMs: row.startedAtMs,
  completedAtMs: row.completedAtMs,
  verdict: row.verdict,
  labels: row.labels,
  annotations: row.annotations,
  container: row.container,
  backoffLimit: row.backoffLimit,
  timeLimitMs: row.timeLimitMs,
  timeToLiveMs: row.timeToLiveMs,
  replicas: row.replicas,
  clonedFrom: row.clonedFrom,
  gang: row.gang,
  semiPreemptible: row.semiPreemptible,
  nodePoolIds: row.nodePoolIds,
});

const withReasons = (row: NodeRow): NodeRow => ({
  ...row,
  lostReason: row.lostReason,
  cordonReason: row.cordonReason,
});

const withGrants = <Row extends { readonly grants: Readonly<Record<string, Entitlements>> }>(
  row: Row,
) => ({ ...row, grants: new Map(Object.entries(row.grants)) });

const mapped = <From, To>(
  page: Either<RemoteFault, RowPage<From>>,
  change: (row: From) => To,
): Either<RemoteFault, RowPage<To>> =>
  isLeft(page) ? page : right({ ...page.right, rows: page.right.rows.map(change) });
