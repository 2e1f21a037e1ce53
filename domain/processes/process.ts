import type { BerthEvent, BerthRecorded } from '../catalogue/events.ts';
import type { Subject } from '../foundation/ids.ts';
import type { InstantMs } from '../foundation/instant.ts';
import type { QueueCommand } from '../queue/index.ts';
import type { WorkloadCommand, WorkloadDeadline } from '../workload/index.ts';

/** A command that a process sends, with the aggregate that it is for. */
export interface ProcessCommand {
  readonly subject: Subject;
  readonly command:
    | QueueCommand
    | WorkloadDeadline
    | Extract<
        WorkloadCommand,
        { readonly type: 'EnqueueWorkload' | 'ReassignWorkload' | 'ObserveWorkloadInterrupted' }
      >;
}

/** A command that a process sends because an instant has come. */
export interface DueCommand extends ProcessCommand {
  readonly dueAtMs: InstantMs;
}

/**
 * What reacts to facts of some aggregates with commands to others.
 *
 * `react` folds one fact and answers with the commands that follow from it. Facts come in log order, each once; the
 * commands are handled in the order in which they were asked, however late. A command is asked for once per fact that
 * gives cause to it, so that its id can be made from that fact and a repetition is recognised.
 * @shape the state has one owner, the runner, and may be changed in place; it is a fold of the log, so that running
 * through the facts again and dropping the answers restores it. `handles` lists the event types that `react` looks at;
 * others leave the state as it is and give cause to nothing.
 */
export interface Process<State = unknown> {
  readonly name: string;
  readonly handles: ReadonlySet<string>;
  initial(): State;
  react(state: State, event: BerthRecorded): readonly ProcessCommand[];
  /** The next instant at which something is due; `undefined` while nothing is. @cost O(1) */
  nextDueMs?(state: State): InstantMs | undefined;
  /**
   * What is due by an instant, oldest first, then by id.
   *
   * It stays due until a fact settles it: its own, or one that makes it moot.
   */
  due?(state: State, nowMs: InstantMs): readonly DueCommand[];
}

/** Lists event types for `handles`. */
export const handling = (...types: readonly BerthEvent['type'][]): ReadonlySet<string> =>
  new Set<string>(types);

/** The answer to nearly every fact. */
export const nothing: readonly ProcessCommand[] = [];
