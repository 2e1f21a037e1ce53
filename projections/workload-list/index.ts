import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { Projection } from '../../domain/foundation/projection.ts';
import { apply, handles } from './apply.ts';
import type { WorkloadList } from './view.ts';

export { messageOf } from '../../domain/foundation/verdict-message.ts';
export {
  eachPacked,
  eachPackedPhase,
  type IsWanted,
  type PackedWorkloads,
  packWorkloads,
  unpackWorkloads,
} from './packed.ts';
export * from './view.ts';

/** Answers "which workloads are there, where is each in its life, and why does it wait?". */
export const workloadList: Projection<WorkloadList, BerthEvent> = {
  name: 'workload-list',
  version: 5,
  handles,
  initial: () => ({ rows: new Map() }),
  apply,
};
