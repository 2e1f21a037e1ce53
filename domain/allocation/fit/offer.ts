import { rankNodes } from '../state/ranks.ts';
import type { Kind, NodeTable, Offer, Shape } from '../state/snapshot.ts';
import { compareIds } from '../../foundation/ids.ts';
import { type Refusal, refusalAt, shareOn } from './fit.ts';

/** What stands against a node whoever is on it. */
const lasting: ReadonlySet<Refusal> = new Set(['mig', 'memory-unknown', 'claims', 'resources']);

const offerAt = (table: NodeTable, kind: Kind): Offer => {
  let [nodes, refusedBySelector, refusedByTaint, fitsEmpty] = [0, 0, 0, 0];
  const refusals = new Map<Refusal, number>();
  let [largestGpuMilli, largestCpuMilli, largestMemoryBytes] = [0, 0, 0];
  for (let rank = 0; rank < table.count; rank += 1) {
    const slot = table.slotAt[rank] ?? 0;
    if (table.usable[slot] !== 1) continue;
    nodes += 1;
    const refusal = refusalAt(table, kind, slot);
    if (refusal === 'selector') refusedBySelector += 1;
    if (refusal === 'taint') refusedByTaint += 1;
    if (lasting.has(refusal)) refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
    if (refusal !== 'none') continue;
    const devices = table.deviceOk[slot] ?? 0;
    const cpuMilli = table.cpuCap[slot] ?? 0;
    const memoryBytes = table.memoryCap[slot] ?? 0;
    largestGpuMilli = Math.max(largestGpuMilli, 1000 * devices);
    largestCpuMilli = Math.max(largestCpuMilli, cpuMilli);
    largestMemoryBytes = Math.max(largestMemoryBytes, memoryBytes);
    if (
      devices >= kind.gpuDevices &&
      shareOn(table, kind, slot) <= 1000 &&
      cpuMilli >= kind.cpuMilli &&
      memoryBytes >= kind.memoryBytes &&
      (table.podsCap[slot] ?? 0) >= 1
    )
      fitsEmpty += 1;
  }
  const { offerVersion } = table;
  const others = [...refusals].map(([reason, count]) => ({ reason, nodes: count }));
  return {
    refusals: others.toSorted((a, b) => compareIds(a.reason, b.reason)),
    offerVersion,
    nodes,
    refusedBySelector,
    refusedByTaint,
    fitsEmpty,
    largestGpuMilli,
    largestCpuMilli,
    largestMemoryBytes,
  };
};

/** What empty nodes offer to a kind; remembered until nodes or devices come or go. */
export const offerOf = (table: NodeTable, kind: Kind): Offer => {
  if (kind.offer?.offerVersion !== table.offerVersion) {
    rankNodes(table);
    kind.offer = offerAt(table, kind);
  }
  return kind.offer;
};

/** Whether no node takes such pods at all, by its labels or its taints. */
export const isRefused = (offer: Offer): boolean =>
  offer.refusals.reduce(
    (sum, { nodes }) => sum + nodes,
    offer.refusedBySelector + offer.refusedByTaint,
  ) >= offer.nodes;

/** Whether pods of a shape could not be seated on any node even if all were empty: nobody need go for them. */
export const isHopeless = (table: NodeTable, { parts }: Shape): boolean =>
  parts.some(({ kind }) => offerOf(table, kind).fitsEmpty === 0);
