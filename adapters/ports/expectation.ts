import type { InstantMs } from '../../domain/foundation/instant.ts';

/** Where in its file an expectation stands, and when it is to be so. */
export interface ExpectationPlace {
  readonly pointer: string;
  readonly line: number;
  /** The end of the run where absent. */
  readonly atMs?: InstantMs | undefined;
}

/** What is to be so of a workload; what is left out may be as it likes. */
export interface WorkloadExpectation extends ExpectationPlace {
  readonly kind: 'workload';
  readonly workloadId: string;
  readonly phase?: string | undefined;
  readonly nodePoolId?: string | undefined;
  /** All nodes that it holds then; of the whole run all that it was ever given. */
  readonly nodeIds?: readonly string[] | undefined;
  /** In all, up to then. @unit ms */
  readonly waitsAtMostMs?: number | undefined;
  readonly waitsAtLeastMs?: number | undefined;
  /** How often, up to then. */
  readonly preempted?: number | undefined;
  readonly preemptedBy?: string | undefined;
  /** The obstacle that it is told then; of the whole run one that it was ever told. */
  readonly reason?: string | undefined;
}

/** What a queue is to hold, with all below it. @unit thousandths of a card */
export interface QueueExpectation extends ExpectationPlace {
  readonly kind: 'queue';
  readonly queueId: string;
  readonly gpuMilli?: number | undefined;
  readonly atMostMilli?: number | undefined;
  readonly atLeastMilli?: number | undefined;
}

/** How often something is to have happened. */
export interface EventExpectation extends ExpectationPlace {
  readonly kind: 'event';
  readonly event: string;
  readonly workloadId?: string | undefined;
  /** Of evictions: by which action. */
  readonly action?: string | undefined;
  readonly atLeast: number;
  readonly atMost: number;
}

/** Something that happened to a workload, among others in their order. */
export interface OrderedEvent {
  readonly event: string;
  readonly workloadId: string;
}

/** What is to happen one after the other; other things may happen between. */
export interface OrderExpectation extends ExpectationPlace {
  readonly kind: 'order';
  readonly order: readonly OrderedEvent[];
}

/** Something that is to be so when a scenario is played. */
export type Expectation =
  WorkloadExpectation | QueueExpectation | EventExpectation | OrderExpectation;
