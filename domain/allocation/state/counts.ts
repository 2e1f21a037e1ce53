import { sliceSizeOf } from '../../foundation/device-slices.ts';
import type { Count, CountColumn } from './extras.ts';
import type { NodeTable } from './table.ts';

export { sliceSizeOf };

const classPrefix = 'class:';

/** The column of devices that claims of a class take from. */
export const classColumn = (deviceClass: string): string => `${classPrefix}${deviceClass}`;
/** The column of a port of the nodes. */
export const portColumn = (port: number, protocol: string): string => `port:${port}/${protocol}`;
/** The column of pods that hold slices in the old way: a node with any gives no slices to others. */
export const legacyColumn = 'legacy-slices';

const usualOf = (name: string): number =>
  name === legacyColumn ? Number.MAX_SAFE_INTEGER : name.startsWith('port:') ? 1 : 0;

const gpuWords: readonly string[] = ['gpu', 'gpus'];

/** Whether the devices of a class count as cards: its name has the word `gpu` among its parts. */
export const isGpuClass = (deviceClass: string): boolean =>
  deviceClass.split(/[^a-z0-9]+/).some((word) => gpuWords.includes(word));

const cardsOf = (name: string): number =>
  name.startsWith(classPrefix)
    ? Number(isGpuClass(name.slice(classPrefix.length)))
    : sliceSizeOf(name);

/** What slices and devices by claim are free on a node, as cards. @unit thousandths of a card */
export const otherGpuFree = (table: NodeTable, slot: number): number => {
  let cards = 0;
  for (const column of table.columns.values())
    if (column.cards > 0) cards += column.cards * Math.max(0, column.future[slot] ?? 0);
  return 1000 * cards;
};

/** The column of a name, made where there is none yet. @cost O(nodes) to make */
export const columnOf = (table: NodeTable, name: string): CountColumn => {
  const known = table.columns.get(name);
  if (known !== undefined) return known;
  const length = table.usable.length;
  const usual = usualOf(name);
  const column = {
    name,
    usual,
    cards: cardsOf(name),
    cap: new Float64Array(length).fill(usual),
    now: new Float64Array(length).fill(usual),
    future: new Float64Array(length).fill(usual),
    users: 0,
  };
  table.columns.set(name, column);
  return column;
};

/** A kind that asked for it is forgotten; what no node counts and nobody asks for is forgotten with the last one. */
export const leaveColumn = (table: NodeTable, column: CountColumn): void => {
  column.users -= 1;
  if (column.users === 0 && column.usual > 0) table.columns.delete(column.name);
};

const wider = (figures: Float64Array, length: number, usual: number): Float64Array => {
  const grown = new Float64Array(length).fill(usual);
  grown.set(figures);
  return grown;
};

/** Makes room for as many slots as the table has. */
export const growColumns = (table: NodeTable): void => {
  const length = table.usable.length;
  for (const column of table.columns.values()) {
    column.cap = wider(column.cap, length, column.usual);
    column.now = wider(column.now, length, column.usual);
    column.future = wider(column.future, length, column.usual);
  }
};

/** A node takes a slot: it has these amounts, and of everything else what is usual. */
export const fillCounts = (
  table: NodeTable,
  slot: number,
  offered: ReadonlyMap<string, number>,
): void => {
  for (const name of offered.keys()) columnOf(table, name);
  for (const { name, usual, cap, now, future } of table.columns.values())
    cap[slot] = now[slot] = future[slot] = offered.get(name) ?? usual;
};

/** Takes amounts from a slot, physically and for the future; negative gives back. */
export const takeCounts = (
  counts: readonly Count[],
  slot: number,
  by: { readonly now: number; readonly future: number },
): void => {
  for (const { column, amount } of counts) {
    column.now[slot] = (column.now[slot] ?? 0) - by.now * amount;
    column.future[slot] = (column.future[slot] ?? 0) - by.future * amount;
  }
};

/** Whether a slot has so much of everything, once all who leave have left. */
export const hasCounts = (counts: readonly Count[], slot: number): boolean => {
  for (const { column, amount } of counts) if ((column.future[slot] ?? 0) < amount) return false;
  return true;
};

/** Whether a slot has so much of everything, physically. */
export const hasCountsNow = (counts: readonly Count[], slot: number): boolean => {
  for (const { column, amount } of counts) if ((column.now[slot] ?? 0) < amount) return false;
  return true;
};
