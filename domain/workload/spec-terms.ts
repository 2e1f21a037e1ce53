import type { Gang, ReplicaBounds } from '../foundation/shapes.ts';
import type { WorkloadSpec } from './commands.ts';
import { boundedProblem, idProblem, invalid } from './problems.ts';
import type { InvalidSpec } from './rejections.ts';

/** Most tries after the first. @source Kubernetes keeps this number in 31 bits */
const backoffLimitMax = 2_147_483_647;
/** A hundred years: an instant plus so much is still far below 2^53. @unit ms */
const durationMsMax = 3_155_760_000_000;
/** Most pods of a service. */
const replicasMax = 10_000;

/** The first thing that cannot mean anything in how often, how long and with how many pods a workload is to run. */
export const termsProblem = (spec: WorkloadSpec): InvalidSpec | undefined =>
  semiProblem(spec) ??
  boundedProblem('/backoffLimit', spec.backoffLimit, { most: backoffLimitMax }) ??
  boundedProblem('/timeToLiveMs', spec.timeToLiveMs, { most: durationMsMax }) ??
  boundedProblem('/timeLimitMs', spec.timeLimitMs, { least: 1, most: durationMsMax }) ??
  timeLimitProblem(spec) ??
  replicasProblem(spec) ??
  (spec.clonedFrom === undefined ? undefined : idProblem('/clonedFrom', spec.clonedFrom));

const semiProblem = (spec: WorkloadSpec): InvalidSpec | undefined =>
  spec.semiPreemptible === true && spec.preemptible
    ? invalid({ pointer: '/semiPreemptible', value: 'true', problem: 'AlreadyPreemptible' })
    : undefined;

/** A service is there to answer for as long as it is wanted. */
const timeLimitProblem = ({ timeLimitMs, workloadType }: WorkloadSpec): InvalidSpec | undefined =>
  timeLimitMs !== undefined && workloadType === 'inference'
    ? invalid({ pointer: '/timeLimitMs', value: workloadType, problem: 'NotForThisType' })
    : undefined;

const replicasProblem = (spec: WorkloadSpec): InvalidSpec | undefined => {
  const { replicas, workloadType, subGroups } = spec;
  if (replicas === undefined) return undefined;
  const pointer = '/replicas';
  if (workloadType !== 'inference') {
    return invalid({ pointer, value: workloadType, problem: 'NotForThisType' });
  }
  const [only] = subGroups;
  if (only === undefined || subGroups.length > 1) {
    return invalid({ pointer, value: subGroups.length, problem: 'NotOneSubGroup', bound: 1 });
  }
  return boundsProblem(replicas, only.pods) ?? leastProblem(replicas, spec.gang);
};

/** What a service may be scaled down to must be enough for its gang. */
const leastProblem = ({ min }: ReplicaBounds, gang: Gang | undefined): InvalidSpec | undefined =>
  boundedProblem('/gang/podSets/0/minPods', gang?.podSets[0]?.minPods, { most: Math.max(1, min) });

const boundsProblem = ({ min, max }: ReplicaBounds, pods: number): InvalidSpec | undefined => {
  const pointer = '/subGroups/0/pods';
  return (
    boundedProblem('/replicas/max', max, { least: 1, most: replicasMax }) ??
    boundedProblem('/replicas/min', min, { most: max }) ??
    boundedProblem(pointer, pods, { most: max }) ??
    (pods < min ? invalid({ pointer, value: pods, problem: 'BelowBound', bound: min }) : undefined)
  );
};
