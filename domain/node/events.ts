import { Type } from '../foundation/schemas.ts';
import { type EventOf, fact } from '../foundation/event.ts';
import { labelsShape, taintShape, wordsShape } from '../foundation/shapes.ts';

const countsShape = Type.Record(Type.String(), Type.Integer({ minimum: 0 }));

/** Cards that are cut in slices: `single` offers them as cards, `mixed` by the names of their resources. */
const partitionShape = Type.Object({
  strategy: wordsShape(['single', 'mixed']),
  /** How many slices there are, by the name of their resource. */
  instances: countsShape,
});

/** A node with its devices came into a pool. */
export const NodeJoined = fact(
  'NodeJoined',
  Type.Object({
    name: Type.String(),
    clusterId: Type.String(),
    nodePoolId: Type.String(),
    labels: labelsShape,
    taints: Type.Array(taintShape),
    cpuMilli: Type.Integer({ minimum: 0 }),
    memoryBytes: Type.Integer({ minimum: 0 }),
    /** Most pods that its kubelet takes. */
    podsMax: Type.Integer({ minimum: 0 }),
    /** Cards, numbered 0..count−1. */
    gpuCount: Type.Integer({ minimum: 0 }),
    gpuModel: Type.String(),
    /** Of each card; 0 where nobody knows it. */
    gpuMemoryMib: Type.Integer({ minimum: 0 }),
    mig: Type.Optional(partitionShape),
    /** How much it has of any other resource, by name. */
    resources: Type.Optional(countsShape),
    /** Devices that are given out by claims, by the name of their class. */
    deviceClasses: Type.Optional(countsShape),
  }),
  // Schema 2 only adds what may be left out.
  [(data) => data],
);

/** The node no longer answers; nothing is placed on it until it returns. */
export const NodeLost = fact('NodeLost', Type.Object({ reason: Type.String() }));

/** A lost node answers again; its old pods are gone. */
export const NodeReturned = fact('NodeReturned', Type.Object({}));

/** Nothing new is placed on the node; what runs there goes on. */
export const NodeCordoned = fact('NodeCordoned', Type.Object({ reason: Type.String() }));

/** The node takes pods again. */
export const NodeUncordoned = fact('NodeUncordoned', Type.Object({}));

/** One card of the node is broken. */
export const NodeDeviceFailed = fact(
  'NodeDeviceFailed',
  Type.Object({ device: Type.Integer({ minimum: 0 }), reason: Type.String() }),
);

/** A broken card works again. */
export const NodeDeviceRepaired = fact(
  'NodeDeviceRepaired',
  Type.Object({ device: Type.Integer({ minimum: 0 }) }),
);

/** The node is gone for good. */
export const NodeRemoved = fact('NodeRemoved', Type.Object({}));

/** Every fact about a node. */
export const nodeFacts = [
  NodeJoined,
  NodeLost,
  NodeReturned,
  NodeCordoned,
  NodeUncordoned,
  NodeDeviceFailed,
  NodeDeviceRepaired,
  NodeRemoved,
] as const;
/** A fact about a node. */
export type NodeEvent = EventOf<(typeof nodeFacts)[number]>;
