import { compareIds } from '../../foundation/ids.ts';
import { vacateClaims } from './claim-uses.ts';
import { fillCounts, growColumns } from './counts.ts';
import { growDomains, joinDomains, leaveDomains } from './label-domains.ts';
import { leaveNeighbours } from './neighbours.ts';
import { evacuate } from './tenants.ts';
import { touch } from './occupancy.ts';
import { reckon } from './reckoning.ts';
import { countsIn, type NodeOffer, otherCardsIn, traitsOf, wholeCardsIn } from './offer.ts';
import type { NodeState, NodeTable, Snapshot } from './snapshot.ts';
import { traits } from './table.ts';

export type { NodeOffer } from './offer.ts';

const bytesPerMib = 1 << 20;

const widerInts = (column: Int32Array, length: number): Int32Array<ArrayBuffer> => {
  const wider = new Int32Array(length);
  wider.set(column);
  return wider;
};
const widerBytes = (column: Uint8Array, length: number): Uint8Array<ArrayBuffer> => {
  const wider = new Uint8Array(length);
  wider.set(column);
  return wider;
};
const widerFloats = (column: Float64Array, length: number): Float64Array<ArrayBuffer> => {
  const wider = new Float64Array(length);
  wider.set(column);
  return wider;
};

const growRows = (table: NodeTable): void => {
  const length = Math.max(64, table.usable.length * 2);
  table.profile = widerInts(table.profile, length);
  table.usable = widerBytes(table.usable, length);
  table.traits = widerBytes(table.traits, length);
  table.deviceStart = widerInts(table.deviceStart, length);
  table.deviceCount = widerInts(table.deviceCount, length);
  table.deviceOk = widerInts(table.deviceOk, length);
  table.deviceMemory = widerInts(table.deviceMemory, length);
  table.otherGpuMilli = widerFloats(table.otherGpuMilli, length);
  table.cpuCap = widerFloats(table.cpuCap, length);
  table.cpuNow = widerFloats(table.cpuNow, length);
  table.cpuFuture = widerFloats(table.cpuFuture, length);
  table.memoryCap = widerFloats(table.memoryCap, length);
  table.memoryNow = widerFloats(table.memoryNow, length);
  table.memoryFuture = widerFloats(table.memoryFuture, length);
  table.podsCap = widerInts(table.podsCap, length);
  table.podsNow = widerInts(table.podsNow, length);
  table.podsFuture = widerInts(table.podsFuture, length);
  table.wholeNow = widerInts(table.wholeNow, length);
  table.wholeFuture = widerInts(table.wholeFuture, length);
  table.gpuFuture = widerInts(table.gpuFuture, length);
  table.lastChange = widerFloats(table.lastChange, length);
  table.figures = widerFloats(table.figures, length);
  table.older = widerInts(table.older, length);
  table.newer = widerInts(table.newer, length);
  growColumns(table);
  growDomains(table);
};

const growDevices = (table: NodeTable, count: number): void => {
  if (table.devices + count <= table.usedNow.length) return;
  const length = Math.max(512, table.usedNow.length * 2, table.devices + count);
  table.usedNow = widerInts(table.usedNow, length);
  table.usedFuture = widerInts(table.usedFuture, length);
  table.broken = widerBytes(table.broken, length);
};

const profileOf = (table: NodeTable, node: NodeState): number => {
  const labels = Object.keys(node.labels).toSorted(compareIds);
  const key = JSON.stringify([labels, labels.map((label) => node.labels[label]), node.taints]);
  const known = table.profiles.get(key);
  if (known !== undefined) return known;
  const fresh = table.profileNodes.length;
  table.profiles.set(key, fresh);
  table.profileNodes.push(node);
  return fresh;
};

/** Slots of vacated rows are taken again only by nodes with as many devices, so that device columns stay in place. */
const slotFor = (table: NodeTable, gpuCount: number): number => {
  const vacated = table.freeSlots.findIndex((slot) => table.deviceCount[slot] === gpuCount);
  const [known] = vacated < 0 ? [] : table.freeSlots.splice(vacated, 1);
  if (known !== undefined) return known;
  const slot = table.slots.length;
  if (slot >= table.usable.length) growRows(table);
  growDevices(table, gpuCount);
  table.deviceStart[slot] = table.devices;
  table.deviceCount[slot] = gpuCount;
  table.devices += gpuCount;
  return slot;
};

const addToTotal = (snapshot: Snapshot, node: NodeState, sign: 1 | -1): void => {
  const { nodes, total } = snapshot;
  const { slot } = node;
  total.gpuMilli += sign * (1000 * (nodes.deviceOk[slot] ?? 0) + (nodes.otherGpuMilli[slot] ?? 0));
  total.cpuMilli += sign * (nodes.cpuCap[node.slot] ?? 0);
  total.memoryMib += sign * node.memoryMib;
  snapshot.isShared = false;
};

const countDevices = (table: NodeTable, slot: number, sign: 1 | -1): void => {
  if (((table.traits[slot] ?? 0) & traits.slicesAsDevices) !== 0) table.slicedNodes += sign;
  const memoryMib = table.deviceMemory[slot] ?? 0;
  if (memoryMib === 0) return;
  const nodes = (table.memories.get(memoryMib) ?? 0) + sign;
  if (nodes === 0) table.memories.delete(memoryMib);
  else table.memories.set(memoryMib, nodes);
  if (nodes === 0 || (nodes === 1 && sign === 1)) table.amountsVersion += 1;
};

