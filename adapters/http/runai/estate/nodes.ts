import type { NodeRow } from '../../../../projections/node-list/index.ts';
import type { RouteGroup } from '../../app.ts';
import { type Collection, collectionRoutes } from '../collection.ts';
import { type Single, singleRoute } from '../single.ts';
import { nodeSaid, nodeShape, nodeTable } from './node-record.ts';

const place = {
  path: '/api/v1/nodes',
  kind: 'node',
  tag: 'Run:ai nodes',
  shape: nodeShape,
  told: nodeSaid,
} as const;

const collection: Collection<NodeRow, undefined> = {
  ...place,
  member: 'nodes',
  many: 'Nodes',
  table: nodeTable,
  listed: ({ views }) => ({ source: { rows: [...views.nodes.rows.values()] }, see: undefined }),
  filterExample: 'status==Ready',
};

const single: Single<NodeRow> = {
  ...place,
  noun: 'node',
  one: 'Node',
  exampleId: 'node-1',
  rows: ({ views }) => views.nodes.rows,
};

/** Nodes: listed and told; they join by themselves. */
export const nodeRoutes: RouteGroup = (app, brain) => {
  collectionRoutes(app, brain, collection);
  singleRoute(app, brain, single);
};
