import { nodeLifecycle, type Node } from '../../domain/node/index.ts';
import type { BerthEvent } from '../../domain/catalogue/events.ts';
import type { World } from './log-world.ts';

const gpuCount = 4;

/** A node comes, or comes back under its old name. */
export const joinNode = (world: World, id: string): void =>
  world.tell('node', id, {
    type: 'NodeJoined',
    data: {
      name: id,
      clusterId: 'c',
      nodePoolId: world.pick(['default', 'a100']),
      labels: { zone: world.pick(['a', 'b']) },
      taints: [],
      cpuMilli: 64_000,
      memoryBytes: 256 * 1_073_741_824 + 5,
      podsMax: 110,
      gpuCount,
      gpuModel: 'A100',
      gpuMemoryMib: 81_920,
    },
  });

/** The node as its facts tell it. */
export const nodeIn = (world: World, id: string): Node => world.stateOf('node', id) as Node;

/** Something happens to a node. */
export const nodeMove = (world: World): void => {
  const id = world.pick(['n-1', 'n-2', 'n-3', 'n-4']);
  const legal = nodeLifecycle.eventTypes.filter(
    (type) => nodeLifecycle.after(world.phaseOf('node', id), type) !== undefined,
  );
  const type = legal[world.draw(Math.max(1, legal.length))];
  if (type === 'NodeJoined') return joinNode(world, id);
  const event = type === undefined ? undefined : nodeEvent(world, type);
  if (event !== undefined) world.tell('node', id, event);
};

const nodeEvent = (world: World, type: string): BerthEvent | undefined => {
  switch (type) {
    case 'NodeLost':
      return { type, data: { reason: 'no heartbeat' } };
    case 'NodeReturned':
    case 'NodeUncordoned':
      return { type, data: {} };
    case 'NodeCordoned':
      return { type, data: { reason: 'maintenance' } };
    case 'NodeDeviceFailed':
      return { type, data: { device: world.draw(gpuCount), reason: 'XID 79' } };
    case 'NodeDeviceRepaired':
      return { type, data: { device: world.draw(gpuCount) } };
    case 'NodeRemoved':
      // Seldom: a log without nodes says little.
      return world.draw(4) === 0 ? { type, data: {} } : undefined;
    default:
      return undefined;
  }
};
