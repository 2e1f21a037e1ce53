import { NatsError, type NatsConnection } from 'nats';

/** The connection was lost, or nobody answered in time: whether the server took the message is unknown. */
export class AnswerMissing extends Error {
  override readonly name = 'AnswerMissing';
}

/** Knows whether a connection stands. */
export interface Watch {
  readonly isUp: () => boolean;
  readonly isUpBefore: (untilMs: number) => Promise<boolean>;
  /** Waits for an answer as long as the connection stands and there is time. @throws AnswerMissing */
  readonly whileUp: <Answer>(answer: Promise<Answer>, leftMs: number) => Promise<Answer>;
}

/** Watches a connection until it is closed. */
export const watchOf = (nc: NatsConnection): Watch => {
  const changes = new Set<() => void>();
  let isUp = true;
  followStatus(nc, (now) => {
    isUp = now;
    for (const look of changes) look();
  });
  return {
    isUp: () => isUp,
    isUpBefore: async (untilMs) => {
      const isEnough = () => isUp || nc.isClosed();
      if (!isEnough()) await changeOf(changes, untilMs - performance.now(), isEnough).promise;
      return isUp;
    },
    whileUp: async (answer, leftMs) => {
      const end = changeOf(changes, leftMs, () => !isUp);
      const outcome = await Promise.race([
        answer.then((found) => ({ found }), rethrown),
        end.promise.then(() => undefined),
      ]).finally(end.now);
      if (outcome !== undefined) return outcome.found;
      throw new AnswerMissing(isUp ? `no answer in ${leftMs} ms` : 'the connection was lost');
    },
  };
};

const followStatus = (nc: NatsConnection, tell: (isUp: boolean) => void): void => {
  void (async () => {
    for await (const { type } of nc.status()) {
      if (type === 'disconnect' || type === 'reconnect') tell(type === 'reconnect');
    }
  })();
  void nc.closed().then(() => tell(false));
};

interface Waiting {
  readonly promise: Promise<void>;
  readonly now: () => void;
}

/** Ends when a change is enough, when the time is up, or when it is told to. */
const changeOf = (changes: Set<() => void>, leftMs: number, isEnough: () => boolean): Waiting => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const now = (): void => {
    clearTimeout(timer);
    changes.delete(look);
    resolve();
  };
  const timer = setTimeout(now, leftMs);
  const look = (): void => {
    if (isEnough()) now();
  };
  changes.add(look);
  return { promise, now };
};

const doubtful = new Set(['TIMEOUT', 'CONNECTION_CLOSED', 'DISCONNECT', 'CONNECTION_DRAINING']);

/** What the client calls a timeout or a closed connection leaves the same doubt as our own. */
const rethrown = (error: unknown): never => {
  if (error instanceof NatsError && doubtful.has(error.code)) {
    const isLate = error.code === 'TIMEOUT';
    throw new AnswerMissing(isLate ? 'no answer in time' : 'the connection was lost');
  }
  throw error;
};
