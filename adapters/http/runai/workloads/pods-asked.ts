import type { Gang, ReplicaBounds, SubGroup } from '../../../../domain/foundation/shapes.ts';
import type { Errors } from '../errors.ts';
import { computeOf, requestOf } from './compute.ts';
import { notYetScaling } from './not-yet.ts';
import { refuseMembers } from '../refused.ts';
import type { Compute } from './spec-parts.ts';
import type { SpecSaid } from './spec-shape.ts';
import type { TypeName } from './words.ts';

/** What is said about distributed work beside its spec. */
export interface MasterSaid {
  readonly masterSpecSameAsWorker?: boolean | null | undefined;
  readonly masterSpec?: { readonly compute?: Compute | null | undefined } | null | undefined;
}

/** The pods of a workload, and how many a service may have. */
export interface PodsAsked {
  readonly subGroups: readonly SubGroup[];
  readonly replicas?: ReplicaBounds;
  /** How few of its workers elastic training needs; all of them where it is not there. */
  readonly minPods?: ReadonlyMap<string, number>;
}

/** The pods that a spec of a type asks for. */
export const podsAskedOf = (
  type: TypeName,
  spec: SpecSaid & { readonly master?: MasterSaid | undefined },
  errors: Errors,
): PodsAsked => {
  const request = requestOf(spec.compute, '/spec/compute', errors);
  switch (type) {
    case 'workspace':
      return { subGroups: [{ name: 'main', pods: 1, request }] };
    case 'training':
      return { subGroups: [{ name: 'main', pods: parallelOf(spec, errors), request }] };
    case 'distributed': {
      const { pods, ...least } = workersOf(spec, errors);
      const worker = { name: 'worker', pods, request };
      const master = masterOf(spec.master ?? {}, worker, errors);
      return { subGroups: master === undefined ? [worker] : [master, worker], ...least };
    }
    case 'inference':
      return replicasOf(spec, request, errors);
  }
};

/** All pods of a training run at once: the number that is to complete is the number that runs. */
const parallelOf = ({ parallelism, completions }: SpecSaid, errors: Errors): number => {
  const pods = parallelism ?? completions ?? 1;
  if ((completions ?? pods) !== pods) {
    errors.add('/spec/completions', completions, {
      problem: `differs from parallelism, ${pods}: runs that follow each other are not offered yet`,
      remedy: 'say the same as parallelism, or leave it out',
    });
  }
  return pods;
};

/** Elastic training starts with its fewest workers and grows to the most; its number of workers is in between. */
const workersOf = (
  { numWorkers = 1, minReplicas, maxReplicas }: SpecSaid,
  errors: Errors,
): { readonly pods: number; readonly minPods?: ReadonlyMap<string, number> } => {
  const [min, max] = [minReplicas ?? undefined, maxReplicas ?? undefined];
  if (min === undefined && max === undefined) return { pods: numWorkers };
  const fewest = min ?? numWorkers;
  const most = max ?? numWorkers;
  if (fewest > numWorkers) {
    const remedy = `say at most ${numWorkers}, or raise numWorkers`;
    const problem = `is more than numWorkers, ${numWorkers}`;
    errors.add('/spec/minReplicas', min, { problem, remedy });
  }
  if (most < numWorkers) {
    const remedy = `say at least ${numWorkers}, or lower numWorkers`;
    const problem = `is less than numWorkers, ${numWorkers}`;
    errors.add('/spec/maxReplicas', max, { problem, remedy });
  }
  return fewest === most ? { pods: most } : { pods: most, minPods: new Map([['worker', fewest]]) };
};

const masterOf = (said: MasterSaid, worker: SubGroup, errors: Errors): SubGroup | undefined => {
  const own = said.masterSpec ?? undefined;
  const isSame = said.masterSpecSameAsWorker ?? own === undefined;
  if (isSame && own !== undefined) {
    errors.add('/masterSpec', own, {
      problem: 'says something of its own, and masterSpecSameAsWorker says that it does not',
      remedy: 'leave one of the two out',
    });
  }
  if (isSame) return { ...worker, name: 'master', pods: 1 };
  if (own === undefined) return undefined;
  return {
    name: 'master',
    pods: 1,
    request: requestOf(own.compute, '/masterSpec/compute', errors),
  };
};

const replicasOf = (
  { autoscaling }: SpecSaid,
  request: SubGroup['request'],
  errors: Errors,
): PodsAsked => {
  const said = autoscaling ?? {};
  refuseMembers(said, notYetScaling, { pointer: '/spec/autoscaling', errors });
  const min = said.minReplicas ?? 1;
  const initial = said.initialReplicas ?? Math.max(1, min);
  const max = said.maxReplicas ?? Math.max(1, min, initial);
  return {
    subGroups: [{ name: 'main', pods: initial, request }],
    replicas: { min, max },
  };
};

/** The pods of a workload as the spec of its type writes them. */
export const podsSaid = (
  type: TypeName,
  {
    subGroups,
    replicas,
    gang,
  }: {
    readonly subGroups: readonly SubGroup[];
    readonly replicas?: ReplicaBounds | undefined;
    readonly gang?: Gang | undefined;
  },
): object => {
  const group = subGroups.find(({ name }) => name === 'worker') ?? subGroups[0];
  if (group === undefined) return {};
  const compute = computeOf(group.request);
  switch (type) {
    case 'workspace':
      return { compute };
    case 'training':
      return { compute, parallelism: group.pods, completions: group.pods };
    case 'distributed':
      return { compute, numWorkers: group.pods, ...elasticSaid(group, gang) };
    case 'inference':
      return { compute, autoscaling: scalingSaid(group.pods, replicas) };
  }
};

const elasticSaid = ({ name, pods }: SubGroup, gang: Gang | undefined): object => {
  const set = gang?.podSets.find((one) => one.name === name);
  if (set === undefined || set.minPods === pods) return {};
  return { minReplicas: set.minPods, maxReplicas: pods };
};

const scalingSaid = (pods: number, replicas: ReplicaBounds | undefined): object => ({
  minReplicas: replicas?.min ?? pods,
  maxReplicas: replicas?.max ?? pods,
  initialReplicas: pods,
});
