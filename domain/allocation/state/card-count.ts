import { cardsOfClaim } from './claim-uses.ts';
import type { Extras } from './extras.ts';
import type { NodeTable } from './table.ts';

/** More than a device has: what asks for it fits on none. */
const tooMuch = 1001;

/** A device's memory as a share of the device, rounded up; more than 1000 where it has not so much. @unit MiB */
export const shareOfMemory = (askedMib: number, deviceMib: number): number =>
  askedMib > deviceMib ? tooMuch : Math.ceil((askedMib * 1000) / deviceMib);

/** The most that so much memory may come to on any device of the pool that has it; a whole card where none has. */
const largestShare = (table: NodeTable, memoryMib: number): number => {
  let largest = 0;
  for (const deviceMib of table.memories.keys())
    if (deviceMib >= memoryMib) largest = Math.max(largest, shareOfMemory(memoryMib, deviceMib));
  return largest === 0 ? 1000 : largest;
};

/**
 * What a pod counts for in cards: `askedGpuMilli` in all, while it has no node; `otherGpuMilli` of that is for slices, by
 * their size, and for claims of cards, by their number, wherever it is.
 *
 * Memory counts as its share of the smallest devices that have so much: nobody passes a limit by getting a smaller
 * device than was thought. Good for one `amountsVersion` of the table.
 * @unit thousandths of a card
 * @source peer-scheduler reference §1.9
 */
export const cardsAsked = (
  table: NodeTable,
  devices: { readonly gpuDevices: number; readonly gpuMilli: number },
  extras: Extras | undefined,
): { readonly askedGpuMilli: number; readonly otherGpuMilli: number } => {
  if (extras === undefined)
    return { askedGpuMilli: devices.gpuDevices * devices.gpuMilli, otherGpuMilli: 0 };
  const share =
    extras.gpuMemoryMib > 0 ? largestShare(table, extras.gpuMemoryMib) : devices.gpuMilli;
  const otherGpuMilli = extras.claims.reduce(
    (sum, use) => sum + 1000 * cardsOfClaim(use),
    extras.sliceMilli,
  );
  return { askedGpuMilli: devices.gpuDevices * share + otherGpuMilli, otherGpuMilli };
};
