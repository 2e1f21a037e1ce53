import type { Origin, Revision } from '../../domain/foundation/event.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';

/** One fact of a workload's life, told. */
export interface HistoryEntry {
  readonly revision: Revision;
  readonly subjectRevision: number;
  readonly atMs: InstantMs;
  readonly type: string;
  /** The phase that the fact led to. */
  readonly phase: string;
  readonly actor: string;
  readonly origin: Origin;
  readonly commandId: string;
  /** What made it happen, where it was not asked for directly. */
  readonly causationId: string | undefined;
  /** What happened, with its numbers, as one sentence or two. */
  readonly text: string;
}

/** The life of one workload; whoever folds it feeds it the facts of that workload alone. */
export interface WorkloadHistory {
  /** Empty before the first fact. */
  readonly id: string;
  readonly phase: string;
  /** When it began to run in its present attempt; `undefined` while it does not. */
  readonly runningSinceMs: InstantMs | undefined;
  /** In log order. */
  readonly entries: HistoryEntry[];
}
