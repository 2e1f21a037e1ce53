import type { Recorded } from '../../domain/foundation/event.ts';
import type { NodeEvent } from '../../domain/node/events.ts';
import type { BoardNode, QueueBoard } from './view.ts';

const types = [
  'NodeJoined',
  'NodeLost',
  'NodeReturned',
  'NodeDeviceFailed',
  'NodeDeviceRepaired',
  'NodeRemoved',
] as const satisfies readonly NodeEvent['type'][];

/** The facts that change what a pool has to share. */
export type NodeFact = Extract<Recorded<NodeEvent>, { readonly type: (typeof types)[number] }>;
/** See `NodeFact`. */
export const nodeTypes: ReadonlySet<string> = new Set(types);

const mibBytes = 1_048_576;

/** Folds one fact about a node into the board, in place. */
export const applyNode = (view: QueueBoard, event: NodeFact): void => {
  const id = event.subject.id;
  if (event.type === 'NodeJoined') {
    view.nodes.set(id, joined(event.data));
    return;
  }
  if (event.type === 'NodeRemoved') {
    view.nodes.delete(id);
    return;
  }
  const node = view.nodes.get(id);
  if (node !== undefined) view.nodes.set(id, changed(node, event));
};

const joined = (data: Extract<NodeFact, { readonly type: 'NodeJoined' }>['data']): BoardNode => ({
  nodePoolId: data.nodePoolId,
  isReady: true,
  gpuCount: data.gpuCount,
  brokenDevices: new Set(),
  cpuMilli: data.cpuMilli,
  memoryMib: Math.floor(data.memoryBytes / mibBytes),
});

type Change = Exclude<NodeFact, { readonly type: 'NodeJoined' | 'NodeRemoved' }>;

const changed = (node: BoardNode, event: Change): BoardNode => {
  switch (event.type) {
    case 'NodeLost':
      return { ...node, isReady: false };
    case 'NodeReturned':
      return { ...node, isReady: true };
    case 'NodeDeviceFailed':
      return { ...node, brokenDevices: new Set(node.brokenDevices).add(event.data.device) };
    case 'NodeDeviceRepaired': {
      const brokenDevices = new Set(node.brokenDevices);
      brokenDevices.delete(event.data.device);
      return { ...node, brokenDevices };
    }
  }
};