const fillDevices = (table: NodeTable, slot: number, offer: NodeOffer): void => {
  const cards = wholeCardsIn(offer);
  table.traits[slot] = traitsOf(offer);
  table.otherGpuMilli[slot] = 1000 * otherCardsIn(offer);
  table.deviceMemory[slot] = cards > 0 ? (offer.gpuMemoryMib ?? 0) : 0;
  countDevices(table, slot, 1);
  table.deviceOk[slot] = cards;
  table.wholeNow[slot] = table.wholeFuture[slot] = cards;
  table.gpuFuture[slot] = 1000 * cards;
  const start = table.deviceStart[slot] ?? 0;
  table.usedNow.fill(0, start, start + cards);
  table.usedFuture.fill(0, start, start + cards);
  table.broken.fill(0, start, start + cards);
};

/** A node is there; a node of the same id is replaced. */
export const addNode = (snapshot: Snapshot, offer: NodeOffer): void => {
  const table = snapshot.nodes;
  const former = table.byId.get(offer.id);
  if (former !== undefined) vacate(snapshot, former);
  const node: NodeState = {
    id: offer.id,
    labels: offer.labels,
    taints: offer.taints,
    memoryMib: Math.floor(offer.memoryBytes / bytesPerMib),
    gpuModel: offer.gpuModel ?? '',
    slot: slotFor(table, wholeCardsIn(offer)),
    isLost: false,
    isCordoned: false,
  };
  const { slot } = node;
  table.slots[slot] = node;
  table.byId.set(node.id, node);
  table.profile[slot] = profileOf(table, node);
  table.usable[slot] = 1;
  table.cpuCap[slot] = table.cpuNow[slot] = table.cpuFuture[slot] = offer.cpuMilli;
  table.memoryCap[slot] = table.memoryNow[slot] = table.memoryFuture[slot] = offer.memoryBytes;
  table.podsCap[slot] = table.podsNow[slot] = table.podsFuture[slot] = offer.podsMax;
  fillDevices(table, slot, offer);
  fillCounts(table, slot, countsIn(offer));
  joinDomains(table, node);
  table.count += 1;
  table.setVersion += 1;
  table.offerVersion += 1;
  touch(table, slot);
  addToTotal(snapshot, node, 1);
  reckon(snapshot);
};

/** The node is gone for good; seats on it count no more. */
export const removeNode = (snapshot: Snapshot, id: string): void => {
  const node = snapshot.nodes.byId.get(id);
  if (node === undefined) return;
  vacate(snapshot, node);
  reckon(snapshot);
};

const vacate = (snapshot: Snapshot, node: NodeState): void => {
  const table = snapshot.nodes;
  if (!node.isLost) addToTotal(snapshot, node, -1);
  touch(table, node.slot);
  countDevices(table, node.slot, -1);
  leaveNeighbours(table, node.slot);
  leaveDomains(table, node);
  vacateClaims(table, node.slot);
  evacuate(snapshot, node.slot);
  table.usable[node.slot] = 0;
  table.slots[node.slot] = undefined;
  table.freeSlots.push(node.slot);
  table.byId.delete(node.id);
  node.slot = -1;
  table.count -= 1;
  table.setVersion += 1;
  table.offerVersion += 1;
};

/** Whether the node answers and whether it takes pods, as far as the caller has news. */
export interface NodeNews {
  readonly isLost?: boolean;
  readonly isCordoned?: boolean;
}

/** The node was lost, returned, cordoned or uncordoned. */
export const markNode = (snapshot: Snapshot, id: string, news: NodeNews): void => {
  const table = snapshot.nodes;
  const node = table.byId.get(id);
  if (node === undefined) return;
  const isLost = news.isLost ?? node.isLost;
  if (isLost !== node.isLost) addToTotal(snapshot, node, isLost ? -1 : 1);
  node.isLost = isLost;
  node.isCordoned = news.isCordoned ?? node.isCordoned;
  table.usable[node.slot] = node.isLost || node.isCordoned ? 0 : 1;
  table.offerVersion += 1;
  touch(table, node.slot);
};

/** A device broke or was repaired. */
export const markDevice = (
  snapshot: Snapshot,
  id: string,
  news: { readonly device: number; readonly isBroken: boolean },
): void => {
  const table = snapshot.nodes;
  const node = table.byId.get(id);
  if (node === undefined || news.device >= (table.deviceCount[node.slot] ?? 0)) return;
  const { slot } = node;
  const at = (table.deviceStart[slot] ?? 0) + news.device;
  if ((table.broken[at] === 1) === news.isBroken) return;
  if (!node.isLost) addToTotal(snapshot, node, -1);
  const sign = news.isBroken ? -1 : 1;
  const usedFuture = table.usedFuture[at] ?? 0;
  const usedNow = table.usedNow[at] ?? 0;
  table.broken[at] = news.isBroken ? 1 : 0;
  table.deviceOk[slot] = (table.deviceOk[slot] ?? 0) + sign;
  table.gpuFuture[slot] = (table.gpuFuture[slot] ?? 0) + sign * (1000 - usedFuture);
  if (usedFuture === 0) {
    table.wholeFuture[slot] = (table.wholeFuture[slot] ?? 0) + sign;
    if (usedNow === 0) table.wholeNow[slot] = (table.wholeNow[slot] ?? 0) + sign;
  }
  if (!node.isLost) addToTotal(snapshot, node, 1);
  table.offerVersion += 1;
  touch(table, slot);
};
