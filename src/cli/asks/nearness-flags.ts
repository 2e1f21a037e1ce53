import { gangFor } from '../../../domain/foundation/gang.ts';
import type { ReplicaBounds } from '../../../domain/foundation/shapes.ts';
import type { OwnNearness } from '../../../domain/workload/index.ts';
import type { WorkloadWish } from '../manifest/wish.ts';
import type { FlagProblem } from './flag-problem.ts';
import type { PodsAsked } from './pod-flags.ts';
import type { SubmitArguments } from './submit-arguments.ts';

/**
 * Which pods of a submission stand together, and how near.
 *
 * With `--topology` the keys are levels of it, and all pods share a domain; without it pods are neighbours by these
 * labels of nodes.
 */
export const nearnessOf = (
  args: SubmitArguments,
  { subGroups, minPods }: PodsAsked,
  replicas: ReplicaBounds | undefined,
): Pick<WorkloadWish, 'gang' | 'nearness'> | FlagProblem => {
  const { topology, requiredPodTopologyKey: required, preferredPodTopologyKey: preferred } = args;
  const isSaid = required !== undefined || preferred !== undefined;
  if (topology !== undefined && !isSaid) {
    const remedy = 'say --required-pod-topology-key or --preferred-pod-topology-key';
    return { flag: '--topology', problem: 'it names no level', remedy };
  }
  const constraint = topology === undefined ? undefined : { topology, ...levels(args) };
  const gang = gangFor({ subGroups, replicas }, { minPods, topology: constraint });
  return {
    ...(gang === undefined ? {} : { gang }),
    ...(topology === undefined && isSaid ? { nearness: keysOf(args) } : {}),
  };
};

const levels = ({ requiredPodTopologyKey, preferredPodTopologyKey }: SubmitArguments) => ({
  ...(requiredPodTopologyKey === undefined ? {} : { required: requiredPodTopologyKey }),
  ...(preferredPodTopologyKey === undefined ? {} : { preferred: preferredPodTopologyKey }),
});

const keysOf = ({
  requiredPodTopologyKey: required,
  preferredPodTopologyKey: preferred,
}: SubmitArguments): readonly OwnNearness[] => [
  ...(required === undefined ? [] : [{ key: required, isRequired: true }]),
  ...(preferred === undefined ? [] : [{ key: preferred, isRequired: false }]),
];
