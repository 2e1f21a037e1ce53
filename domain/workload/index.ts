import type { Decider } from '../foundation/decider.ts';
import type { WorkloadCommand } from './commands.ts';
import { decide } from './decide.ts';
import type { WorkloadEvent } from './events.ts';
import type { WorkloadRejection } from './rejections.ts';
import { evolve } from './fold.ts';
import { initial, type Workload } from './state.ts';

/** The rules of a workload: the only way from a command to facts, and from facts to a state. */
export const workload: Decider<WorkloadCommand, Workload, WorkloadEvent, WorkloadRejection> = {
  initial,
  decide,
  evolve,
};

export { type CloneChanges, specOfClone } from './clone.ts';
export type {
  DataOf,
  KernelDecision,
  ScaleWorkload,
  SubmitWorkload,
  WorkloadCommand,
  WorkloadDeadline,
  WorkloadObservation,
  WorkloadSpec,
  WorkloadType,
} from './commands.ts';
export { type Confidential, withConfidential, withoutConfidential } from './confidential.ts';
export { hasEnough } from './gang.ts';
export { workloadLifecycle } from './machine.ts';
export { nearEachOther, type OwnNearness, ownNearnessOf } from './own-neighbours.ts';
export {
  defaultsByType,
  preemptibleByDefault,
  priorityByWord,
  type TypeDefaults,
} from './priority.ts';
export type { InvalidSpec, SpecProblem, WorkloadRejection } from './rejections.ts';
export { problemOf } from './spec.ts';
export { occupiedBy, placementsOf, type Workload, type WorkloadPhase } from './state.ts';
