import { roomOf } from '../fit/fit.ts';
import { offerOf } from '../fit/offer.ts';
import { bestNode, roomFor } from '../fit/seek.ts';
import type { Draft } from '../plan/draft.ts';
import type { Kind, NodeTable, Part, Seat, Workload } from '../state/snapshot.ts';
import { type Hunt, needOf, type Occupant } from './field.ts';

/** Whether a share of a device could go to another device of its own node. */
const hasBeside = (
  { nodes }: Draft['snapshot'],
  { node, kind, devices, gpuMilli }: Seat,
): boolean => {
  if (kind.gpuDevices === 0 || gpuMilli === 1000) return false;
  const start = nodes.deviceStart[node.slot] ?? 0;
  const count = nodes.deviceCount[node.slot] ?? 0;
  for (let device = 0; device < count; device += 1)
    if (!devices.includes(device) && (nodes.usedFuture[start + device] ?? 0) + gpuMilli <= 1000)
      return true;
  return false;
};

/** Whether any other node has room for such a pod as things are. @cost as `bestNode`; O(nodes) where the best is its own */
const hasElsewhere = ({ snapshot, policy }: Draft, { kind, node }: Seat): boolean => {
  const { nodes } = snapshot;
  const { slot } = node;
  const best = bestNode(nodes, kind, policy);
  if (best.slot !== slot) return best.score > 0;
  for (let rank = 0; rank < nodes.count; rank += 1) {
    const other = nodes.slotAt[rank] ?? 0;
    if (other !== slot && roomOf(nodes, kind, other) > 0) return true;
  }
  return false;
};

/** How many of its pods a workload has on each node. */
const podsByNode = ({ bound }: Workload): ReadonlyMap<number, number> => {
  const pods = new Map<number, number>();
  for (const { node } of bound) pods.set(node.slot, (pods.get(node.slot) ?? 0) + 1);
  return pods;
};

const podsIn = (gpuMilli: number, kind: Kind): number =>
  Math.max(0, Math.floor(gpuMilli / needOf(kind)));

/**
 * Whether cards would let a gang of equal pods sit elsewhere once one pod of the seeker sits on a node that it leaves:
 * never says no wrongly, as long as nobody else goes.
 */
const hasGangElsewhere = (
  { draft: { snapshot, policy } }: Hunt,
  gang: { readonly victim: Workload; readonly kind: Kind },
  takenMilli: number,
): boolean => {
  const { nodes } = snapshot;
  const { victim, kind } = gang;
  let [here, left, least] = [0, 0, Number.MAX_SAFE_INTEGER];
  for (const [slot, pods] of podsByNode(victim)) {
    const freed = (nodes.gpuFuture[slot] ?? 0) + pods * needOf(kind);
    here += roomOf(nodes, kind, slot);
    left += podsIn(freed, kind);
    least = Math.min(least, podsIn(freed, kind) - podsIn(freed - takenMilli, kind));
  }
  const lacking = victim.bound.length - left + least;
  return lacking <= 0 || roomFor(nodes, kind, { enough: here + lacking, policy }) - here >= lacking;
};

/** How many pods of a kind fit on a node once so many of another kind have left it: never too few. */
const roomAfter = (
  table: NodeTable,
  kind: Kind,
  gone: { readonly slot: number; readonly kind: Kind; readonly pods: number },
): number => {
  const { slot, pods } = gone;
  if (table.usable[slot] !== 1) return 0;
  const { gpuDevices, cpuMilli, memoryBytes } = gone.kind;
  const fit = (free: number | undefined, freed: number, need: number): number =>
    need === 0 ? Number.MAX_SAFE_INTEGER : Math.floor(((free ?? 0) + pods * freed) / need);
  return Math.min(
    fit(table.wholeFuture[slot], gpuDevices, kind.gpuDevices),
    fit(table.cpuFuture[slot], cpuMilli, kind.cpuMilli),
    fit(table.memoryFuture[slot], memoryBytes, kind.memoryBytes),
  );
};

const isPlain = ({ extras, gpuMilli }: Kind): boolean => extras === undefined && gpuMilli === 1000;

const isAtLeast = (a: Kind, b: Kind): boolean =>
  a.gpuDevices >= b.gpuDevices && a.cpuMilli >= b.cpuMilli && a.memoryBytes >= b.memoryBytes;

/**
 * Whether the moving of a gang gives the seeker no more room than its new places take from it: each of its pods needs at
 * least what one of the seeker's does, so that one of those could go to the new place itself.
 *
 * @shape only where any node takes the seeker's pods
 */
const isMereTrade = (table: NodeTable, wanted: Kind, { victim, seat }: Occupant): boolean => {
  const { kind } = seat;
  if (!isPlain(wanted) || !isPlain(kind) || !isAtLeast(kind, wanted)) return false;
  const { refusedBySelector, refusedByTaint, refusals } = offerOf(table, wanted);
  if (refusedBySelector + refusedByTaint + refusals.length > 0) return false;
  let gain = 0;
  for (const [slot, pods] of podsByNode(victim))
    gain += roomAfter(table, wanted, { slot, kind, pods }) - roomOf(table, wanted, slot);
  return gain <= victim.bound.length;
};

/** Whether somebody who would have to leave this node may have another place to go, to the good of the seeker. */
export const isMovable = (hunt: Hunt, { kind: wanted }: Part, occupant: Occupant): boolean => {
  const { draft, seeker } = hunt;
  const { victim, seat } = occupant;
  const { kind } = seat;
  const { isWhole, parts } = victim.build;
  if (!isWhole || kind.extras !== undefined) return true;
  if (victim.bound.length === 1)
    return hasElsewhere(draft, seat) || hasBeside(draft.snapshot, seat);
  if (parts.length !== 1 || needOf(kind) === 0) return true;
  if (isMereTrade(draft.snapshot.nodes, wanted, occupant)) return false;
  return seeker.shape.pods !== 1 || hasGangElsewhere(hunt, { victim, kind }, needOf(wanted));
};
