import type { Revision } from '../../domain/foundation/event.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Policy } from '../../domain/foundation/policy-shape.ts';
import type { Entitlements } from '../../domain/foundation/shapes.ts';

/** What every unit of the organisation and of the estate has. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: InstantMs;
  /** The last fact about it. */
  readonly revision: Revision;
}

/** What a unit is promised, by node pool; a pool that is missing was never granted. */
export type GrantsByPool = ReadonlyMap<string, Entitlements>;

/** A department as a line of the grid. */
export interface DepartmentRow extends Unit {
  readonly clusterId: string;
  readonly grants: GrantsByPool;
}

/** A project as a line of the grid. */
export interface ProjectRow extends Unit {
  readonly departmentId: string;
  readonly clusterId: string;
  readonly defaultNodePoolId: string;
  /** Where workloads may go that name no pool, the dearest first; only to the default where absent. */
  readonly defaultNodePoolIds?: readonly string[];
  readonly grants: GrantsByPool;
}

/** A node pool as a line of the grid. @shape `labelKey` is empty for the pool that takes all other nodes */
export interface NodePoolRow extends Unit {
  readonly clusterId: string;
  readonly labelKey: string;
  readonly labelValue: string;
  readonly gpuPlacement: 'binpack' | 'spread' | 'fgd' | 'berth';
  readonly cpuPlacement: 'binpack' | 'spread';
}

/** Whether a cluster's agent reports. */
export type ClusterState = 'WaitingToConnect' | 'Connected' | 'Disconnected';

/** A cluster as a line of the grid. */
export interface ClusterRow extends Unit {
  readonly state: ClusterState;
  readonly stateSinceMs: InstantMs;
  /** Why it is disconnected; empty otherwise. */
  readonly reason: string;
}

/** How the nodes of a cluster stand to each other. @shape `id` is `cluster:name` */
export interface TopologyRow extends Unit {
  readonly clusterId: string;
  /** Label keys, the widest domains first. */
  readonly levels: readonly string[];
}

/** Devices that pods use by name. @shape `id` is `cluster:name` */
export interface ClaimRow extends Unit {
  readonly clusterId: string;
  readonly deviceClass: string;
  readonly count: number;
  /** Whose pods may use it; `undefined`: any project's. */
  readonly projectId: string | undefined;
}

/** The rules that the ledger has adopted last. @shape `name` is their version, `createdAtMs` when they were adopted */
export interface PolicyRow extends Unit {
  readonly policy: Policy;
}

/** The organisation and the estate: what exists now, by id; what was deleted is not in it. */
export interface OrgUnits {
  readonly departments: Map<string, DepartmentRow>;
  readonly projects: Map<string, ProjectRow>;
  readonly nodePools: Map<string, NodePoolRow>;
  readonly clusters: Map<string, ClusterRow>;
  readonly topologies: Map<string, TopologyRow>;
  readonly claims: Map<string, ClaimRow>;
  /** None where nobody has chosen any. */
  readonly policies: Map<string, PolicyRow>;
}
