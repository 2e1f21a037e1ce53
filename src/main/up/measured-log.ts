import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { Metrics } from '../../../adapters/ports/metrics.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';

/** A ledger whose appends are told to whoever measures. */
export const measuredLog = (log: EventLog, metrics: Pick<Metrics, 'appended'>): EventLog => ({
  ...log,
  append: (expected, records) => async () => {
    const startMs = performance.now();
    const outcome = await log.append(expected, records)();
    if (!isLeft(outcome)) {
      metrics.appended({ facts: records.length, ms: performance.now() - startMs });
    }
    return outcome;
  },
});
