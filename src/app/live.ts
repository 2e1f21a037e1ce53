import { type BerthRejection } from '../../domain/catalogue/index.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { type Either, isLeft, left, right } from '../../domain/foundation/fp.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { InvariantViolation } from '../../domain/foundation/invariant.ts';
import type { Cluster } from '../../adapters/ports/cluster.ts';
import type { Clock } from '../../adapters/ports/clock.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import { answeredBefore } from './answered.ts';
import type { Brain } from './brain.ts';
import type { Request } from './handle.ts';
import { requestOf } from './observe.ts';
import type { ReadFault } from './read.ts';
import { runAllocation, runTurn } from './turn.ts';
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

/** An engine that takes commands from many callers at once and answers each after its facts are durable. */
export interface LiveEngine {
  readonly submit: (request: Request) => Promise<Outcome>;
  /** Lets observations that are due in, plans, and carries out effects; call it when the clock says so. */
  readonly beat: () => Promise<void>;
  /** Resolves when nothing waits any more. */
  readonly close: () => Promise<void>;
}

interface Waiting {
  readonly request: Request;
  readonly answer: (outcome: Outcome) => void;
}

/** The parts that a live engine runs on. */
export interface LiveParts {
  readonly brain: Brain;
  readonly log: EventLog;
  readonly writer: Writer;
  readonly cluster: Cluster;
  readonly clock: Clock;
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
      const refusal = pump.refusalFor();
      if (refusal !== undefined) return Promise.resolve(left(refusal));
      return new Promise((answer) => pump.take({ request, answer }));
    },
    beat: () => pump.beat(),
    close: () => pump.close(),
  };
};

const createPump = (parts: LiveParts, options: LiveOptions) => {
  const { brain, log, writer, cluster, clock } = parts;
  const waiting: Waiting[] = [];
  let closedBy: string | undefined;
  let running: Promise<void> | undefined;
  let plannedAtMs: InstantMs = Number.NEGATIVE_INFINITY;
  let observed = 0;

  const shut = (reason: string): void => {
    closedBy ??= reason;
    const closed = { _tag: 'EngineClosed', retry: 'never', reason: closedBy } as const;
    for (const { answer } of waiting.splice(0)) answer(left(closed));
  };
  const serve = async (batch: readonly Waiting[]): Promise<void> => {
    const fresh = await withoutAnswered(batch);
    const turn = await runTurn(
      brain,
      writer,
      fresh.map(({ request }) => request),
    );
    if (isLeft(turn)) {
      for (const { answer } of fresh) answer(left(turn.left));
      shut(`the ledger refused: ${turn.left._tag}`);
      return;
    }
    fresh.forEach(({ answer }, k) => answer(right(turn.right[k] ?? right([]))));
  };
  /** Answers what was decided before, and puts off what stands in this batch twice. */
  const withoutAnswered = async (batch: readonly Waiting[]): Promise<readonly Waiting[]> => {
    const fresh: Waiting[] = [];
    const ids = new Set<string>();
    for (const one of batch) {
      if (ids.has(one.request.commandId)) {
        waiting.unshift(one);
        continue;
      }
      ids.add(one.request.commandId);
      const before = await answeredBefore(log, one.request);
      if (isLeft(before)) one.answer(left(before.left));
      else if (before.right !== undefined) one.answer(right(right(before.right)));
      else fresh.push(one);
    }
    return fresh;
  };
  const planIfDue = async (): Promise<void> => {
    const nowMs = clock.nowMs();
    if (nowMs - plannedAtMs < options.cycleMs) return;
    plannedAtMs = nowMs;
    const outcome = await runAllocation(brain, writer, nowMs);
    if (isLeft(outcome)) shut(`the ledger refused: ${outcome.left._tag}`);
    for (const effect of brain.effects.splice(0)) cluster.apply(effect, nowMs);
  };
  const drain = async (): Promise<void> => {
    while (waiting.length > 0 && closedBy === undefined) {
      await serve(waiting.splice(0, options.batchMax));
      if (closedBy === undefined) await planIfDue();
    }
  };
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const reason = error instanceof Error ? error : new InvariantViolation(String(error));
      shut(reason.message);
      options.onDefect(reason);
    }
  };
  const run = (work: () => Promise<void>): Promise<void> => {
    const before = running ?? Promise.resolve();
    const mine = before.then(() => guarded(work));
    running = mine;
    return mine.finally(() => {
      if (running === mine) running = undefined;
    });
  };
  return {
    refusalFor: (): EngineFault | undefined => {
      if (closedBy !== undefined) {
        return { _tag: 'EngineClosed', retry: 'never', reason: closedBy };
      }
      const { waitingMax } = options;
      return waiting.length < waitingMax
        ? undefined
        : { _tag: 'Overloaded', retry: 'again', waiting: waiting.length, waitingMax };
    },
    take: (one: Waiting): void => {
      waiting.push(one);
      if (running === undefined) void run(drain);
    },
    beat: () =>
      run(async () => {
        const nowMs = clock.nowMs();
        const seen = cluster
          .take(nowMs)
          .map((one) => requestOf(one, `sim:${brain.epoch}.${(observed += 1)}`));
        if (seen.length > 0) {
          const turn = await runTurn(brain, writer, seen);
          if (isLeft(turn)) shut(`the ledger refused: ${turn.left._tag}`);
        }
        await planIfDue();
        await drain();
      }),
    close: async (): Promise<void> => {
      await run(drain);
      shut('closed by its owner');
      await writer.flush();
    },
  };
};
