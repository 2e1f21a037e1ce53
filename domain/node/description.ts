import {
  amountProblem,
  dnsLabelProblem,
  type FieldProblem,
  firstProblem,
  shortened,
} from '../foundation/field.ts';
import { hasOwnMember, isMigSlice } from '../foundation/device-slices.ts';
import { isId } from '../foundation/ids.ts';
import { NodeJoined } from './events.ts';
import type { NodeDescription } from './state.ts';

/** More cards than any machine has; keeps a wrong figure from filling the memory. */
const gpuCountMax = 1024;
/** Most characters of the name of a resource: a DNS name of 253, a slash, and 63 more. */
const nameLengthMax = 317;

/** Tells whether two descriptions of a node say the same, whatever the order of their labels. */
export const isSameDescription = (a: NodeDescription, b: NodeDescription): boolean =>
  NodeJoined.serialise(a) === NodeJoined.serialise(b);

/** Says what keeps a description from being that of a node, or nothing. */
export const descriptionProblem = (node: NodeDescription): FieldProblem | undefined =>
  firstProblem(
    isId(node.name)
      ? undefined
      : {
          pointer: '/name',
          value: shortened(node.name),
          problem: 'must be a DNS subdomain: a-z, 0-9, "-" and "." inside, 1 to 253 characters',
        },
    dnsLabelProblem('/clusterId', node.clusterId),
    dnsLabelProblem('/nodePoolId', node.nodePoolId),
    amountProblem('/cpuMilli', node.cpuMilli),
    amountProblem('/memoryBytes', node.memoryBytes),
    amountProblem('/podsMax', node.podsMax),
    amountProblem('/gpuCount', node.gpuCount),
    amountProblem('/gpuMemoryMib', node.gpuMemoryMib),
    node.gpuCount <= gpuCountMax
      ? undefined
      : { pointer: '/gpuCount', value: node.gpuCount, problem: `must be at most ${gpuCountMax}` },
    labelsProblem(node),
    taintsProblem(node),
    migProblem(node),
    resourcesProblem(node),
    countsProblem('/deviceClasses', node.deviceClasses),
  );

const migProblem = ({ mig }: NodeDescription): FieldProblem | undefined => {
  const stray = Object.keys(mig?.instances ?? {}).find((name) => !isMigSlice(name));
  if (stray === undefined) return countsProblem('/mig/instances', mig?.instances);
  const problem = 'must be the resource of a slice, like "nvidia.com/mig-1g.10gb"';
  return { pointer: '/mig/instances', value: shortened(stray), problem };
};

const resourcesProblem = ({ resources }: NodeDescription): FieldProblem | undefined => {
  const own = Object.keys(resources ?? {}).find(hasOwnMember);
  if (own === undefined) return countsProblem('/resources', resources);
  const problem = 'has a member of its own: cpuMilli, memoryBytes, podsMax, gpuCount or mig';
  return { pointer: '/resources', value: own, problem };
};

const countsProblem = (
  at: string,
  counts: Readonly<Record<string, number>> = {},
): FieldProblem | undefined => {
  for (const [name, count] of Object.entries(counts)) {
    if (name === '' || name.length > nameLengthMax || !name.isWellFormed()) {
      const problem = `must be a name of 1 to ${nameLengthMax} characters`;
      return { pointer: at, value: shortened(name), problem };
    }
    const pointer = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const problem = amountProblem(pointer, count);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

const labelsProblem = ({ labels }: NodeDescription): FieldProblem | undefined =>
  Object.hasOwn(labels, '')
    ? { pointer: '/labels', value: '', problem: 'a label needs a key' }
    : undefined;

const taintsProblem = ({ taints }: NodeDescription): FieldProblem | undefined => {
  const place = taints.findIndex(({ key }) => key === '');
  if (place === -1) return undefined;
  return { pointer: `/taints/${place}/key`, value: '', problem: 'a taint needs a key' };
};
