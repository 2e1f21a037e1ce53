import fc from 'fast-check';
import { taintShape } from '../../domain/foundation/shapes.ts';
import type { NodeEvent } from '../../domain/node/events.ts';
import type { JoinNode, Node, NodeCommand, NodeDescription } from '../../domain/node/index.ts';
import { mostlyFrom, nameFrom, reasonFrom } from './entitlements.ts';
import { fromSchema } from './from-schema.ts';

const machine: NodeDescription = {
  name: 'n-1',
  clusterId: 'main',
  nodePoolId: 'default',
  labels: { zone: 'a', 'example.com/pool': 'a100' },
  taints: [],
  cpuMilli: 64_000,
  memoryBytes: 512 * 2 ** 30,
  podsMax: 110,
  gpuCount: 8,
  gpuModel: 'A100',
  gpuMemoryMib: 81_920,
};

/** A node of 8 GPUs joined the default pool. */
export const nodeJoined = (data: Partial<NodeDescription> = {}): NodeEvent => ({
  type: 'NodeJoined',
  data: { ...machine, ...data },
});
/** The node stopped answering. */
export const nodeLost: NodeEvent = { type: 'NodeLost', data: { reason: 'no heartbeat' } };
/** The node was removed. */
export const nodeRemoved: NodeEvent = { type: 'NodeRemoved', data: {} };

/** Brings the node of `nodeJoined`. */
export const joinNode = (data: Partial<JoinNode> = {}): JoinNode => ({
  type: 'JoinNode',
  ...machine,
  isNodePoolKnown: true,
  ...data,
});

const gpuCountFrom = fc.constantFrom(0, 1, 2, 8, 8);
const joinFrom: fc.Arbitrary<NodeCommand> = fc
  .record({
    nodePoolId: nameFrom,
    gpuCount: fc.oneof(
      { weight: 9, arbitrary: gpuCountFrom },
      { weight: 1, arbitrary: fc.constantFrom(-1, 1.5, 1e9, NaN) },
    ),
    labels: fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), reasonFrom, { maxKeys: 3 }),
    memoryBytes: fc.nat(),
    isNodePoolKnown: mostlyFrom,
  })
  .map((data) => joinNode(data));

const deviceIn = (state: Node): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: 'devices' in state ? state.devices.length : 2 });

/** Facts about devices name one that the node has, and a node has no more cards than fit in a machine. */
export const nodeEventsFrom = (state: Node, type: string): fc.Arbitrary<NodeEvent> | undefined => {
  const count = 'devices' in state ? state.devices.length : 0;
  const device = fc.nat({ max: Math.max(0, count - 1) });
  switch (type) {
    case 'NodeJoined':
      return fc
        .record({ gpuCount: fc.constantFrom(1, 2, 8), taints: fc.array(fromSchema(taintShape)) })
        .map(nodeJoined);
    case 'NodeDeviceFailed':
      return fc
        .record({ device, reason: reasonFrom })
        .map((data) => ({ type: 'NodeDeviceFailed', data }));
    case 'NodeDeviceRepaired':
      return device.map((place) => ({ type: 'NodeDeviceRepaired', data: { device: place } }));
    default:
      return undefined;
  }
};

/** Commands that make sense in a state of a node, and some that do not. */
export const nodeCommandsFrom = (state: Node): fc.Arbitrary<NodeCommand> => {
  const device = deviceIn(state);
  const isPresent = state.phase === 'Ready' || state.phase === 'Lost';
  const reasoned = fc
    .record({
      type: fc.constantFrom('ObserveNodeLost' as const, 'CordonNode' as const),
      reason: reasonFrom,
    })
    .map((command): NodeCommand => command);
  const plain: fc.Arbitrary<NodeCommand> = fc.constantFrom(
    { type: 'ObserveNodeReturned' },
    { type: 'ObserveNodeReturned' },
    { type: 'UncordonNode' },
    { type: 'UncordonNode' },
    { type: 'RemoveNode' },
  );
  return fc.oneof(
    { weight: isPresent ? 1 : 8, arbitrary: joinFrom },
    { weight: 2, arbitrary: reasoned },
    { weight: 2, arbitrary: plain },
    {
      weight: 2,
      arbitrary: fc
        .record({ device, reason: reasonFrom })
        .map((data): NodeCommand => ({ type: 'ObserveDeviceFailed', ...data })),
    },
    {
      weight: 2,
      arbitrary: device.map((place): NodeCommand => ({
        type: 'ObserveDeviceRepaired',
        device: place,
      })),
    },
  );
};
