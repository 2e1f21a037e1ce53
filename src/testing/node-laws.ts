import type { Placement, Plan } from '../../domain/allocation/index.ts';
import type { PodPlacement, PodRequest } from '../../domain/foundation/shapes.ts';
import type { BookedNode, BookedWorkload, Books } from './books.ts';
import { carriedOut } from './carried-out.ts';

/** What is used of a node. @unit millicores, bytes, thousandths of each card by its number */
interface Used {
  cpuMilli: number;
  memoryBytes: number;
  pods: number;
  readonly cards: Map<number, number>;
}

const requestOf = ({ subGroups }: BookedWorkload, pod: PodPlacement): PodRequest | undefined =>
  subGroups.find((group) => group.name === pod.subGroup)?.request;

/** Where pods of a workload are now, or will be once whoever leaves has left. */
const podsAt = (workload: BookedWorkload, isLater: boolean): readonly PodPlacement[] => {
  const { stage, pods, podsLeaving, podsHeld } = workload;
  const isThere = stage === 'bound' || stage === (isLater ? 'held' : 'leaving');
  return [...(isThere ? pods : []), ...(isLater ? podsHeld : podsLeaving)];
};

const usedOf = (books: Books, nodeId: string, isLater: boolean): Used => {
  const used: Used = { cpuMilli: 0, memoryBytes: 0, pods: 0, cards: new Map() };
  for (const workload of books.workloads.values()) {
    for (const pod of podsAt(workload, isLater)) {
      if (pod.nodeId !== nodeId) continue;
      used.pods += 1;
      used.cpuMilli += requestOf(workload, pod)?.cpuMilli ?? 0;
      used.memoryBytes += requestOf(workload, pod)?.memoryBytes ?? 0;
      for (const card of pod.devices)
        used.cards.set(card, (used.cards.get(card) ?? 0) + pod.gpuMilli);
    }
  }
  return used;
};

const overCommitted = (node: BookedNode, used: Used, when: string): string | undefined => {
  const { id, cpuMilli, memoryBytes, podsMax } = node;
  if (used.cpuMilli > cpuMilli)
    return `${id} has ${cpuMilli} millicores and ${when} its pods ask for ${used.cpuMilli}`;
  if (used.memoryBytes > memoryBytes)
    return `${id} has ${memoryBytes} bytes and ${when} its pods ask for ${used.memoryBytes}`;
  if (used.pods > podsMax) return `${id} takes ${podsMax} pods and ${when} has ${used.pods}`;
  for (const [card, milli] of used.cards)
    if (milli > 1000) return `card ${card} of ${id} is ${when} given away to ${milli} of 1000`;
  return undefined;
};

const movesIn = ({ evictions }: Plan): readonly Pick<Placement, 'pods'>[] =>
  evictions.map(({ movesTo: pods = [] }) => ({ pods }));

const nodesOf = (placements: readonly Pick<Placement, 'pods'>[]): ReadonlySet<string> =>
  new Set(placements.flatMap(({ pods }) => pods.map((pod) => pod.nodeId)));

/**
 * No node and no card on which a plan puts pods is over-committed: neither now, with those who are still leaving, nor
 * once they have left, with the places that are held.
 */
export const nodesHold = (made: Plan, books: Books): string | undefined => {
  const after = carriedOut(made, books);
  const looks = [
    { nodeIds: nodesOf(made.placements), isLater: false, when: 'now' },
    {
      nodeIds: nodesOf([...made.placements, ...made.nominations, ...movesIn(made)]),
      isLater: true,
      when: 'once others have left',
    },
  ];
  for (const { nodeIds, isLater, when } of looks) {
    for (const nodeId of nodeIds) {
      const node = books.nodes.get(nodeId);
      const broken = node && overCommitted(node, usedOf(after, nodeId, isLater), when);
      if (broken !== undefined) return broken;
    }
  }
  return undefined;
};
