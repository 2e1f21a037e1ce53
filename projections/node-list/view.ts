import type { Revision } from '../../domain/foundation/event.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Labels, PodName, PodRequest, Taint } from '../../domain/foundation/shapes.ts';
import type { NodeEvent } from '../../domain/node/events.ts';

/** A node as a line of the grid. @unit thousandths of a card, millicores, bytes, MiB, ms since epoch */
export interface NodeRow {
  readonly id: string;
  readonly name: string;
  readonly clusterId: string;
  readonly nodePoolId: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  /** Why it does not answer; `undefined` while it does. */
  readonly lostReason: string | undefined;
  /** Why it takes nothing new; `undefined` while it does. */
  readonly cordonReason: string | undefined;
  /** When it last joined, was lost, returned, was cordoned or uncordoned. */
  readonly stateSinceMs: InstantMs;
  readonly gpuModel: string;
  readonly gpuCount: number;
  readonly gpuMemoryMib: number;
  /** What is held of each card, by its number; until the pods have gone, even where they are being evicted. */
  readonly deviceGpuMilli: readonly number[];
  /** Numbers of the cards that are broken, ascending. */
  readonly brokenDevices: readonly number[];
  readonly cpuMilli: number;
  readonly cpuMilliAllocated: number;
  readonly memoryBytes: number;
  readonly memoryBytesAllocated: number;
  readonly pods: number;
  readonly podsMax: number;
  /** Cards that are cut in slices; absent where none are. */
  readonly mig?: NodeOffer['mig'];
  /** Any other resource, by name; absent where there is none. */
  readonly resources?: NodeOffer['resources'];
  /** Devices that are given out by claims, by class; absent where there are none. */
  readonly deviceClasses?: NodeOffer['deviceClasses'];
  readonly revision: Revision;
}

type NodeOffer = Readonly<Extract<NodeEvent, { readonly type: 'NodeJoined' }>['data']>;

/** A pod on a node, so that it can be taken off again. */
export interface BoundPod extends PodName {
  readonly row: NodeRow;
  readonly request: PodRequest;
  readonly devices: readonly number[];
  readonly gpuMilli: number;
}

/** A workload that has not ended, as far as nodes are concerned. */
export interface NodeWorkload {
  readonly requests: ReadonlyMap<string, PodRequest>;
  /** Empty while it holds nothing. */
  readonly pods: readonly BoundPod[];
}

/** Every node that is not gone, by id, and what holds its devices. */
export interface NodeList {
  readonly rows: Map<string, NodeRow>;
  readonly workloads: Map<string, NodeWorkload>;
}

/** The one word for a node's state that operators read first. */
export const nodeStateOf = (row: NodeRow): 'Lost' | 'Cordoned' | 'Ready' =>
  row.lostReason !== undefined ? 'Lost' : row.cordonReason !== undefined ? 'Cordoned' : 'Ready';

/** What is held of all cards of a node. @unit thousandths of a card */
export const gpuMilliAllocatedOf = (row: NodeRow): number =>
  row.deviceGpuMilli.reduce((sum, milli) => sum + milli, 0);

/** What could still be given of a node's working cards, if it took pods. @unit thousandths of a card */
export const gpuMilliFreeOf = (row: NodeRow): number =>
  row.deviceGpuMilli.reduce(
    (sum, milli, device) => sum + (row.brokenDevices.includes(device) ? 0 : 1000 - milli),
    0,
  );
