import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import type {
  ClusterRow,
  DepartmentRow,
  NodePoolRow,
  ProjectRow,
} from '../../../projections/org-units/view.ts';
import type { RemoteFault } from '../remote/faults.ts';
import type { Server } from '../remote/server.ts';
import { departmentsOf, lists, projectsOf, rowsOf } from '../resources/from-server.ts';

/** What there is, by id, and what a file is about to make. */
export interface World {
  readonly clusters: ReadonlyMap<string, ClusterRow>;
  readonly nodePools: ReadonlyMap<string, NodePoolRow>;
  readonly departments: ReadonlyMap<string, DepartmentRow>;
  readonly projects: ReadonlyMap<string, ProjectRow>;
  /** `project/vision`, for things that are not there yet and come before what needs them. */
  readonly coming: Set<string>;
  /** The pool of each project that is coming. */
  readonly comingPools: Map<string, string>;
  /** The cluster of each department that is coming. */
  readonly comingClusters: Map<string, string>;
  /** The id of each thing that is coming and was not called by it, by `project/vision`. */
  readonly comingIds: Map<string, string>;
}

/** Asks a server what there is besides workloads and nodes. */
export const fetchWorld = async (server: Server): Promise<Either<RemoteFault, World>> => {
  const [clusters, nodePools, departments, projects] = await Promise.all([
    rowsOf(server, lists.clusters),
    rowsOf(server, lists.nodePools),
    departmentsOf(server),
    projectsOf(server),
  ]);
  if (isLeft(clusters)) return clusters;
  if (isLeft(nodePools)) return nodePools;
  if (isLeft(departments)) return departments;
  if (isLeft(projects)) return projects;
  return right({
    clusters: byIdOf(clusters.right.rows),
    nodePools: byIdOf(nodePools.right.rows),
    departments: byIdOf(departments.right.rows),
    projects: byIdOf(projects.right.rows),
    coming: new Set(),
    comingPools: new Map(),
    comingClusters: new Map(),
    comingIds: new Map(),
  });
};

const byIdOf = <Row extends { readonly id: string }>(
  rows: readonly Row[],
): ReadonlyMap<string, Row> => new Map(rows.map((row) => [row.id, row]));

/** The ids of one kind, those that are coming too. */
export const idsOf = (
  world: World,
  noun: 'cluster' | 'nodepool' | 'department' | 'project',
): readonly string[] => {
  const there = {
    cluster: world.clusters,
    nodepool: world.nodePools,
    department: world.departments,
    project: world.projects,
  }[noun];
  const prefix = `${noun}/`;
  const coming = [...world.coming].filter((subject) => subject.startsWith(prefix));
  return [...there.keys(), ...coming.map((subject) => subject.slice(prefix.length))];
};

/** Tells whether a thing is made by the same file. */
export const isComing = (world: World, subject: string): boolean => world.coming.has(subject);
