import { setTimeout as sleep } from 'node:timers/promises';
import { NatsError, type NatsConnection } from 'nats';
import { isUnheard } from './faults.ts';
import { AnswerMissing, type Watch, watchOf } from './watch.ts';

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

/** Bounds a connection in time; `nc` has to reconnect for ever. */
export const linkOf = (nc: NatsConnection, timeoutMs: number): Link => {
  const watch = watchOf(nc);
  const means = { nc, watch, timeoutMs };
  return {
    nc,
    timeoutMs,
    // A cluster without a leader says nothing at all: what is asked once only may never be answered.
    ask: (question) =>
      again(means, question, {
        patienceMs: timeoutMs / 5,
        isWorthIt: (error) => isUnheard(error) || error instanceof AnswerMissing,
      }),
    tell: (call) => again(means, call, { patienceMs: timeoutMs, isWorthIt: isUnheard }),
    close: async (manner) => {
      if (manner === 'polite' && watch.isUp()) {
        await watch.whileUp(nc.flush(), timeoutMs).catch(() => undefined);
      }
      await nc.close();
    },
  };
};

interface Means {
  readonly nc: NatsConnection;
  readonly watch: Watch;
  readonly timeoutMs: number;
}

interface Manner {
  /** How long the first attempt may take; each later one may take twice as long. */
  readonly patienceMs: number;
  readonly isWorthIt: (error: unknown) => boolean;
}

const betweenAttemptsMs = 50;

const again = async <Answer>(
  means: Means,
  call: Call<Answer>,
  { patienceMs, isWorthIt }: Manner,
): Promise<Answer> => {
  const untilMs = performance.now() + means.timeoutMs;
  for (let attemptMs = patienceMs; ; attemptMs *= 2) {
    try {
      return await once(means, call, { untilMs, attemptMs });
    } catch (error) {
      const isOver = performance.now() + betweenAttemptsMs >= untilMs || means.nc.isClosed();
      if (isOver || !isWorthIt(error)) throw error;
      await sleep(betweenAttemptsMs);
    }
  }
};

const once = async <Answer>(
  { nc, watch }: Means,
  call: Call<Answer>,
  { untilMs, attemptMs }: { readonly untilMs: number; readonly attemptMs: number },
): Promise<Answer> => {
  if (!(await watch.isUpBefore(untilMs))) throw new NatsError('not connected', 'DISCONNECTED');
  const leftMs = Math.max(1, Math.ceil(Math.min(attemptMs, untilMs - performance.now())));
  return watch.whileUp(call(nc, leftMs), leftMs);
};
