import { isRunning, type WorkloadPhase, type WorkloadRow } from './view.ts';

type Row = { -readonly [Key in keyof WorkloadRow]: WorkloadRow[Key] };

const nowhere: WorkloadRow['placements'] = [];

/** It holds these places and no others. */
export const hold = (row: Row, placements: WorkloadRow['placements']): void => {
  row.placements = placements;
  row.allocatedGpuMilli = placements.reduce(
    (milli, { devices, gpuMilli }) => milli + devices.length * gpuMilli,
    0,
  );
};

/** It holds nothing any more. */
export const release = (row: Row): void => {
  row.placements = nowhere;
  row.allocatedGpuMilli = 0;
};

/** Begins a phase and closes the span of the old one; what only a waiting workload has goes with it. */
export const enter = (row: Row, phase: WorkloadPhase, atMs: number): void => {
  if (row.phase === 'Pending') row.closedPendingMs += atMs - row.phaseSinceMs;
  else if (isRunning(row.phase)) row.closedRunningMs += atMs - row.phaseSinceMs;
  row.phase = phase;
  row.phaseSinceMs = atMs;
  row.verdict = undefined;
};
