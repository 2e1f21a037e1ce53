import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Projection } from '../../domain/foundation/projection.ts';
import { apply, handles } from './apply.ts';
import type { WorkloadHistory } from './view.ts';

export type * from './view.ts';

/** Answers "what happened to this workload, who did it, and with which numbers?"; folds one workload's facts. */
export const workloadHistory: Projection<WorkloadHistory, BerthEvent> = {
  name: 'workload-history',
  version: 3,
  handles,
  initial: () => ({ id: '', phase: 'Absent', runningSinceMs: undefined, entries: [] }),
  apply,
};
