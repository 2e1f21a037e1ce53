import type { Layout } from '../score/layout.ts';
import type { NodeTable } from '../state/snapshot.ts';

/** By slot, which nodes are worth the same while nobody is on them: equal numbers, equal nodes. @cost O(nodes), once */
export const alikeIn = (layout: Layout, table: NodeTable): Int32Array => {
  if (layout.alikeAt === table.setVersion) return layout.alike;
  const numbers = new Map<string, number>();
  layout.alikeAt = table.setVersion;
  layout.alike = Int32Array.from(table.slots, (node, slot) => {
    const offer = [
      table.profile[slot],
      table.traits[slot],
      table.deviceCount[slot],
      table.deviceMemory[slot],
      table.cpuCap[slot],
      table.memoryCap[slot],
      table.podsCap[slot],
    ];
    const key = `${offer.join(' ')} ${node?.gpuModel ?? ''}`;
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
  return layout.alike;
};

/** Whether nobody is on a node or will be, and all of it works: whoever is there counts as a pod, whatever it takes. */
export const isUntouched = (table: NodeTable, slot: number): boolean =>
  table.usable[slot] === 1 &&
  table.deviceOk[slot] === table.deviceCount[slot] &&
  table.podsNow[slot] === table.podsCap[slot] &&
  table.podsFuture[slot] === table.podsCap[slot];
