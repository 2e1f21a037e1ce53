import type { Plan } from '../../domain/allocation/index.ts';
import { type NodeExpression, wholeOfText } from '../../domain/foundation/node-terms.ts';
import type { Labels, PodPlacement, Taint, Toleration } from '../../domain/foundation/shapes.ts';
import type { BookedNode, BookedWorkload, Books } from './books.ts';

const tolerates = ({ key, operator, value, effect }: Toleration, taint: Taint): boolean => {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key === '') return operator === 'Exists';
  return key === taint.key && (operator === 'Exists' || value === taint.value);
};

const misplacedOn = (node: BookedNode, workload: BookedWorkload): string | undefined => {
  const { id, nodePoolId, labels, taints } = node;
  if (nodePoolId !== workload.nodePoolId)
    return `${id} is in the pool ${nodePoolId}, not in ${workload.nodePoolId}`;
  if (node.isLost) return `${id} is lost`;
  if (node.isCordoned) return `${id} is cordoned`;
  for (const [label, values] of Object.entries(workload.nodeSelector)) {
    const value = Object.hasOwn(labels, label) ? labels[label] : undefined;
    if (value === undefined || !values.includes(value))
      return `${id} has ${label}=${value ?? '(none)'}, and ${values.join(' or ')} is asked for`;
  }
  const taint = taints.find(
    (one) =>
      one.effect !== 'PreferNoSchedule' &&
      !workload.tolerations.some((toleration) => tolerates(toleration, one)),
  );
  return taint && `${id} has the taint ${taint.key}:${taint.effect}, which is not tolerated`;
};

const isMet = (labels: Labels, { key, operator, values = [] }: NodeExpression): boolean => {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const [bound = ''] = values;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return (wholeOfText(value ?? '') ?? least) > (wholeOfText(bound) ?? most);
    case 'Lt':
      return (wholeOfText(value ?? '') ?? most) < (wholeOfText(bound) ?? least);
  }
};

/** Nothing is less than the one, or more than the other: what is no number meets no bound. */
const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];

const unmetOn = (
  { id, labels }: BookedNode,
  workload: BookedWorkload,
  pod: PodPlacement,
): string | undefined => {
  const group = workload.subGroups.find(({ name }) => name === pod.subGroup);
  for (const [label, values] of Object.entries(group?.nodeSelector ?? {}))
    if (!isMet(labels, { key: label, operator: 'In', values }))
      return `${id} has another ${label} than ${group?.name} asks for`;
  const terms = group?.affinity?.requiredNodes ?? [];
  const isOne = terms.some(({ matchExpressions }) =>
    matchExpressions.every((one) => isMet(labels, one)),
  );
  return terms.length === 0 || isOne
    ? undefined
    : `${id} meets none of the terms of ${group?.name}`;
};

const wrongCards = (
  node: BookedNode,
  workload: BookedWorkload,
  pod: PodPlacement,
): string | undefined => {
  const request = workload.subGroups.find((group) => group.name === pod.subGroup)?.request;
  const { gpuDevices = 0, gpuMilli = 0 } = request ?? {};
  const { devices } = pod;
  if (new Set(devices).size !== gpuDevices || devices.length !== gpuDevices)
    return `it gets the cards [${devices.join(', ')}] of ${node.id} and asks for ${gpuDevices}`;
  if (gpuDevices > 0 && pod.gpuMilli !== gpuMilli)
    return `it gets ${pod.gpuMilli} of each card and asks for ${gpuMilli}`;
  const missing = devices.find((card) => card >= node.gpuCount);
  if (missing !== undefined) return `${node.id} has ${node.gpuCount} cards and none is ${missing}`;
  const broken = devices.find((card) => node.brokenDevices.includes(card));
  return broken === undefined ? undefined : `card ${broken} of ${node.id} is broken`;
};

/**
 * Every pod stands where it may: on a node of its pool that answers and takes pods, has the labels that are asked for
 * and no taint that is not tolerated, on as many different working cards as it asks for.
 */
export const seatsAreFit = (made: Plan, books: Books): string | undefined => {
  for (const { workloadId, pods } of [...made.placements, ...made.nominations]) {
    const workload = books.workloads.get(workloadId);
    if (workload === undefined) return `${workloadId} is placed and is not there`;
    for (const pod of pods) {
      const node = books.nodes.get(pod.nodeId);
      const wrong =
        node === undefined
          ? `${pod.nodeId} is not there`
          : (misplacedOn(node, workload) ??
            unmetOn(node, workload, pod) ??
            wrongCards(node, workload, pod));
      if (wrong !== undefined)
        return `${workloadId}: pod ${pod.subGroup}-${pod.pod} is misplaced: ${wrong}`;
    }
  }
  return undefined;
};
