import {
  amountProblem,
  dnsLabelProblem,
  type FieldProblem,
  firstProblem,
  shortened,
} from '../foundation/field.ts';
import { isId } from '../foundation/ids.ts';
import { NodeJoined } from './events.ts';
import type { NodeDescription } from './state.ts';

/** More cards than any machine has; keeps a wrong figure from filling the memory. */
const gpuCountMax = 1024;

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
  );

const labelsProblem = ({ labels }: NodeDescription): FieldProblem | undefined =>
  Object.hasOwn(labels, '')
    ? { pointer: '/labels', value: '', problem: 'a label needs a key' }
    : undefined;

const taintsProblem = ({ taints }: NodeDescription): FieldProblem | undefined => {
  const place = taints.findIndex(({ key }) => key === '');
  if (place === -1) return undefined;
  return { pointer: `/taints/${place}/key`, value: '', problem: 'a taint needs a key' };
};
