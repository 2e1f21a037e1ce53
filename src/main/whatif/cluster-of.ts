import { createClusterSim, heliosRestartLossMs } from '../../../adapters/cluster-sim/index.ts';
import type { Cluster } from '../../../adapters/ports/cluster.ts';
import { attemptTimesOf, type Course, type History } from '../../app/whatif/index.ts';

/** A simulated cluster whose work runs as long as history says, and whose nodes fail as a course says. */
export const clusterOf = ({ failures, runMs }: Course, history: History): Cluster => {
  const { lives, usualStartMs } = history;
  return createClusterSim({
    seed: 0,
    runMsOf: (id, failed) => lives.get(id)?.[failed]?.workMs ?? runMs.get(id),
    exitCodeOf: (id, failed) => lives.get(id)?.[failed]?.exitCode ?? 0,
    failures,
    startLatencyMs: { min: usualStartMs, max: usualStartMs },
    restartLossMs: heliosRestartLossMs,
    known: attemptTimesOf(history),
  });
};
