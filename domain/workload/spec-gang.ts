import type { Gang, TopologyConstraint } from '../foundation/shapes.ts';
import type { WorkloadSpec } from './commands.ts';
import { boundedProblem, invalid, nameProblem } from './problems.ts';
import type { InvalidSpec } from './rejections.ts';

/** Most pod sets, and most groups, of a workload. */
const unitsMax = 64;

type PodSet = Gang['podSets'][number];
type Group = Gang['groups'][number];

/** The first thing in the tree of pods that cannot mean anything. @cost O(sub-groups + pod sets + groups) */
export const gangProblem = ({ gang, subGroups }: WorkloadSpec): InvalidSpec | undefined => {
  if (gang === undefined) return strayProblem(subGroups, new Set());
  const { podSets, groups } = gang;
  const setNames = new Set(podSets.map(({ name }) => name));
  return (
    unitsProblem('/gang/podSets', podSets) ??
    unitsProblem('/gang/groups', groups) ??
    groupsProblem(groups) ??
    strayProblem(subGroups, setNames, true) ??
    podSetsProblem(gang, subGroups) ??
    topologyProblem('/gang/topology', gang.topology)
  );
};

const unitsProblem = (
  at: string,
  units: readonly { readonly name: string }[],
): InvalidSpec | undefined => {
  if (units.length > unitsMax) {
    return invalid({ pointer: at, value: units.length, problem: 'AboveBound', bound: unitsMax });
  }
  const names = new Set<string>();
  for (const [place, { name }] of units.entries()) {
    const pointer = `${at}/${place}/name`;
    const problem = nameProblem(pointer, name);
    if (problem !== undefined) return problem;
    if (names.has(name)) return invalid({ pointer, value: name, problem: 'Duplicate' });
    names.add(name);
  }
  return undefined;
};

/** Every sub-group belongs to a pod set that is listed: to the one of its own name, where it names none. */
const strayProblem = (
  subGroups: WorkloadSpec['subGroups'],
  setNames: ReadonlySet<string>,
  isListed = false,
): InvalidSpec | undefined => {
  for (const [place, { name, podSet }] of subGroups.entries()) {
    const wanted = podSet ?? (isListed ? name : undefined);
    if (wanted === undefined || setNames.has(wanted)) continue;
    return invalid({
      pointer: `/subGroups/${place}/podSet`,
      value: wanted,
      problem: 'UnknownPodSet',
    });
  }
  return undefined;
};

const groupsProblem = (groups: readonly Group[]): InvalidSpec | undefined => {
  const parentOf = new Map(groups.map(({ name, parent }) => [name, parent]));
  for (const [place, { name, parent, topology }] of groups.entries()) {
    const pointer = `/gang/groups/${place}/parent`;
    if (parent !== undefined && !parentOf.has(parent)) {
      return invalid({ pointer, value: parent, problem: 'UnknownGroup' });
    }
    if (isAboveItself(name, parentOf)) return invalid({ pointer, value: name, problem: 'Cycle' });
    const problem = topologyProblem(`/gang/groups/${place}/topology`, topology);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

const isAboveItself = (
  name: string,
  parentOf: ReadonlyMap<string, string | undefined>,
): boolean => {
  let above = parentOf.get(name);
  for (let steps = 0; above !== undefined && steps < parentOf.size; steps += 1) {
    if (above === name) return true;
    above = parentOf.get(above);
  }
  return false;
};

const podSetsProblem = (
  { podSets, groups }: Gang,
  subGroups: WorkloadSpec['subGroups'],
): InvalidSpec | undefined => {
  const pods = new Map<string, number>();
  for (const { name, podSet = name, pods: more } of subGroups) {
    pods.set(podSet, (pods.get(podSet) ?? 0) + more);
  }
  const groupNames = new Set(groups.map(({ name }) => name));
  for (const [place, podSet] of podSets.entries()) {
    const at = `/gang/podSets/${place}`;
    const problem =
      groupProblem(at, podSet, groupNames) ??
      minProblem(at, podSet, pods.get(podSet.name)) ??
      topologyProblem(`${at}/topology`, podSet.topology);
    if (problem !== undefined) return problem;
  }
  // A workload that needs none of its pods would start with nothing.
  const isNothing = podSets.every(({ minPods }) => minPods === 0);
  const pointer = '/gang/podSets';
  return isNothing ? invalid({ pointer, value: 0, problem: 'BelowBound', bound: 1 }) : undefined;
};

const groupProblem = (
  at: string,
  { group }: PodSet,
  groupNames: ReadonlySet<string>,
): InvalidSpec | undefined =>
  group === undefined || groupNames.has(group)
    ? undefined
    : invalid({ pointer: `${at}/group`, value: group, problem: 'UnknownGroup' });

const minProblem = (
  at: string,
  { name, minPods }: PodSet,
  pods: number | undefined,
): InvalidSpec | undefined =>
  pods === undefined
    ? invalid({ pointer: `${at}/name`, value: name, problem: 'NoPods' })
    : boundedProblem(`${at}/minPods`, minPods, { most: pods });

const topologyProblem = (
  at: string,
  constraint: TopologyConstraint | undefined,
): InvalidSpec | undefined => {
  if (constraint === undefined) return undefined;
  const { topology, required, preferred } = constraint;
  const levels = [
    ['required', required],
    ['preferred', preferred],
  ] as const;
  const problem = nameProblem(`${at}/topology`, topology);
  if (problem !== undefined) return problem;
  for (const [member, level] of levels) {
    const wrong = level === undefined ? undefined : nameProblem(`${at}/${member}`, level);
    if (wrong !== undefined) return wrong;
  }
  return required === undefined && preferred === undefined
    ? invalid({ pointer: at, value: topology, problem: 'NoLevel' })
    : undefined;
};
