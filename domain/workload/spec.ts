import type { SubGroup } from '../foundation/shapes.ts';
import type { WorkloadSpec } from './commands.ts';
import { idProblem, invalid, nameProblem, wholeProblem } from './problems.ts';
import type { InvalidSpec } from './rejections.ts';
import { gangProblem } from './spec-gang.ts';
import { neighboursProblem } from './spec-neighbours.ts';
import { requestProblem } from './spec-request.ts';
import { termsProblem } from './spec-terms.ts';
import { textsProblem } from './spec-texts.ts';

/** Most node pools that a workload may go to. */
const nodePoolsMax = 64;
/** Most sub-groups of a workload. */
const subGroupsMax = 64;
/** Most pods of a workload, over all its sub-groups: where they are placed is one fact, which a ledger must take. */
const podsMax = 10_000;
/**
 * Most that a workload may ask for in sum, of each resource: a million such workloads still add up below 2^53.
 *
 * @unit thousandths of a card, millicores, MiB
 */
const totalMax = 8_589_934_592;
const bytesPerMib = 1_048_576;

/**
 * The first thing in a submission that cannot mean anything; `undefined` when all of it can.
 *
 * @cost O(sub-groups + texts)
 */
export const problemOf = (spec: WorkloadSpec): InvalidSpec | undefined =>
  nameProblem('/name', spec.name) ??
  idProblem('/projectId', spec.projectId) ??
  idProblem('/nodePoolId', spec.nodePoolId) ??
  nodePoolsProblem(spec) ??
  wholeProblem('/priority', spec.priority, 0) ??
  (spec.graceMs === undefined ? undefined : wholeProblem('/graceMs', spec.graceMs, 0)) ??
  subGroupsProblem(spec.subGroups) ??
  gangProblem(spec) ??
  termsProblem(spec) ??
  replicasTotalProblem(spec) ??
  textsProblem(spec);

const nodePoolsProblem = ({ nodePoolId, nodePoolIds }: WorkloadSpec): InvalidSpec | undefined => {
  const pointer = '/nodePoolIds';
  if (nodePoolIds === undefined) return undefined;
  if (nodePoolIds.length > nodePoolsMax) {
    const value = nodePoolIds.length;
    return invalid({ pointer, value, problem: 'AboveBound', bound: nodePoolsMax });
  }
  const [first = ''] = nodePoolIds;
  if (first !== nodePoolId) {
    return invalid({ pointer: `${pointer}/0`, value: first, problem: 'NotFirst' });
  }
  for (const [place, value] of nodePoolIds.entries()) {
    const here = `${pointer}/${place}`;
    const problem = idProblem(here, value);
    if (problem !== undefined) return problem;
    if (nodePoolIds.indexOf(value) < place) {
      return invalid({ pointer: here, value, problem: 'Duplicate' });
    }
  }
  return undefined;
};

const subGroupsProblem = (subGroups: readonly SubGroup[]): InvalidSpec | undefined => {
  const at = '/subGroups';
  if (subGroups.length === 0) return invalid({ pointer: at, value: 0, problem: 'Empty', bound: 1 });
  if (subGroups.length > subGroupsMax) {
    return invalid({
      pointer: at,
      value: subGroups.length,
      problem: 'AboveBound',
      bound: subGroupsMax,
    });
  }
  const names = new Set<string>();
  for (const [place, subGroup] of subGroups.entries()) {
    const problem =
      nameProblem(`${at}/${place}/name`, subGroup.name) ??
      (names.has(subGroup.name)
        ? invalid({ pointer: `${at}/${place}/name`, value: subGroup.name, problem: 'Duplicate' })
        : undefined) ??
      subGroupProblem(`${at}/${place}`, subGroup);
    if (problem !== undefined) return problem;
    names.add(subGroup.name);
  }
  return totalProblem(subGroups);
};

const subGroupProblem = (at: string, subGroup: SubGroup): InvalidSpec | undefined =>
  wholeProblem(`${at}/pods`, subGroup.pods, 1) ??
  requestProblem(`${at}/request`, subGroup.request) ??
  neighboursProblem(at, subGroup);

/** Sums over the gang; names the sub-group at which a sum passes its bound. */
const totalProblem = (subGroups: readonly SubGroup[]): InvalidSpec | undefined => {
  const sums = [
    { name: 'pods', bound: podsMax, of: () => 1 },
    { name: 'request/gpuDevices', bound: totalMax, of: gpuMilliOf },
    { name: 'request/cpuMilli', bound: totalMax, of: cpuMilliOf },
    { name: 'request/memoryBytes', bound: totalMax, of: memoryMibOf },
  ];
  for (const { name, bound, of } of sums) {
    let total = 0;
    for (const [place, subGroup] of subGroups.entries()) {
      total += subGroup.pods * of(subGroup);
      if (total > bound)
        return invalid({
          pointer: `/subGroups/${place}/${name}`,
          value: total,
          problem: 'AboveBound',
          bound,
        });
    }
  }
  return undefined;
};

/** A service may grow to what it says: all its pods together stay within the same bounds. */
const replicasTotalProblem = ({ replicas, subGroups }: WorkloadSpec): InvalidSpec | undefined => {
  if (replicas === undefined) return undefined;
  const problem = totalProblem(subGroups.map((group) => ({ ...group, pods: replicas.max })));
  return problem === undefined ? undefined : { ...problem, pointer: '/replicas/max' };
};

/** What asks by memory may take up to a whole card: of which model, nobody knows yet. */
const gpuMilliOf = ({ request }: SubGroup): number =>
  request.gpuDevices * (request.gpuMemoryMib === undefined ? request.gpuMilli : 1000);
const cpuMilliOf = ({ request }: SubGroup): number => request.cpuMilli;
const memoryMibOf = ({ request }: SubGroup): number => Math.ceil(request.memoryBytes / bytesPerMib);
