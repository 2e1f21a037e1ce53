import { virtualClock as virtual } from '../../adapters/clock/index.ts';
import { createClusterSim, heliosRestartLossMs } from '../../adapters/cluster-sim/index.ts';
import type { Clock } from '../../adapters/ports/clock.ts';
import type { Cluster } from '../../adapters/ports/cluster.ts';
import type { EventLog } from '../../adapters/ports/event-log.ts';
import type { InstantMs } from '../../domain/foundation/instant.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import { BrainFaulted } from './library-faults.ts';

/** How a simulated cluster behaves; everything may be left out. */
export interface SimulatedClusterOptions {
  /** Equal seeds behave equally. */
  readonly seed?: number;
  /** How long a workload works in all; `undefined` for ever. @unit ms */
  readonly runMsOf?: (workloadId: string) => number | undefined;
  /** How its processes end; not 0 is a failure. */
  readonly exitCodeOf?: (workloadId: string) => number;
}

/** A cluster whose pods start after 1 to 3 s, run as long as they are said to, and leave when they are told. */
export const createSimulatedCluster = (options: SimulatedClusterOptions = {}): Cluster =>
  createClusterSim({
    seed: options.seed ?? 1,
    runMsOf: options.runMsOf ?? (() => undefined),
    exitCodeOf: options.exitCodeOf ?? (() => 0),
    failures: [],
    startLatencyMs: { min: 1_000, max: 3_000 },
    restartLossMs: heliosRestartLossMs,
  });

/** A clock that stands still until `until` moves it: for tests of what takes days. */
export const virtualClock = (startMs: InstantMs): Clock => virtual(startMs);

/**
 * Opens a ledger file to read facts from, beside whoever writes it.
 *
 * @throws BrainFaulted when the file is not there or is no ledger
 */
export const openLedgerFile = async (path: string): Promise<EventLog> => {
  // Loaded when it is needed: older versions of Node have no SQLite, and are to be told so in words.
  const { openLedger } = await import('../../adapters/event-log-sqlite/index.ts');
  const opened = await openLedger({ path, mode: 'read' })();
  if (isLeft(opened)) throw new BrainFaulted(opened.left);
  return opened.right;
};
