import { gpuMemoryMibOf, gpuMilliOf, podsOf } from './row.ts';
import type { WorkloadRow } from './view.ts';

type Row = { -readonly [Key in keyof WorkloadRow]: WorkloadRow[Key] };

/** Another number of pods is asked for: at once, or once the workload has gone that is on its way out. */
export const scale = (row: Row, desired: number): void => {
  if (row.replicas === undefined) return;
  row.replicas = { ...row.replicas, desired };
  if (row.phase === 'Terminating' || row.phase === 'Stopping') return;
  row.verdict = undefined;
  askAsScaled(row);
};

/** Asks for as many pods as were asked for last; one that is scaled to nothing asks by nothing but its phase. */
export const askAsScaled = (row: Row): void => {
  const desired = row.replicas?.desired ?? 0;
  const [only] = row.subGroups;
  if (desired === 0 || only === undefined || only.pods === desired) return;
  row.subGroups = [{ ...only, pods: desired }];
  row.requestedPods = podsOf(row.subGroups);
  row.requestedGpuMilli = gpuMilliOf(row.subGroups);
  row.requestedGpuMemoryMib = gpuMemoryMibOf(row.subGroups);
};
