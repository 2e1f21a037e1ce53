import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Clock } from '../ports/clock.ts';

/**
 * A clock that stands still until somebody waits, and then is where they waited for.
 *
 * For simulations with one waiter: a quarter of a year passes as fast as its events can be handled.
 */
export const virtualClock = (startMs: InstantMs): Clock => {
  let presentMs = startMs;
  return {
    nowMs: () => presentMs,
    until: (atMs) => {
      presentMs = Math.max(presentMs, atMs);
      return Promise.resolve();
    },
  };
};
