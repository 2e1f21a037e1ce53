import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Clock } from '../ports/clock.ts';

/** Longest time that a timer takes; a longer wait is made of several. @unit ms */
const timerMsMax = 2 ** 31 - 1;

/**
 * The time of the world, in whole milliseconds, that never goes back.
 *
 * Steps of the system's clock (time servers, daylight) do not reach it: it is set once and then counts.
 */
export const realClock = (): Clock => {
  const nowMs = (): InstantMs => Math.floor(performance.timeOrigin + performance.now());
  const until = async (atMs: InstantMs): Promise<void> => {
    for (let leftMs = atMs - nowMs(); leftMs > 0; leftMs = atMs - nowMs()) {
      const waitMs = Math.min(leftMs, timerMsMax);
      await new Promise<void>((resolve) => {
        setTimeout(resolve, waitMs);
      });
    }
  };
  return { nowMs, until };
};
