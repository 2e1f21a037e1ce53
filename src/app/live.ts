import type { BerthRejection } from '../../domain/catalogue/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { type Either, left } from '../../domain/foundation/fp.ts';
import type { Cluster } from '../../adapters/ports/cluster.ts';
import type { Clock } from '../../adapters/ports/clock.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { Brain } from './brain.ts';
import type { Request } from './handle.ts';
import { beat, createPump, drain, type Pump, runNext, shut } from './pump.ts';
import type { ReadFault } from './read.ts';
import type { Writer } from './writer.ts';

/** Why a request was not decided at all. */
export type EngineFault =
  | ReadFault
  /** Too many requests wait already: try again later. */
  | {
      readonly _tag: 'Overloaded';
      readonly retry: 'again';
      readonly waiting: number;
      readonly waitingMax: number;
    }
  /** The engine was closed, by a fault or a defect; `reason` says which. */
  | { readonly _tag: 'EngineClosed'; readonly retry: 'never'; readonly reason: string };

/** What a commander hears once the disk has it: the facts that were made, or which rule said no. */
export type Outcome = Either<EngineFault, Either<BerthRejection, readonly BerthRecorded[]>>;

/** Bounds of a live engine. */
export interface LiveOptions {
  /** Most requests that wait; one more is refused. */
  readonly waitingMax: number;
  /** Most requests that are decided and committed together. */
  readonly batchMax: number;
  /** Least time between two plans. */
  readonly cycleMs: number;
  readonly onDefect: (reason: Error) => void;
}

/** The parts that a live engine runs on. */
export interface LiveParts {
  readonly brain: Brain;
  readonly log: EventLog;
  /** Must commit each batch before it answers. */
  readonly writer: Writer;
  readonly cluster: Cluster;
  readonly clock: Clock;
}

/** An engine that takes commands from many callers at once and answers each after its facts are durable. */
export interface LiveEngine {
  readonly submit: (request: Request) => Promise<Outcome>;
  /** Lets observations that are due in, plans, and carries out effects; call it when the clock says so. */
  readonly beat: () => Promise<void>;
  /** Serves who waits, then takes nothing more. */
  readonly close: () => Promise<void>;
}

/**
 * Makes a live engine: one pump that decides what has gathered while the disk was busy, and commits it as one batch.
 *
 * Load forms the batch by itself: alone, a command costs one sync; many share one.
 */
export const createLiveEngine = (parts: LiveParts, options: LiveOptions): LiveEngine => {
  const pump = createPump(parts, options);
  return {
    submit: (request) => {
      const refusal = refusalOf(pump);
      if (refusal !== undefined) return Promise.resolve(left(refusal));
      return new Promise((answer) => {
        pump.waiting.push({ request, answer });
        if (pump.running === undefined) void runNext(pump, () => drain(pump));
      });
    },
    beat: () => runNext(pump, () => beat(pump)),
    close: async () => {
      await runNext(pump, () => drain(pump));
      shut(pump, 'closed by its owner');
      await parts.writer.flush();
    },
  };
};

const refusalOf = (pump: Pump): EngineFault | undefined => {
  const { closedBy, waiting, options } = pump;
  if (closedBy !== undefined) return { _tag: 'EngineClosed', retry: 'never', reason: closedBy };
  const { waitingMax } = options;
  if (waiting.length < waitingMax) return undefined;
  return { _tag: 'Overloaded', retry: 'again', waiting: waiting.length, waitingMax };
};
