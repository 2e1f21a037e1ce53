import { left } from '../../domain/foundation/fp.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Cluster } from '../../adapters/ports/cluster.ts';
import type { Clock } from '../../adapters/ports/clock.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { Brain } from './brain.ts';
import { closedFor, type Waiting } from './outcome.ts';
import type { Writer } from './writer.ts';

/** Bounds of a live engine. */
export interface LiveOptions {
  /** Most requests that wait; one more is refused. */
  readonly waitingMax: number;
  /** Most requests that are decided and committed together. */
  readonly batchMax: number;
  /** Least time between two plans. */
  readonly cycleMs: number;
  readonly onDefect: (reason: Error) => void;
  /** Told of work done, for metrics. */
  readonly watch?: EngineWatch;
}

/** What somebody who measures an engine hears. @unit ms */
export interface EngineWatch {
  /** A batch of requests was decided and made durable. */
  readonly committed: (batch: { readonly requests: number; readonly ms: number }) => void;
  /** The kernel looked at the pools that had changed, and what it decided is durable. */
  readonly planned: (ms: number) => void;
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

/** What a live engine has in hand. */
export interface Pump {
  readonly parts: LiveParts;
  readonly options: LiveOptions;
  readonly waiting: Waiting[];
  /** Why nothing is taken any more. */
  closedBy: string | undefined;
  /** The work that goes on; the next begins after it. */
  running: Promise<void> | undefined;
  /** Whether it serves who waits and takes nobody more. */
  isClosing: boolean;
  plannedAtMs: InstantMs;
  /** The same by the clock that nobody sets, and when the last beat has ended. @unit ms of `performance.now()` */
  plannedAt: number;
  beatAt: number;
  observed: number;
}

/** A pump with nothing in hand. */
export const createPump = (parts: LiveParts, options: LiveOptions): Pump => ({
  parts,
  options,
  waiting: [],
  closedBy: undefined,
  running: undefined,
  isClosing: false,
  plannedAtMs: Number.NEGATIVE_INFINITY,
  plannedAt: Number.NEGATIVE_INFINITY,
  beatAt: performance.now(),
  observed: 0,
});

/** Takes nothing more, and tells everybody who waits why. */
export const shut = (pump: Pump, reason: string): void => {
  pump.closedBy ??= reason;
  const closed = closedFor(pump.closedBy);
  for (const { answer } of pump.waiting.splice(0)) answer(left(closed));
};
