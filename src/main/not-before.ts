import type { Clock } from '../../adapters/ports/clock.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';

/**
 * A clock that never tells an instant before one that it told, or before the last fact of the ledger.
 *
 * A machine whose time was set back between two runs must not write effects before their causes.
 */
export const notBefore = (clock: Clock, earliestMs: InstantMs): Clock => {
  let lastMs = earliestMs;
  return {
    nowMs: () => {
      lastMs = Math.max(lastMs, clock.nowMs());
      return lastMs;
    },
    until: clock.until,
  };
};
