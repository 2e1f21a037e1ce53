import { factByType } from '../../domain/catalogue/events.ts';
import { deciders } from '../../domain/catalogue/index.ts';
import type { Fact } from '../../domain/foundation/event.ts';
import { type Either, isLeft, right } from '../../domain/foundation/fp.ts';
import {
  WorkloadAllocated,
  WorkloadDeferred,
  WorkloadGrown,
  WorkloadNominated,
  WorkloadPodsPreempted,
  WorkloadPreempted,
} from '../../domain/workload/events.ts';
import type { PoolMoment } from './pool-decisions.ts';
import type { Brain } from './brain.ts';
import type { WorkloadDecision } from './decisions-of-plan.ts';
import type { Recomputed } from './difference.ts';
import type { PlainRequest } from './handle.ts';
import type { Kernels } from './kernels.ts';
import { standingOf } from './states.ts';

/** What a kernel decides for a pool on the facts so far, as the facts that it would be; a sentence where it cannot. */
export const planAgain = (
  kernels: Kernels,
  version: string,
  moment: PoolMoment,
): Either<string, readonly Recomputed[]> => {
  const decisions = kernels.decide(version, moment);
  return isLeft(decisions) ? decisions : right(decisions.right.map(recomputedOf));
};

/** The fact that a decision of the kernel ends in; its data are the command's. */
export const factOf: Readonly<Record<WorkloadDecision['command']['type'], Fact>> = {
  PreemptWorkload: WorkloadPreempted,
  NominateWorkload: WorkloadNominated,
  AllocateWorkload: WorkloadAllocated,
  GrowWorkload: WorkloadGrown,
  PreemptPods: WorkloadPodsPreempted,
  DeferWorkload: WorkloadDeferred,
};

const recomputedOf = ({ workloadId, command }: WorkloadDecision): Recomputed => ({
  subjectId: workloadId,
  kind: factOf[command.type],
  data: command,
});

/** What a process's command is answered with by the state as it is. */
export const reactionAgain = (
  brain: Brain,
  { subject, command }: PlainRequest,
): readonly Recomputed[] => {
  const decision = deciders[subject.kind].decide(command, standingOf(brain.states, subject).state);
  if (isLeft(decision)) return [];
  return decision.right.flatMap(({ type, data }) => {
    const kind = factByType.get(type);
    return kind === undefined ? [] : [{ subjectId: subject.id, kind, data }];
  });
};
