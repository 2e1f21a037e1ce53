import type { ClusterEvent } from '../../domain/cluster/events.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import type { OrgUnits } from './view.ts';

/** What comes and goes around the workloads of a cluster. */
export type Surrounding = Extract<
  ClusterEvent,
  {
    readonly type:
      | 'ClusterTopologyDefined'
      | 'ClusterTopologyRemoved'
      | 'ClusterClaimCreated'
      | 'ClusterClaimDeleted';
  }
>;

/** Folds one topology or claim into the units, in place. */
export const foldSurroundings = (view: OrgUnits, event: Recorded<Surrounding>): void => {
  const clusterId = event.subject.id;
  const id = `${clusterId}:${event.data.name}`;
  switch (event.type) {
    case 'ClusterTopologyDefined': {
      const { createdAtMs = event.atMs } = view.topologies.get(id) ?? {};
      view.topologies.set(id, { ...lastOf(event), ...event.data, id, clusterId, createdAtMs });
      return;
    }
    case 'ClusterTopologyRemoved':
      view.topologies.delete(id);
      return;
    case 'ClusterClaimCreated': {
      const { projectId } = event.data;
      view.claims.set(id, { ...lastOf(event), ...event.data, id, clusterId, projectId });
      return;
    }
    case 'ClusterClaimDeleted':
      view.claims.delete(id);
      return;
  }
};

const lastOf = ({ atMs: createdAtMs, revision }: Recorded<Surrounding>) => ({
  createdAtMs,
  revision,
});

/** Forgets what surrounded the workloads of a cluster that is gone. */
export const dropSurroundings = (view: OrgUnits, clusterId: string): void => {
  for (const rows of [view.topologies, view.claims]) dropOf(rows, clusterId);
};

const dropOf = (rows: Map<string, { readonly clusterId: string }>, clusterId: string): void => {
  for (const [id, row] of rows) if (row.clusterId === clusterId) rows.delete(id);
};
