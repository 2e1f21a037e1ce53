import { left } from '../../domain/foundation/fp.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Request } from './handle.ts';
import type { BrainFault } from '../../adapters/ports/live-brain.ts';
import { closedFor, type Outcome } from './outcome.ts';
import { createPump, type LiveOptions, type LiveParts, type Pump, shut } from './pump.ts';
import { beat, drain, runNext } from './pumping.ts';

/** How a live engine is doing. */
export interface EngineStanding {
  readonly closedBy: string | undefined;
  readonly waiting: number;
  readonly plannedAtMs: InstantMs;
  /** Since the last beat has ended. @unit ms */
  readonly beatAgoMs: number;
}

/** An engine that takes commands from many callers at once and answers each after its facts are durable. */
export interface LiveEngine {
  readonly submit: (request: Request) => Promise<Outcome>;
  /** Answers what would be decided, and takes it back: nothing is written. */
  readonly rehearse: (request: Request) => Promise<Outcome>;
  /** Lets observations that are due in, plans, and carries out effects; call it when the clock says so. */
  readonly beat: () => Promise<void>;
  /** Does work between two batches, when states, views and ledger stand at one revision; not once it is closed. */
  readonly between: (work: () => Promise<void>) => Promise<void>;
  readonly standing: () => EngineStanding;
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
    submit: (request) => enter(pump, request, false),
    rehearse: (request) => enter(pump, request, true),
    beat: () => runNext(pump, () => beat(pump)),
    between: (work) => runNext(pump, () => (pump.closedBy === undefined ? work() : idle)),
    standing: () => {
      const { closedBy, waiting, plannedAtMs, beatAt } = pump;
      const beatAgoMs = performance.now() - beatAt;
      return { closedBy, waiting: waiting.length, plannedAtMs, beatAgoMs };
    },
    close: async () => {
      pump.isClosing = true;
      await runNext(pump, () => drain(pump));
      shut(pump, 'closed by its owner');
      await parts.writer.flush();
    },
  };
};

const idle = Promise.resolve();

const enter = (pump: Pump, request: Request, isDryRun: boolean): Promise<Outcome> => {
  const refusal = refusalOf(pump);
  if (refusal !== undefined) return Promise.resolve(left(refusal));
  return new Promise((answer) => {
    pump.waiting.push({ request, isDryRun, answer });
    if (pump.running === undefined) void runNext(pump, () => drain(pump));
  });
};

const refusalOf = (pump: Pump): BrainFault | undefined => {
  const { closedBy, isClosing, waiting, options } = pump;
  if (closedBy !== undefined || isClosing) return closedFor(closedBy ?? 'it is being closed');
  const { waitingMax } = options;
  if (waiting.length < waitingMax) return undefined;
  return { _tag: 'Overloaded', retry: 'again', waiting: waiting.length, waitingMax };
};
