import type { Labels, Taint } from '../../foundation/shapes.ts';
import { classColumn, isGpuClass, sliceSizeOf } from './counts.ts';
import { traits } from './table.ts';

/** What a node brings into its pool. @unit millicores, bytes */
export interface NodeOffer {
  readonly id: string;
  readonly labels: Labels;
  readonly taints: readonly Taint[];
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly podsMax: number;
  readonly gpuCount: number;
  /** Memory of each device; absent where nobody knows it, and then no pod that asks by memory goes there. @unit MiB */
  readonly gpuMemoryMib?: number;
  /** What its devices are, as quotas by model name it. */
  readonly gpuModel?: string;
  /** Partitioned devices: `single` offers its slices as whole devices, `mixed` by the names of their resources only. */
  readonly mig?: {
    readonly strategy: 'single' | 'mixed';
    readonly instances: Readonly<Record<string, number>>;
  };
  /** Any other countable resource. */
  readonly resources?: Readonly<Record<string, number>>;
  /** Devices that are given out by claims, by device class. */
  readonly deviceClasses?: Readonly<Record<string, number>>;
}

/** What a node counts besides devices, CPU, memory and pods, by the names of the columns. */
export const countsIn = (offer: NodeOffer): ReadonlyMap<string, number> => {
  const counts = new Map(Object.entries(offer.resources ?? {}));
  if (offer.mig?.strategy === 'mixed')
    for (const [name, slices] of Object.entries(offer.mig.instances)) counts.set(name, slices);
  for (const [name, devices] of Object.entries(offer.deviceClasses ?? {}))
    counts.set(classColumn(name), devices);
  return counts;
};

/** How many cards its slices by name and its devices by claim count for. */
export const otherCardsIn = ({ mig, deviceClasses = {} }: NodeOffer): number => {
  let cards = 0;
  if (mig?.strategy === 'mixed')
    for (const [name, slices] of Object.entries(mig.instances)) cards += slices * sliceSizeOf(name);
  for (const [name, devices] of Object.entries(deviceClasses))
    if (isGpuClass(name)) cards += devices;
  return cards;
};

/** Partitioned devices are not whole ones, whatever their number. */
export const wholeCardsIn = ({ mig, gpuCount }: NodeOffer): number =>
  mig?.strategy === 'mixed' ? 0 : gpuCount;

/** See `traits`. */
export const traitsOf = (offer: NodeOffer): number => {
  const isSliced = offer.mig?.strategy === 'mixed';
  const cards = wholeCardsIn(offer);
  const others = otherCardsIn(offer);
  return (
    (cards > 0 || others > 0 || isSliced ? traits.devices : 0) |
    (offer.mig?.strategy === 'single' ? traits.slicesAsDevices : 0) |
    (isSliced ? traits.slicesByName : 0) |
    (cards === 0 && !isSliced && others > 0 ? traits.claimsOnly : 0)
  );
};
