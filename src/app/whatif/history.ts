import type { ScenarioFailure } from '../../../adapters/ports/scenario.ts';

/** How a workload's work ended each time that it did: after how much of it, and how. @unit ms */
export interface Life {
  readonly workMs: number;
  readonly exitCode: number;
}

/** What starting again costs a workload with so many devices. @unit ms */
export type RestartLoss = (gpuDevices: number) => number;

/** What is known of single attempts: `undefined` of those that nobody saw. @unit ms */
export interface AttemptTimes {
  readonly startMs: (workloadId: string, attempt: number) => number | undefined;
  readonly exitMs: (workloadId: string, attempt: number) => number | undefined;
}

/**
 * What the recorded facts behind a revision say of the world that no decision changes: the assumption of a fork.
 *
 * @shape plain values, which travel to another thread; attempts are named by `attemptKey`
 * @unit ms
 */
export interface History {
  /** The ends of each workload; one that has failed and was tried again has several. */
  readonly lives: ReadonlyMap<string, readonly Life[]>;
  /** Workloads that run past the horizon however soon they start: when they end is no matter of a fork. */
  readonly outlasting: ReadonlySet<string>;
  /** How long attempts needed until they were ready. */
  readonly startMs: ReadonlyMap<string, number>;
  /** Of attempts that had to go before they were ready: they needed longer than this. */
  readonly unreadyMs: ReadonlyMap<string, number>;
  /** How long attempts needed to go. */
  readonly exitMs: ReadonlyMap<string, number>;
  /** A usual time until an attempt is ready, for those that nobody has seen. */
  readonly usualStartMs: number;
  readonly failures: readonly ScenarioFailure[];
}

/** The name of one attempt. */
export const attemptKey = (workloadId: string, attempt: number): string =>
  `${workloadId} ${attempt}`;

/** What a history says of single attempts. */
export const attemptTimesOf = ({
  startMs,
  unreadyMs,
  exitMs,
  usualStartMs,
}: History): AttemptTimes => ({
  startMs: (id, attempt) => {
    const key = attemptKey(id, attempt);
    const leastMs = unreadyMs.get(key);
    const longerMs = leastMs === undefined ? undefined : Math.max(usualStartMs, leastMs + 1);
    return startMs.get(key) ?? longerMs;
  },
  exitMs: (id, attempt) => exitMs.get(attemptKey(id, attempt)),
});
