import { invariant } from '../foundation/invariant.ts';
import type { NodeEvent } from './events.ts';

/** What a node said of itself when it joined. */
export type NodeDescription = Extract<NodeEvent, { readonly type: 'NodeJoined' }>['data'];

/** One card of a node; its number is its place among the devices. */
export type Device =
  { readonly health: 'Healthy' } | { readonly health: 'Failed'; readonly reason: string };

/** A node that is part of the cluster, whether it answers or not. */
export interface PresentNode {
  readonly phase: 'Ready' | 'Lost';
  readonly description: NodeDescription;
  /** Why nothing new is placed here; `undefined` when pods are welcome. */
  readonly cordonReason: string | undefined;
  /** Why it does not answer; `undefined` when it does. */
  readonly lostReason: string | undefined;
  readonly devices: readonly Device[];
}

/** A node by the phase of its life. */
export type Node = { readonly phase: 'Absent' } | PresentNode | { readonly phase: 'Removed' };

/** A node that nobody has heard of. */
export const initial: Node = { phase: 'Absent' };

const healthy: Device = { health: 'Healthy' };

/** Folds one fact into a node. @throws InvariantViolation when the fact finds no node, or no such device */
export const fold = (state: Node, event: NodeEvent): Node => {
  switch (event.type) {
    case 'NodeJoined':
      return joined(event.data);
    case 'NodeLost':
      return { ...presentIn(state), phase: 'Lost', lostReason: event.data.reason };
    case 'NodeReturned':
      return { ...presentIn(state), phase: 'Ready', lostReason: undefined };
    case 'NodeCordoned':
      return { ...presentIn(state), cordonReason: event.data.reason };
    case 'NodeUncordoned':
      return { ...presentIn(state), cordonReason: undefined };
    case 'NodeDeviceFailed': {
      const { device, reason } = event.data;
      return withDevice(presentIn(state), device, { health: 'Failed', reason });
    }
    case 'NodeDeviceRepaired':
      return withDevice(presentIn(state), event.data.device, healthy);
    case 'NodeRemoved':
      return { phase: 'Removed' };
  }
};

const joined = (description: NodeDescription): Node => ({
  phase: 'Ready',
  description,
  cordonReason: undefined,
  lostReason: undefined,
  devices: Array.from({ length: description.gpuCount }, () => healthy),
});

const presentIn = (state: Node): PresentNode => {
  invariant(
    state.phase === 'Ready' || state.phase === 'Lost',
    () => `a node in phase ${state.phase} is not part of the cluster`,
  );
  return state;
};

const withDevice = (node: PresentNode, device: number, health: Device): PresentNode => {
  invariant(
    device < node.devices.length,
    () => `device ${device} is beyond the ${node.devices.length} of the node`,
  );
  return { ...node, devices: node.devices.with(device, health) };
};
