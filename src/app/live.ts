import { left } from '../../domain/foundation/fp.ts';
import type { Request } from './handle.ts';
import { type EngineFault, type Outcome } from './outcome.ts';
import {
  beat,
  createPump,
  drain,
  type LiveOptions,
  type LiveParts,
  type Pump,
  runNext,
  shut,
} from './pump.ts';

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
