import { setTimeout as sleep } from 'node:timers/promises';
import { NatsError, type NatsConnection } from 'nats';
import { isUnheard } from './faults.ts';

/** The connection was lost, or nobody answered in time: whether the server took the message is unknown. */
export class AnswerMissing extends Error {
  override readonly name = 'AnswerMissing';
}

/** A connection that comes back by itself, and bounds of time for all that is asked over it. */
export interface Link {
  readonly nc: NatsConnection;
  readonly timeoutMs: number;
  /** A question that changes nothing: asked again through lost connections and starting servers, until the time is up. */
  readonly ask: <Answer>(question: Call<Answer>) => Promise<Answer>;
  /**
   * A call that changes something: made again only while nobody took it.
   * @throws AnswerMissing when it was sent and not answered
   */
  readonly tell: <Answer>(call: Call<Answer>) => Promise<Answer>;
  /** @cost the time for one round trip, at most `timeoutMs` */
  readonly close: (manner: 'polite' | 'abrupt') => Promise<void>;
}

/** Uses the connection, and ends within the given time. */
export type Call<Answer> = (nc: NatsConnection, timeoutMs: number) => Promise<Answer>;

const betweenAttemptsMs = 50;

/** Bounds a connection in time; `nc` has to reconnect for ever. */
export const linkOf = (nc: NatsConnection, timeoutMs: number): Link => {
  const watch = watchOf(nc);
  const once = async <Answer>(call: Call<Answer>, untilMs: number, patienceMs: number) => {
    if (!(await watch.isUpBefore(untilMs))) throw new NatsError('not connected', 'DISCONNECTED');
    const leftMs = Math.max(1, Math.ceil(Math.min(patienceMs, untilMs - performance.now())));
    return watch.whileUp(call(nc, leftMs), leftMs);
  };
  const again =
    (firstPatienceMs: number, isWorthIt: (error: unknown) => boolean) =>
    async <Answer>(call: Call<Answer>): Promise<Answer> => {
      const untilMs = performance.now() + timeoutMs;
      for (let patienceMs = firstPatienceMs; ; patienceMs *= 2) {
        try {
          return await once(call, untilMs, patienceMs);
        } catch (error) {
          const isOver = performance.now() + betweenAttemptsMs >= untilMs || nc.isClosed();
          if (isOver || !isWorthIt(error)) throw error;
          await sleep(betweenAttemptsMs);
        }
      }
    };
  const close = async (manner: 'polite' | 'abrupt'): Promise<void> => {
    if (manner === 'polite' && watch.isUp()) {
      await watch.whileUp(nc.flush(), timeoutMs).catch(() => undefined);
    }
    await nc.close();
  };
  return {
    nc,
    timeoutMs,
    // A cluster without a leader says nothing at all: what is asked once only may never be answered.
    ask: again(timeoutMs / 5, (error) => isUnheard(error) || error instanceof AnswerMissing),
    tell: again(timeoutMs, isUnheard),
    close,
  };
};

interface Watch {
  readonly isUp: () => boolean;
  readonly isUpBefore: (untilMs: number) => Promise<boolean>;
  /** Waits for an answer as long as the connection stands and there is time. */
  readonly whileUp: <Answer>(answer: Promise<Answer>, leftMs: number) => Promise<Answer>;
}

const watchOf = (nc: NatsConnection): Watch => {
  let isUp = true;
  const changes = new Set<() => void>();
  const turn = (now: boolean): void => {
    isUp = now;
    for (const tell of changes) tell();
  };
  void (async () => {
    for await (const { type } of nc.status()) {
      if (type === 'disconnect' || type === 'reconnect') turn(type === 'reconnect');
    }
  })();
  void nc.closed().then(() => turn(false));
  const changeBefore = (leftMs: number, isEnough: () => boolean): Waiting => {
    let end = (): void => undefined;
    const promise = new Promise<void>((resolve) => {
      const timer = setTimeout(() => end(), leftMs);
      const look = (): void => {
        if (isEnough()) end();
      };
      end = () => {
        clearTimeout(timer);
        changes.delete(look);
        resolve();
      };
      changes.add(look);
    });
    return { promise, end };
  };
  return {
    isUp: () => isUp,
    isUpBefore: async (untilMs) => {
      if (!isUp)
        await changeBefore(untilMs - performance.now(), () => isUp || nc.isClosed()).promise;
      return isUp;
    },
    whileUp: async (answer, leftMs) => {
      const missing = changeBefore(leftMs, () => !isUp);
      const outcome = await Promise.race([
        answer.then((found) => ({ found }), missed),
        missing.promise.then(() => undefined),
      ]);
      missing.end();
      if (outcome !== undefined) return outcome.found;
      throw new AnswerMissing(isUp ? `no answer in ${leftMs} ms` : 'the connection was lost');
    },
  };
};

interface Waiting {
  readonly promise: Promise<void>;
  readonly end: () => void;
}

/** What the client calls a timeout or a closed connection leaves the same doubt as our own. */
const missed = (error: unknown): never => {
  const codes = ['TIMEOUT', 'CONNECTION_CLOSED', 'DISCONNECT', 'CONNECTION_DRAINING'];
  if (error instanceof NatsError && codes.includes(error.code)) {
    throw new AnswerMissing(
      error.code === 'TIMEOUT' ? 'no answer in time' : 'the connection was lost',
    );
  }
  throw error;
};
