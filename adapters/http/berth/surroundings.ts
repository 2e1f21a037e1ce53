import { Type } from 'typebox';
import type { ClaimRow, TopologyRow } from '../../../projections/org-units/index.ts';
import { number, text as textField } from './field.ts';
import type { Resource } from './resource.ts';
import { amount, atMs, revision, row, text } from './row-shape.ts';
import { claimExample, topologyExample } from './unit-examples.ts';
import { tableOf } from './units.ts';

const unit = { id: text, name: text, createdAtMs: atMs, revision, clusterId: text };

const topologyShape = row<TopologyRow>('TopologyRow', topologyExample, {
  ...unit,
  levels: Type.Array(text, { description: 'node labels, the widest domains first' }),
});

const claimShape = row<ClaimRow>('ClaimRow', claimExample, {
  ...unit,
  deviceClass: text,
  count: amount,
  projectId: Type.Optional(
    Type.String({ description: "whose pods may use it; any project's where absent" }),
  ),
});

/** How the nodes of clusters stand to each other. */
export const topologies: Resource<TopologyRow> = {
  path: 'topologies',
  kind: 'cluster',
  one: 'Topology',
  many: 'Topologies',
  summary: 'How the nodes of clusters stand to each other',
  shape: topologyShape,
  exampleId: topologyExample.id,
  views: ['units'],
  rows: ({ views }) => ({ rows: [...views.units.topologies.values()] }),
  find: ({ views }, id) => views.units.topologies.get(id),
  told: (one) => one,
  tagOf: (one) => one.revision,
  table: tableOf('topology', [['clusterId', textField(({ clusterId }) => clusterId)]]),
};

/** Devices that pods use by name. */
export const resourceClaims: Resource<ClaimRow> = {
  path: 'resource-claims',
  kind: 'cluster',
  one: 'ResourceClaim',
  many: 'ResourceClaims',
  summary: 'Devices that pods use by name',
  shape: claimShape,
  exampleId: claimExample.id,
  views: ['units'],
  rows: ({ views }) => ({ rows: [...views.units.claims.values()] }),
  find: ({ views }, id) => views.units.claims.get(id),
  told: (one) => one,
  tagOf: (one) => one.revision,
  table: tableOf('resource claim', [
    ['clusterId', textField(({ clusterId }) => clusterId)],
    ['deviceClass', textField(({ deviceClass }) => deviceClass)],
    ['projectId', textField(({ projectId }) => projectId)],
    ['count', number(({ count }) => count)],
  ]),
};
