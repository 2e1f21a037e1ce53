import type { AskedGrant, AskedNode } from '../../../adapters/ports/ask.ts';
import type { GpuPlacementStrategy, PlacementStrategy } from '../../../domain/node-pool/index.ts';
import type { OwnNearness, WorkloadSpec } from '../../../domain/workload/index.ts';
import type { Place } from './place.ts';

/** What a document or a command line wants there to be. */
export type Wanted =
  | { readonly kind: 'Cluster'; readonly id: string; readonly name: string | undefined }
  | {
      readonly kind: 'NodePool';
      readonly id: string;
      readonly name: string | undefined;
      readonly clusterId: string | undefined;
      readonly label: { readonly key: string; readonly value: string } | undefined;
      readonly gpuPlacement: GpuPlacementStrategy | undefined;
      readonly cpuPlacement: PlacementStrategy | undefined;
    }
  | {
      readonly kind: 'Department';
      readonly id: string;
      readonly name: string | undefined;
      readonly clusterId: string | undefined;
      readonly grants: readonly AskedGrant[];
    }
  | {
      readonly kind: 'Project';
      readonly id: string;
      readonly name: string | undefined;
      readonly departmentId: string;
      readonly clusterId: string | undefined;
      readonly defaultNodePoolId: string | undefined;
      /** The dearest first, which is the default. */
      readonly defaultNodePoolIds?: readonly string[];
      readonly grants: readonly AskedGrant[];
    }
  | {
      readonly kind: 'Node';
      readonly id: string;
      readonly name: string;
      readonly clusterId: string | undefined;
      readonly nodePoolId: string | undefined;
      readonly made: Omit<AskedNode, 'name' | 'clusterId' | 'nodePoolId'>;
    }
  | {
      readonly kind: 'Topology';
      readonly id: string;
      readonly clusterId: string | undefined;
      /** Label keys of nodes, the widest domains first. */
      readonly levels: readonly string[];
    }
  | {
      readonly kind: 'ResourceClaim';
      readonly id: string;
      readonly clusterId: string | undefined;
      readonly deviceClass: string;
      readonly count: number;
      readonly projectId: string | undefined;
    }
  | { readonly kind: 'Workload'; readonly wish: WorkloadWish };

/** A workload as somebody wishes for it: what is left out is what its type and its project have. */
export type WorkloadWish = Omit<
  WorkloadSpec,
  'projectId' | 'nodePoolId' | 'priority' | 'preemptible'
> & {
  readonly projectId: string | undefined;
  readonly nodePoolId: string | undefined;
  /** A number, or a word for one. */
  readonly priority: string | number | undefined;
  readonly preemptible: boolean | undefined;
  /** Whether it stays after its end, whatever is usual for its type. */
  readonly isKeptForEver?: boolean;
  /** Labels of nodes that its pods are to share. */
  readonly nearness?: readonly OwnNearness[];
};

/** Something that is wanted, and where that is written. */
export interface Manifest {
  readonly wanted: Wanted;
  /** The document itself. */
  readonly place: Place;
  /** A member of it, for messages about what is found out later. */
  readonly at: (path: string) => Place;
}
