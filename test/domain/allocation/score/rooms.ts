import fc from 'fast-check';
import type { Ask } from '../../../../domain/allocation/score/measure.ts';
import { emptyRoom, type Room, sumUp } from '../../../../domain/allocation/score/room.ts';
import { firstRowOf, type Yardstick } from '../../../../domain/allocation/score/yardstick.ts';
import type { TypicalPod } from '../../../../domain/allocation/policy/policy.ts';

/** A node as the paper sees it. */
export interface PlainNode {
  readonly model: string;
  readonly cpuMilli: number;
  readonly restMilli: readonly number[];
}

/** A room as the kernel fills it in for a node. */
export const roomOf = (yardstick: Yardstick, node: PlainNode): Room => {
  const room = emptyRoom(node.restMilli.length);
  room.firstRow = firstRowOf(yardstick, node.model);
  room.cpuMilli = node.cpuMilli;
  room.devices = node.restMilli.length;
  room.restMilli.set(node.restMilli);
  sumUp(room);
  return room;
};

/** What is left of a node once a pod took so much of these devices. */
export const after = (node: PlainNode, ask: Ask, devices: readonly number[]): PlainNode => ({
  ...node,
  cpuMilli: node.cpuMilli - ask.cpuMilli,
  restMilli: node.restMilli.map((rest, at) => (devices.includes(at) ? rest - ask.gpuMilli : rest)),
});

/** The devices that the last score counted on. */
export const pickedIn = (room: Room): readonly number[] => [
  ...room.picked.subarray(0, room.pickedCount),
];

/** A usual pod that goes to any model. */
export const usual = (
  gpuMilli: number,
  cpuMilli: number,
  but: Partial<TypicalPod> = {},
): TypicalPod => ({
  gpuDevices: gpuMilli === 0 ? 0 : 1,
  gpuMilli,
  cpuMilli,
  models: [],
  shareMicro: 100_000,
  ...but,
});

const milli = fc.constantFrom(50, 190, 320, 470, 500, 810, 1000);
const models = fc.constantFrom('A', 'B', 'C');

const typicalPod: fc.Arbitrary<TypicalPod> = fc
  .record({
    gpuDevices: fc.constantFrom(0, 1, 1, 1, 2, 4),
    gpuMilli: milli,
    cpuMilli: fc.constantFrom(0, 1000, 4000, 12_000, 12_001),
    models: fc.uniqueArray(models, { maxLength: 2 }),
    shareMicro: fc.integer({ min: 1, max: 300_000 }),
  })
  .map((pod) => ({
    ...pod,
    gpuMilli: pod.gpuDevices === 0 ? 0 : pod.gpuDevices > 1 ? 1000 : pod.gpuMilli,
  }));

/** What a pool usually gets; nothing, at times. */
export const typicalPods = fc.array(typicalPod, { maxLength: 8 });

/** A small node, partly used. */
export const plainNodes: fc.Arbitrary<PlainNode> = fc.record({
  model: fc.constantFrom('A', 'B', 'C', 'unheard-of'),
  cpuMilli: fc.integer({ min: 0, max: 30_000 }),
  restMilli: fc.array(
    fc.oneof(fc.constant(1000), fc.constant(0), milli, fc.integer({ min: 0, max: 1000 })),
    { maxLength: 5 },
  ),
});

/** A pod that looks for a place. */
export const asks: fc.Arbitrary<Ask> = fc.oneof(
  fc.record({
    gpuDevices: fc.constantFrom(1, 1, 1, 2),
    gpuMilli: milli,
    cpuMilli: fc.integer({ min: 0, max: 15_000 }),
  }),
  fc.record({
    gpuDevices: fc.constant(0),
    gpuMilli: fc.constant(0),
    cpuMilli: fc.integer({ min: 0, max: 15_000 }),
  }),
);

/** Whether CPU and devices are enough for the pod. */
export const fits = (node: PlainNode, ask: Ask): boolean =>
  node.cpuMilli >= ask.cpuMilli &&
  node.restMilli.filter((rest) => rest >= ask.gpuMilli).length >= ask.gpuDevices;
