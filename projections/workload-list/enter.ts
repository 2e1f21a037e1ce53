import { sliceCardsIn } from '../../domain/foundation/device-slices.ts';
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
  // Slices have no numbers, and no placement tells of them.
  if (row.subGroups.some(({ request }) => request.mig !== undefined)) {
    row.allocatedGpuMilli += slicesHeld(row);
  }
};

const slicesHeld = ({ placements, subGroups }: Row): number => {
  const cards = new Map(subGroups.map(({ name, request }) => [name, sliceCardsIn(request)]));
  return placements.reduce((milli, { subGroup }) => milli + 1000 * (cards.get(subGroup) ?? 0), 0);
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
