import { readFileSync } from 'node:fs';
import { dataFolder } from './traces.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(`${dataFolder()}/peer-scenarios/${name}.json`, 'utf8'));

/** A shape of the peer scheduler's own benchmarks; which fields it has depends on its name. */
export interface KaiScenario {
  readonly name: string;
  readonly nodes?: number | readonly number[];
  readonly jobs?: number | readonly number[];
  readonly pending_jobs?: number | readonly number[];
  readonly running_jobs?: string | readonly number[];
  readonly queues?: number;
  readonly tasks_per_job?: number;
  readonly published_s_per_op?: Readonly<Record<string, number>>;
}

/** The peer scheduler's benchmarks, with the figures of its pull requests. */
export interface KaiScenarios {
  readonly usual: { readonly queues: number; readonly departments: number };
  readonly scenarios: readonly KaiScenario[];
  readonly snapshot_cost: { readonly cycle_s: readonly number[] };
}

/** One gang on equal nodes. @unit seconds, before and after the pull request */
export interface ArmadaScenario {
  readonly name: string;
  readonly s_per_op: readonly number[];
  readonly note?: string;
}

/** What its CI asks of kube-scheduler at least. @unit pods/s */
export interface KubeScenario {
  readonly name: string;
  readonly nodes: number;
  readonly init_pods?: number;
  readonly gated_pods?: number;
  readonly deleting_pods?: number;
  readonly measured_pods: number;
  readonly threshold: number;
}

/** Equal workloads of Kueue's generator. @unit whole units of quota, or millicores as text (`500m`) */
export interface KueueWorkload {
  readonly className: string;
  readonly runtimeMs: number;
  readonly priority: number;
  readonly request: number | string;
  readonly podCount?: number;
  readonly tasConstraint?: 'required' | 'preferred' | 'balanced';
  readonly tasLevel?: string;
  readonly sliceSize?: number;
}

/** Queues that are equal, and what is submitted to each of them. */
export interface KueueQueues {
  readonly className: string;
  readonly count: number;
  readonly nominalQuota: number | string;
  readonly borrowingLimit: number | string;
  readonly workloadsSets: readonly {
    readonly count: number;
    readonly creationIntervalMs: number;
    readonly workloads: readonly KueueWorkload[];
  }[];
}

/** A generator of Kueue with the bounds that its CI sets. */
export interface KueueScenario {
  readonly generator: {
    readonly topology?: {
      readonly name: string;
      readonly levels: readonly {
        readonly name: string;
        readonly count: number;
        readonly nodeLabel: string;
        readonly capacity?: { readonly cpu: string; readonly memory: string };
      }[];
    };
    readonly cohorts: readonly {
      readonly className: string;
      readonly count: number;
      readonly queuesSets: readonly KueueQueues[];
    }[];
  };
  readonly rangespec: {
    readonly cmd: { readonly maxWallMs: number };
    readonly clusterQueueClassesMinUsage: Readonly<Record<string, number>>;
    readonly wlClassesMaxAvgTimeToAdmissionMs: Readonly<Record<string, number>>;
  };
}

/** The peers' scenarios, read where they lie. */
export const peers = {
  kai: (): KaiScenarios => {
    const { common: usual, scenarios, snapshot_cost: cost } = read('kai-go-bench');
    return { usual, scenarios, snapshot_cost: cost };
  },
  armada: (): readonly ArmadaScenario[] => read('armada-nodedb-bench').scenarios,
  kube: (): readonly KubeScenario[] => read('kube-scheduler-perf').scenarios,
  kueue: (name: 'baseline' | 'large-scale' | 'tas'): KueueScenario => read(`kueue-${name}`),
};
