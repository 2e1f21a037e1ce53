import { gpuPlacementStrategies } from '../../../domain/node-pool/index.ts';
import type {
  ClusterRow,
  DepartmentRow,
  NodePoolRow,
  ProjectRow,
  Unit,
} from '../../../projections/org-units/index.ts';
import type { ListField, ListTable } from '../list/index.ts';
import { fieldsOf, fixedText, instant, number, text, word } from './field.ts';
import type { Resource } from './resource.ts';
import { clusterShape, departmentShape, nodePoolShape, projectShape } from './unit-shapes.ts';

type Fields<Row> = readonly (readonly [string, ListField<Row, unknown>])[];

/** What lists of units can be filtered and sorted by: what all have, and their own. */
export const tableOf = <Row extends Unit>(
  noun: string,
  fields: Fields<Row>,
): ListTable<Row, unknown> => ({
  noun,
  idOf: ({ id }) => id,
  usual: { sortBy: 'id', sortOrder: 'asc' },
  searched: [({ id }) => id, ({ name }) => name],
  fields: fieldsOf<Row>([
    ['id', fixedText(({ id }) => id)],
    ['name', text(({ name }) => name)],
    ['createdAtMs', instant(({ createdAtMs }) => createdAtMs)],
    ['revision', number(({ revision }) => revision)],
    ...fields,
  ]),
});

const tagOf = ({ revision }: Unit): number => revision;

/** The grants by node pool, as an object. */
const withGrants = (row: DepartmentRow | ProjectRow): object => ({
  ...row,
  grants: Object.fromEntries(row.grants),
});

/** The departments that there are. */
export const departments: Resource<DepartmentRow> = {
  path: 'departments',
  kind: 'department',
  one: 'Department',
  many: 'Departments',
  summary: 'Departments and what each is promised',
  shape: departmentShape,
  exampleId: 'department',
  views: ['units'],
  rows: ({ views }) => ({ rows: [...views.units.departments.values()] }),
  find: ({ views }, id) => views.units.departments.get(id),
  told: withGrants,
  tagOf,
  table: tableOf('department', [['clusterId', text(({ clusterId }) => clusterId)]]),
};

/** The projects that there are. */
export const projects: Resource<ProjectRow> = {
  path: 'projects',
  kind: 'project',
  one: 'Project',
  many: 'Projects',
  summary: 'Projects and what each is promised',
  shape: projectShape,
  exampleId: 'vision',
  views: ['units'],
  rows: ({ views }) => ({ rows: [...views.units.projects.values()] }),
  find: ({ views }, id) => views.units.projects.get(id),
  told: withGrants,
  tagOf,
  table: tableOf('project', [
    ['departmentId', text(({ departmentId }) => departmentId)],
    ['clusterId', text(({ clusterId }) => clusterId)],
    ['defaultNodePoolId', text(({ defaultNodePoolId }) => defaultNodePoolId)],
  ]),
};

/** The node pools that there are. */
export const nodePools: Resource<NodePoolRow> = {
  path: 'node-pools',
  kind: 'node-pool',
  one: 'NodePool',
  many: 'NodePools',
  summary: 'Node pools',
  shape: nodePoolShape,
  exampleId: 'default',
  views: ['units'],
  rows: ({ views }) => ({ rows: [...views.units.nodePools.values()] }),
  find: ({ views }, id) => views.units.nodePools.get(id),
  told: (row) => row,
  tagOf,
  table: tableOf('node pool', [
    ['clusterId', text(({ clusterId }) => clusterId)],
    ['labelKey', text(({ labelKey }) => labelKey)],
    ['labelValue', text(({ labelValue }) => labelValue)],
    ['gpuPlacement', word(gpuPlacementStrategies, ({ gpuPlacement }) => gpuPlacement)],
  ]),
};

/** The clusters that there are. */
export const clusters: Resource<ClusterRow> = {
  path: 'clusters',
  kind: 'cluster',
  one: 'Cluster',
  many: 'Clusters',
  summary: 'Clusters and whether each reports',
  shape: clusterShape,
  exampleId: 'cluster',
  views: ['units'],
  rows: ({ views }) => ({ rows: [...views.units.clusters.values()] }),
  find: ({ views }, id) => views.units.clusters.get(id),
  told: (row) => row,
  tagOf,
  table: tableOf('cluster', [
    ['state', word(['WaitingToConnect', 'Connected', 'Disconnected'], ({ state }) => state)],
  ]),
};
