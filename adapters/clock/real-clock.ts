import type { InstantMs } from '../../domain/foundation/instant.ts';
import type { Clock } from '../ports/clock.ts';

/** Longest time that a timer takes; a longer wait is made of several. @unit ms */
const timerMsMax = 2 ** 31 - 1;

/** The system's clock is that far ahead only after the machine has slept, when nothing counts. @unit ms */
const sleepMsMin = 1_000;

/**
 * The time of the world, in whole milliseconds, that never goes back.
 *
 * Small steps of the system's clock (time servers) and steps back do not reach it: it is set once and then counts. A
 * machine that slept has not counted, so it catches up.
 */
export const realClock = (): Clock => {
  let aheadMs = 0;
  const nowMs = (): InstantMs => {
    const countedMs = performance.timeOrigin + performance.now() + aheadMs;
    const sleptMs = Date.now() - countedMs;
    if (sleptMs > sleepMsMin) aheadMs += sleptMs;
    return Math.floor(sleptMs > sleepMsMin ? countedMs + sleptMs : countedMs);
  };
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
