import {
  gpuMemoryMibAsked,
  gpuMilliAsked,
  sliceCardsIn,
} from '../../domain/foundation/device-slices.ts';
import { parted } from '../../domain/foundation/gang.ts';
import type {
  Amounts,
  Gang,
  PodPlacement,
  PodRequest,
  SubGroup,
} from '../../domain/foundation/shapes.ts';
import { noAmounts } from './view.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const mibBytes = 1_048_576;

/** Adds amounts to others, or takes them off. */
export const add = (to: Mutable<Amounts>, what: Amounts, sign: 1 | -1): void => {
  to.gpuMilli += sign * what.gpuMilli;
  to.cpuMilli += sign * what.cpuMilli;
  to.memoryMib += sign * what.memoryMib;
};

const addPods = (to: Mutable<Amounts>, request: PodRequest, pods: number): void => {
  to.gpuMilli += pods * gpuMilliAsked(request);
  to.cpuMilli += pods * request.cpuMilli;
  to.memoryMib += pods * Math.ceil(request.memoryBytes / mibBytes);
};

/** What sub-groups ask for with all their pods. */
export const askedOf = (subGroups: readonly SubGroup[]): Amounts => {
  const asked = { ...noAmounts };
  for (const { pods, request } of subGroups) addPods(asked, request, pods);
  return asked;
};

/** Whether some pods ask for memory of GPUs, so that only their nodes say how many GPUs that is. */
export const asksByMemory = (subGroups: readonly SubGroup[]): boolean =>
  subGroups.some(({ request }) => request.gpuMemoryMib !== undefined);

/** What pods that ask by memory of GPUs hold of them, and what those without places still ask for. @cost O(pods) */
export const byMemoryOf = (
  subGroups: readonly SubGroup[],
  placements: readonly PodPlacement[],
): { readonly gpuMilli: number; readonly mib: number } => {
  let [gpuMilli, mib] = [0, 0];
  for (const { name, pods, request } of subGroups) {
    if (request.gpuMemoryMib === undefined) continue;
    const placed = placements.filter(({ subGroup }) => subGroup === name);
    for (const pod of placed) gpuMilli += pod.devices.length * pod.gpuMilli;
    mib += Math.max(0, pods - placed.length) * gpuMemoryMibAsked(request);
  }
  return { gpuMilli, mib };
};

/** What pods hold: of cards what they were given, of the rest what they ask for. @cost O(pods) */
export const heldOf = (
  subGroups: readonly SubGroup[],
  placements: readonly PodPlacement[],
): Amounts => {
  const held = { ...noAmounts };
  for (const { subGroup, devices, gpuMilli } of placements) {
    const request = subGroups.find(({ name }) => name === subGroup)?.request;
    if (request === undefined) continue;
    held.gpuMilli += devices.length * gpuMilli + 1000 * sliceCardsIn(request);
    held.cpuMilli += request.cpuMilli;
    held.memoryMib += Math.ceil(request.memoryBytes / mibBytes);
  }
  return held;
};

/** What a gang needs at least: of each pod set its first pods, the higher priority first. */
export const coreOf = (subGroups: readonly SubGroup[], { podSets }: Gang): Amounts => {
  const core = { ...noAmounts };
  for (const { name, minPods } of podSets) {
    let left = minPods;
    const members = subGroups
      .filter((group) => (group.podSet ?? group.name) === name)
      .toSorted((a, b) => (b.podPriority ?? 0) - (a.podPriority ?? 0));
    for (const { pods, request } of members) {
      addPods(core, request, Math.min(left, pods));
      left -= Math.min(left, pods);
    }
  }
  return core;
};

/** The smaller of each. */
export const least = (a: Amounts, b: Amounts): Amounts => ({
  gpuMilli: Math.min(a.gpuMilli, b.gpuMilli),
  cpuMilli: Math.min(a.cpuMilli, b.cpuMilli),
  memoryMib: Math.min(a.memoryMib, b.memoryMib),
});

/** Placements without the named pods. */
export const without = (
  placements: readonly PodPlacement[],
  pods: readonly { readonly subGroup: string; readonly pod: number }[],
): readonly PodPlacement[] => parted(placements, pods).others;
