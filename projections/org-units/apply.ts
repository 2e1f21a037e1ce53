import type { BerthEvent } from '../../domain/catalogue/events.ts';
import { type ClusterEvent, clusterFacts } from '../../domain/cluster/events.ts';
import { type DepartmentEvent, departmentFacts } from '../../domain/department/events.ts';
import type { Recorded } from '../../domain/foundation/event.ts';
import type { Entitlements } from '../../domain/foundation/shapes.ts';
import { type NodePoolEvent, nodePoolFacts } from '../../domain/node-pool/events.ts';
import { type PolicyEvent, policyFacts } from '../../domain/policy/events.ts';
import { type ProjectEvent, projectFacts } from '../../domain/project/events.ts';
import { foldRules } from './rules.ts';
import { dropSurroundings, foldSurroundings, type Surrounding } from './surroundings.ts';
import type { ClusterRow, ClusterState, GrantsByPool, OrgUnits, Unit } from './view.ts';

type UnitFact = Recorded<
  ClusterEvent | DepartmentEvent | NodePoolEvent | PolicyEvent | ProjectEvent
>;

/** The facts that the units are made from. */
export const handles: ReadonlySet<string> = new Set(
  [...clusterFacts, ...departmentFacts, ...nodePoolFacts, ...policyFacts, ...projectFacts].map(
    (known) => known.type,
  ),
);

/** Folds one fact into the units, in place. */
export const apply = (view: OrgUnits, event: Recorded<BerthEvent>): OrgUnits => {
  if (isHandled(event)) fold(view, event);
  return view;
};

const isHandled = (event: Recorded<BerthEvent>): event is UnitFact => handles.has(event.type);

const fold = (view: OrgUnits, event: UnitFact): void => {
  switch (event.type) {
    case 'DepartmentCreated':
    case 'DepartmentQuotaGranted':
    case 'DepartmentDeleted':
      return foldDepartment(view, event);
    case 'ProjectCreated':
    case 'ProjectQuotaGranted':
    case 'ProjectDeleted':
      return foldProject(view, event);
    case 'NodePoolCreated':
    case 'NodePoolPlacementChosen':
    case 'NodePoolDeleted':
      return foldNodePool(view, event);
    case 'ClusterRegistered':
    case 'ClusterConnected':
    case 'ClusterDisconnected':
    case 'ClusterRemoved':
      return foldCluster(view, event);
    case 'ClusterTopologyDefined':
    case 'ClusterTopologyRemoved':
    case 'ClusterClaimCreated':
    case 'ClusterClaimDeleted':
      return foldSurroundings(view, event);
    case 'PolicyAdopted':
      return foldRules(view, event);
  }
};

const foldDepartment = (view: OrgUnits, event: Recorded<DepartmentEvent>): void => {
  const id = event.subject.id;
  switch (event.type) {
    case 'DepartmentCreated':
      view.departments.set(id, { ...created(event), ...event.data, grants: new Map() });
      return;
    case 'DepartmentQuotaGranted':
      return revise(view.departments, event, (row) => ({
        ...row,
        grants: granted(row.grants, event.data),
      }));
    case 'DepartmentDeleted':
      view.departments.delete(id);
      return;
  }
};

const foldProject = (view: OrgUnits, event: Recorded<ProjectEvent>): void => {
  const id = event.subject.id;
  switch (event.type) {
    case 'ProjectCreated':
      view.projects.set(id, { ...created(event), ...event.data, grants: new Map() });
      return;
    case 'ProjectQuotaGranted':
      return revise(view.projects, event, (row) => ({
        ...row,
        grants: granted(row.grants, event.data),
      }));
    case 'ProjectDeleted':
      view.projects.delete(id);
      return;
  }
};

const foldNodePool = (view: OrgUnits, event: Recorded<NodePoolEvent>): void => {
  const id = event.subject.id;
  switch (event.type) {
    case 'NodePoolCreated':
      view.nodePools.set(id, { ...created(event), ...event.data });
      return;
    case 'NodePoolPlacementChosen':
      return revise(view.nodePools, event, (row) => ({ ...row, ...event.data }));
    case 'NodePoolDeleted':
      view.nodePools.delete(id);
      return;
  }
};

const foldCluster = (view: OrgUnits, event: Recorded<Exclude<ClusterEvent, Surrounding>>): void => {
  const id = event.subject.id;
  switch (event.type) {
    case 'ClusterRegistered': {
      const state = stateOf('WaitingToConnect', event.atMs);
      view.clusters.set(id, { ...created(event), ...event.data, ...state });
      return;
    }
    case 'ClusterConnected': {
      const state = stateOf('Connected', event.atMs);
      return revise(view.clusters, event, (row) => ({ ...row, ...state }));
    }
    case 'ClusterDisconnected': {
      const state = { ...stateOf('Disconnected', event.atMs), reason: event.data.reason };
      return revise(view.clusters, event, (row) => ({ ...row, ...state }));
    }
    case 'ClusterRemoved':
      view.clusters.delete(id);
      dropSurroundings(view, id);
      return;
  }
};

const stateOf = (
  state: ClusterState,
  stateSinceMs: number,
): Pick<ClusterRow, 'state' | 'stateSinceMs' | 'reason'> => ({ state, stateSinceMs, reason: '' });

const created = (event: UnitFact): Omit<Unit, 'name'> => ({
  id: event.subject.id,
  createdAtMs: event.atMs,
  revision: event.revision,
});

const revise = <Row extends Unit>(
  rows: Map<string, Row>,
  event: UnitFact,
  next: (row: Row) => Row,
): void => {
  const row = rows.get(event.subject.id);
  if (row !== undefined) rows.set(row.id, { ...next(row), revision: event.revision });
};

const granted = (
  grants: GrantsByPool,
  grant: { readonly nodePoolId: string; readonly entitlements: Entitlements },
): GrantsByPool => new Map(grants).set(grant.nodePoolId, grant.entitlements);
