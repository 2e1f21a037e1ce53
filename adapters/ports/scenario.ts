import type { Expectation } from './expectation.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { GpuPlacementStrategy, PlacementStrategy } from '../../domain/node-pool/index.ts';
import type { NodeDescription } from '../../domain/node/index.ts';
import type {
  Entitlements,
  Gang,
  Labels,
  NodeSelector,
  SubGroup,
  Taint,
  Toleration,
} from '../../domain/foundation/shapes.ts';

/** The label by which nodes of a further pool of a scenario are found; its first pool has none. @source Run:ai's usual one */
export const nodePoolLabel = 'run.ai/node-pool';

/** A node pool of a scenario; see `NodePoolCreated`. */
export interface ScenarioPool {
  readonly id: string;
  readonly gpuPlacement: GpuPlacementStrategy;
  readonly cpuPlacement: PlacementStrategy;
}

/** A node of a scenario; see `NodeJoined`. */
export interface ScenarioNode {
  readonly id: string;
  /** The pool that it is in; the scenario's first where absent. */
  readonly nodePoolId?: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly podsMax: number;
  readonly gpuCount: number;
  readonly gpuModel: string;
  readonly gpuMemoryMib: number;
  readonly mig?: NonNullable<NodeDescription['mig']>;
  readonly resources?: Readonly<Record<string, number>>;
  readonly deviceClasses?: Readonly<Record<string, number>>;
}

/** How the nodes of a scenario stand to each other: label keys, the widest domains first. */
export interface ScenarioTopology {
  readonly name: string;
  readonly levels: readonly string[];
}

/** Devices that pods of a scenario use by name. */
export interface ScenarioClaim {
  readonly name: string;
  readonly deviceClass: string;
  readonly count: number;
  /** Whose pods may use it; any project's where absent. */
  readonly projectId?: string;
}

/** A department or a project of a scenario, with what it is promised in the scenario's first node pool, and in others. */
export interface ScenarioUnit {
  readonly id: string;
  readonly entitlements: Entitlements;
  /** What it is promised in further pools; where it is promised nothing it has no queue. */
  readonly elsewhere?: readonly ScenarioGrant[];
}

/** What somebody is promised in a node pool. */
export interface ScenarioGrant {
  readonly nodePoolId: string;
  readonly entitlements: Entitlements;
}

/** A project of a scenario. */
export interface ScenarioProject extends ScenarioUnit {
  readonly departmentId: string;
  /** Where its workloads may go, the dearest pool first; the scenario's first pool where absent. */
  readonly nodePoolIds?: readonly string[];
}

/** A workload that somebody submits, and how long it runs once it has started. */
export interface ScenarioJob {
  readonly id: string;
  readonly projectId: string;
  /** Where it may go, the dearest pool first; where its project says where absent. */
  readonly nodePoolIds?: readonly string[];
  readonly workloadType: 'workspace' | 'training' | 'distributed' | 'inference';
  readonly priority: number;
  readonly preemptible: boolean;
  readonly subGroups: readonly SubGroup[];
  readonly nodeSelector: NodeSelector;
  readonly submitAtMs: InstantMs;
  /** Run time from its start; `undefined` runs for ever. */
  readonly runMs: number | undefined;
  /** When its owner takes it back, whether it waits or runs; `undefined` never. */
  readonly cancelAtMs: InstantMs | undefined;
  /** Exit code of its end; not 0 is a failure. */
  readonly exitCode: number;
  /** How often it is tried again after a failure; never where absent. */
  readonly backoffLimit?: number;
  /** How long it is kept after its end; for ever where absent. */
  readonly timeToLiveMs?: number;
  /** Most time that it may run in all. */
  readonly timeLimitMs?: number;
  /** Which of its pods stand or fall together; all of them where absent. */
  readonly gang?: Gang;
  /** Whether pods above the minimum of its gang may be evicted although it may not. */
  readonly semiPreemptible?: boolean;
  /** Which taints of nodes its pods put up with. */
  readonly tolerations?: readonly Toleration[];
}

/** A node that fails and comes back. */
export interface ScenarioFailure {
  readonly nodeId: string;
  readonly atMs: InstantMs;
  readonly returnAtMs: InstantMs | undefined;
}

/** A whole day (or quarter) to be played: what is there, what is asked, what breaks. @shape jobs ascend by submitAtMs, then id */
export interface Scenario {
  readonly name: string;
  readonly clusterId: string;
  /** The first node pool, where whatever names no pool belongs. */
  readonly nodePoolId: string;
  /** All node pools, the first one first; that one alone where absent. */
  readonly nodePools?: readonly ScenarioPool[];
  readonly startMs: InstantMs;
  /** The file of the rules that it is played by, as it calls it; those of the program where absent. */
  readonly policyFile?: string;
  readonly nodes: readonly ScenarioNode[];
  readonly topologies?: readonly ScenarioTopology[];
  readonly claims?: readonly ScenarioClaim[];
  readonly departments: readonly ScenarioUnit[];
  readonly projects: readonly ScenarioProject[];
  readonly jobs: readonly ScenarioJob[];
  readonly failures: readonly ScenarioFailure[];
  /** What is to be so when it is played; nothing where absent. */
  readonly expected?: readonly Expectation[];
}

/** Input that cannot be read: where, what, and what to do about it. */
export interface InputFault {
  readonly _tag: 'InputRefused';
  readonly retry: 'never';
  readonly file: string;
  /** 1 for the first line; `undefined` where the fault is the file itself. */
  readonly line: number | undefined;
  readonly field: string | undefined;
  readonly problem: string;
  readonly remedy: string;
}
