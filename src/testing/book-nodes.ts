import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import type { BookedNode, BookedQueue, BookedWorkload } from './books.ts';

/** The pages that a fact about a node may change. */
export interface NodePages {
  readonly nodes: Map<string, BookedNode>;
  readonly queues: Map<string, BookedQueue>;
  readonly workloads: Map<string, BookedWorkload>;
}

/** Books a fact about a node. */
export const bookNode = (pages: NodePages, fact: BerthRecorded): void => {
  const { id } = fact.subject;
  const { nodes } = pages;
  if (fact.type === 'NodeJoined') {
    nodes.set(id, { id, ...fact.data, isLost: false, isCordoned: false, brokenDevices: [] });
  } else if (fact.type === 'NodeRemoved') nodes.delete(id);
  else {
    const node = nodes.get(id);
    if (node !== undefined) nodes.set(id, changed(node, fact));
  }
  voidHeldPlaces(pages, fact);
};

const changed = (node: BookedNode, fact: BerthRecorded): BookedNode => {
  switch (fact.type) {
    case 'NodeLost':
      return { ...node, isLost: true };
    case 'NodeReturned':
      return { ...node, isLost: false };
    case 'NodeCordoned':
      return { ...node, isCordoned: true };
    case 'NodeUncordoned':
      return { ...node, isCordoned: false };
    case 'NodeDeviceFailed':
      return { ...node, brokenDevices: [...node.brokenDevices, fact.data.device] };
    case 'NodeDeviceRepaired': {
      const { device } = fact.data;
      return { ...node, brokenDevices: node.brokenDevices.filter((broken) => broken !== device) };
    }
    default:
      return node;
  }
};

/** A held place on a node or a card that is out of use is held no more. */
const voidHeldPlaces = ({ workloads }: NodePages, fact: BerthRecorded): void => {
  const isOutOfUse = ['NodeDeviceFailed', 'NodeLost', 'NodeCordoned', 'NodeRemoved'];
  if (!isOutOfUse.includes(fact.type)) return;
  for (const workload of workloads.values()) {
    if (workload.stage !== 'held') continue;
    const isHit = workload.pods.some(
      ({ nodeId, devices }) =>
        nodeId === fact.subject.id &&
        (fact.type !== 'NodeDeviceFailed' || devices.includes(fact.data.device)),
    );
    if (isHit) workloads.set(workload.id, { ...workload, stage: 'waiting', pods: [] });
  }
};
