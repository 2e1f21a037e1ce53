import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { DecodeFault } from '../../domain/catalogue/decode.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Either } from '../../domain/foundation/fp.ts';
import type { Subject } from '../../domain/foundation/ids.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { AuditTrail } from '../../projections/audit-trail/index.ts';
import type { NodeList } from '../../projections/node-list/index.ts';
import type { OrgUnits } from '../../projections/org-units/index.ts';
import type { PastUse, QueueBoard } from '../../projections/queue-board/index.ts';
import type { WorkloadList } from '../../projections/workload-list/index.ts';
import type { Ask } from './ask.ts';
import type { EventLog, LogFault } from './event-log.ts';
import type { Forecast, ForecastQuestion } from './forecast.ts';
import type { MomentFault } from './moment.ts';
import type { Refusal } from './refusal.ts';

export type {
  CommandIdReused,
  FactTooLarge,
  Refusal,
  RevisionMismatch,
  SourceSealed,
} from './refusal.ts';

/** An ask with everything that its facts will say about where they come from. */
export interface Asking {
  readonly ask: Ask;
  /** Of its own for each intent: the same id sent again is answered with the facts that it made the first time. */
  readonly commandId: string;
  readonly actor: string;
  /** Ties together what one user's deed set off, such as a trace id. */
  readonly correlationId?: string | undefined;
  /** The last fact that the sender has seen about the subject; the ask is refused when there is a later one. */
  readonly expectedRevision?: Revision | undefined;
  /** Judges the ask as if it were meant, and takes back what it decided: nothing is written. */
  readonly isDryRun?: boolean | undefined;
}

/** Why an ask was not decided at all. */
export type BrainFault =
  | LogFault
  | DecodeFault
  /** Too many requests wait already: try again later. */
  | {
      readonly _tag: 'Overloaded';
      readonly retry: 'again';
      readonly waiting: number;
      readonly waitingMax: number;
    }
  /** The engine was closed, by a fault or a defect; `reason` says which. */
  | { readonly _tag: 'EngineClosed'; readonly retry: 'never'; readonly reason: string };

/** What an ask led to, once it is durable and every view shows it. */
export interface Done {
  /** A read at or after this revision shows what was done. */
  readonly revision: Revision;
  /** The facts about the subject; none where it was so already. */
  readonly facts: readonly BerthRecorded[];
}

/** What somebody hears who asked. */
export type Told = Either<BrainFault, Either<Refusal, Done>>;

/** What is true now, folded from durable facts only. Owned by the brain: look, never change, never keep over an await. */
export interface LiveViews {
  readonly workloads: WorkloadList;
  readonly queues: QueueBoard;
  readonly nodes: NodeList;
  readonly units: OrgUnits;
  /** The newest deeds only; see `auditEntriesMax`. */
  readonly audit: AuditTrail;
}

/** How a brain is doing, for probes and metrics. */
export interface Health {
  /** Why nothing is taken any more; `undefined` while it works. */
  readonly closedBy: string | undefined;
  readonly revision: Revision;
  readonly epoch: number;
  /** Requests that wait to be decided. */
  readonly waiting: number;
  readonly waitingMax: number;
  /** When the kernel last looked at the pools. */
  readonly plannedAtMs: InstantMs;
  /** Since the engine last came round to the cluster, the deadlines and the kernel, by a clock that nobody sets. @unit ms */
  readonly beatAgoMs: number;
}

/** A brain that is running: what people and programs work with, whatever stands before it (HTTP, a library, a test). */
export interface LiveBrain {
  /** Decides, makes durable, folds; then answers. */
  readonly ask: (asking: Asking) => Promise<Told>;
  /** Tells what asks would lead to in the next plan, if nothing else happened; nothing is written, and nobody waits for it. */
  readonly forecast: (
    question: Pick<ForecastQuestion, 'asks' | 'actor'>,
  ) => Promise<Either<BrainFault, Forecast>>;
  readonly nowMs: () => InstantMs;
  /** The last fact that the views show; it is durable. */
  readonly revision: () => Revision;
  /** Resolves with true once the views show a revision, with false when the time is up. @unit ms */
  readonly shows: (revision: Revision, withinMs: number) => Promise<boolean>;
  readonly views: LiveViews;
  /** What queues have used over time, by the rules in force; look at it at once. */
  readonly pastUse: () => PastUse;
  /** Whether there is or ever was something of that id: ids of units and workloads are not used twice. */
  readonly isIdUsed: (subject: Subject) => boolean;
  /** The ledger, to read facts from. */
  readonly ledger: Pick<EventLog, 'head' | 'read' | 'readSubject' | 'findCommand'>;
  /** A fact with what was sealed of it put back, as far as its key is there. */
  readonly unsealed?: <Fact extends BerthRecorded>(fact: Fact) => Fact;
  /** Calls back with durable facts in log order, each once, from now on; the answer ends it. Do little in it. */
  readonly follow: (onFacts: (facts: readonly BerthRecorded[]) => void) => () => void;
  readonly health: () => Health;
  /**
   * The brain as it was at a moment, which somebody names as `momentOf` reads it: it answers, and takes nothing.
   *
   * `pastUse`, and views where some are named, can be looked at only where they were wanted.
   */
  readonly at: (
    moment: string,
    wanted?: { readonly isUseWanted?: boolean; readonly views?: readonly (keyof LiveViews)[] },
  ) => Promise<Either<BrainFault | MomentFault, LiveBrain>>;
}
