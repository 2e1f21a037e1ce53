import type { GpuPlacementStrategy, PlacementStrategy } from '../../domain/node-pool/index.ts';
import type { Policy } from '../../domain/foundation/policy-shape.ts';
import type { Labels, Taint } from '../../domain/foundation/shapes.ts';
import type { EntitlementsAsked } from '../../domain/queue/index.ts';
import type { WorkloadSpec } from '../../domain/workload/index.ts';

/**
 * What a person or a program can ask of a brain, in the words of the user.
 *
 * What a decision needs to know beyond it (what exists, which names are taken, what is in use) the brain reads at the
 * moment of the decision. Ids of units are DNS labels, those of workloads as `isId` says; the asker chooses them.
 */
export type Ask = AskOfWorkload | AskOfUnit | AskOfEstate | AskOfRules;

/** What can be asked about the rules of the kernel: that it decides by these from now on. */
export interface AskOfRules {
  readonly type: 'AdoptPolicy';
  readonly policy: Policy;
}

/** What can be asked of a workload. */
export type AskOfWorkload =
  | { readonly type: 'SubmitWorkload'; readonly workloadId: string; readonly spec: WorkloadSpec }
  | { readonly type: 'StopWorkload'; readonly workloadId: string; readonly reason: string }
  | { readonly type: 'ResumeWorkload'; readonly workloadId: string }
  | { readonly type: 'ScaleWorkload'; readonly workloadId: string; readonly replicas: number }
  | { readonly type: 'DeleteWorkload'; readonly workloadId: string; readonly reason: string };

/** What can be asked of departments and projects. */
export type AskOfUnit =
  | {
      readonly type: 'CreateDepartment';
      readonly departmentId: string;
      readonly name: string;
      readonly clusterId: string;
    }
  | ({ readonly type: 'GrantDepartmentQuota'; readonly departmentId: string } & AskedGrant)
  | { readonly type: 'DeleteDepartment'; readonly departmentId: string }
  | {
      readonly type: 'CreateProject';
      readonly projectId: string;
      readonly name: string;
      readonly departmentId: string;
      readonly clusterId: string;
      readonly defaultNodePoolId: string;
      /** Where its workloads may go that name no pool, the dearest first, which is the default. */
      readonly defaultNodePoolIds?: readonly string[];
    }
  | ({ readonly type: 'GrantProjectQuota'; readonly projectId: string } & AskedGrant)
  | { readonly type: 'DeleteProject'; readonly projectId: string };

/** What is to be promised in one node pool. */
export interface AskedGrant {
  readonly nodePoolId: string;
  readonly entitlements: EntitlementsAsked;
}

/** What can be asked of clusters, node pools and nodes. */
export type AskOfEstate =
  | { readonly type: 'RegisterCluster'; readonly clusterId: string; readonly name: string }
  | { readonly type: 'ConnectCluster'; readonly clusterId: string }
  | { readonly type: 'RemoveCluster'; readonly clusterId: string }
  /** Label keys of nodes, the widest domains first. */
  | {
      readonly type: 'DefineTopology';
      readonly clusterId: string;
      readonly name: string;
      readonly levels: readonly string[];
    }
  | { readonly type: 'RemoveTopology'; readonly clusterId: string; readonly name: string }
  | {
      readonly type: 'CreateResourceClaim';
      readonly clusterId: string;
      readonly name: string;
      readonly deviceClass: string;
      readonly count: number;
      /** Whose pods may use it; any project's where it is left out. */
      readonly projectId?: string;
    }
  | { readonly type: 'DeleteResourceClaim'; readonly clusterId: string; readonly name: string }
  | {
      readonly type: 'CreateNodePool';
      readonly nodePoolId: string;
      readonly name: string;
      readonly clusterId: string;
      /** Both empty for the pool that takes all other nodes. */
      readonly labelKey: string;
      readonly labelValue: string;
      readonly gpuPlacement: GpuPlacementStrategy;
      readonly cpuPlacement: PlacementStrategy;
    }
  | {
      readonly type: 'ChooseNodePoolPlacement';
      readonly nodePoolId: string;
      readonly gpuPlacement: GpuPlacementStrategy;
      readonly cpuPlacement: PlacementStrategy;
    }
  | { readonly type: 'DeleteNodePool'; readonly nodePoolId: string }
  | ({ readonly type: 'JoinNode'; readonly nodeId: string } & AskedNode)
  | { readonly type: 'CordonNode'; readonly nodeId: string; readonly reason: string }
  | { readonly type: 'UncordonNode'; readonly nodeId: string }
  | { readonly type: 'RemoveNode'; readonly nodeId: string };

/** What a node is made of. @unit millicores, bytes, cards, MiB a card */
export interface AskedNode {
  readonly name: string;
  readonly clusterId: string;
  readonly nodePoolId: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly podsMax: number;
  readonly gpuCount: number;
  readonly gpuModel: string;
  readonly gpuMemoryMib: number;
  /** Cards that are cut in slices: `single` offers them as cards, `mixed` by the names of their resources. */
  readonly mig?: {
    readonly strategy: 'single' | 'mixed';
    readonly instances: Readonly<Record<string, number>>;
  };
  /** Any other resource, by name. */
  readonly resources?: Readonly<Record<string, number>>;
  /** Devices that are given out by claims, by the name of their class. */
  readonly deviceClasses?: Readonly<Record<string, number>>;
}
