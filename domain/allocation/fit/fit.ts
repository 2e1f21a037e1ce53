import type { NodeSelector, Taint, Toleration } from '../../foundation/shapes.ts';
import type { Policy } from '../policy/policy.ts';
import type { Kind, NodeState, NodeTable } from '../state/snapshot.ts';

const refusedBySelector = 1;
const refusedByTaint = 2;
const accepted = 3;

const tolerates = (toleration: Toleration, taint: Taint): boolean => {
  if (toleration.effect !== '' && toleration.effect !== taint.effect) return false;
  if (toleration.key === '') return toleration.operator === 'Exists';
  if (toleration.key !== taint.key) return false;
  return toleration.operator === 'Exists' || toleration.value === taint.value;
};

const accepts = (selector: NodeSelector, node: NodeState): boolean => {
  for (const label of Object.keys(selector)) {
    const value = Object.hasOwn(node.labels, label) ? node.labels[label] : undefined;
    if (value === undefined || selector[label]?.includes(value) !== true) return false;
  }
  return true;
};

const matchOf = (kind: Kind, node: NodeState): number => {
  if (!accepts(kind.selector, node)) return refusedBySelector;
  let costs = 0;
  for (const taint of node.taints) {
    if (kind.tolerations.some((toleration) => tolerates(toleration, taint))) continue;
    if (taint.effect !== 'PreferNoSchedule') return refusedByTaint;
    costs += 1;
  }
  return accepted + Math.min(costs, 7);
};

/** Whether labels and taints let the kind on the node: `selector` and `taint` name who refuses. @cost O(1) once known */
export const refusalAt = (
  table: NodeTable,
  kind: Kind,
  slot: number,
): 'none' | 'selector' | 'taint' => {
  const match = knownMatch(table, kind, slot);
  return match === refusedBySelector ? 'selector' : match === refusedByTaint ? 'taint' : 'none';
};

const knownMatch = (table: NodeTable, kind: Kind, slot: number): number => {
  const profile = table.profile[slot] ?? 0;
  const known = kind.match[profile];
  if (known !== undefined && known !== 0) return known;
  const node = table.profileNodes[profile];
  while (kind.match.length < table.profileNodes.length) kind.match.push(0);
  const fresh = node === undefined ? refusedBySelector : matchOf(kind, node);
  kind.match[profile] = fresh;
  return fresh;
};

const nowBit = 1 << 29;
const freeSpan = 1 << 24;
/** One short of the span, so that a score never reaches the next bit. */
const freeMax = freeSpan - 2;

/** Whether a score says that the pod fits on what is physically free. */
export const fitsNow = (score: number): boolean => score >= nowBit;

/** How many devices have room for a share, of how many that others use already. */
const shareRoom = (table: NodeTable, kind: Kind, slot: number): number => {
  const start = table.deviceStart[slot] ?? 0;
  const end = start + (table.deviceCount[slot] ?? 0);
  const most = 1000 - kind.gpuMilli;
  let later = 0;
  let present = 0;
  let sharedLater = 0;
  let sharedPresent = 0;
  for (let at = start; at < end; at += 1) {
    const usedFuture = table.usedFuture[at] ?? 0;
    if (usedFuture > most || table.broken[at] === 1) continue;
    const usedNow = table.usedNow[at] ?? 0;
    later += 1;
    if (usedFuture > 0) sharedLater += 1;
    if (usedNow > most) continue;
    present += 1;
    if (usedNow > 0 || usedFuture > 0) sharedPresent += 1;
  }
  if (present >= kind.gpuDevices) return sharedPresent >= kind.gpuDevices ? 4 : 3;
  if (later >= kind.gpuDevices) return sharedLater >= kind.gpuDevices ? 2 : 1;
  return 0;
};

/** What is looked for where, and what is no use because something as good is known. */
export interface Look {
  readonly table: NodeTable;
  readonly kind: Kind;
  readonly policy: Policy;
  /** The most that a node without anything free to spare could score, by the kind alone. */
  readonly highest: number;
  /** A score that is already had: nothing that cannot beat it is looked at closely. */
  had: number;
}

const bestTaints = 7;

/** Begins a look for the best node of a kind. */
export const lookFor = (table: NodeTable, kind: Kind, policy: Policy): Look => {
  const bonus = kind.gpuDevices === 0 ? 1 : kind.gpuMilli < 1000 ? 2 : 0;
  const highest = nowBit + 1 + freeSpan * (4 * bestTaints + bonus);
  return { table, kind, policy, highest, had: 0 };
};

const freeScore = ({ table, kind, policy }: Look, slot: number): number => {
  const isGpu = kind.gpuDevices > 0;
  const free = (isGpu ? table.gpuFuture[slot] : table.cpuFuture[slot]) ?? 0;
  if ((isGpu ? policy.gpuPlacement : policy.cpuPlacement) !== 'spread')
    return free >= freeMax ? 0 : free <= 0 ? freeMax : freeMax - free;
  const whole = isGpu ? 1000 * (table.deviceOk[slot] ?? 0) : (table.cpuCap[slot] ?? 0);
  return whole <= 0 ? 0 : Math.max(0, Math.floor((free * freeMax) / whole));
};

/**
 * How good a node is for one more pod of a kind: 0 does not fit even when all who leave have left; more is better.
 *
 * Lexicographic, packed into 30 bits: fits now · fewest taints that only cost · on devices that are shared already ·
 * CPU-only pods on CPU-only nodes · packing or spreading. Ties go to the smaller node id (see `bestNode`). A score that
 * could not beat `look.had` may be told as 0.
 * @source peer-scheduler reference §1.7 (magnitudes)
 */
export const scoreOf = (look: Look, slot: number): number => {
  const { table, kind } = look;
  const free = freeScore(look, slot);
  if (look.highest + free <= look.had || table.usable[slot] !== 1) return 0;
  const { gpuDevices, cpuMilli, memoryBytes } = kind;
  const isWhole = kind.gpuMilli === 1000;
  if (isWhole && (table.wholeFuture[slot] ?? 0) < gpuDevices) return 0;
  if ((table.cpuFuture[slot] ?? 0) < cpuMilli || (table.memoryFuture[slot] ?? 0) < memoryBytes)
    return 0;
  if ((table.podsFuture[slot] ?? 0) < 1) return 0;
  const match = knownMatch(table, kind, slot);
  if (match < accepted) return 0;
  let isNow =
    (table.podsNow[slot] ?? 0) >= 1 &&
    (table.cpuNow[slot] ?? 0) >= cpuMilli &&
    (table.memoryNow[slot] ?? 0) >= memoryBytes;
  const packed = 1 + 4 * freeSpan * (bestTaints + accepted - match) + free;
  if (isWhole) return isNow && (table.wholeNow[slot] ?? 0) >= gpuDevices ? nowBit + packed : packed;
  if (gpuDevices === 0) {
    const score = packed + (table.deviceCount[slot] === 0 ? freeSpan : 0);
    return isNow ? nowBit + score : score;
  }
  const most = packed + 2 * freeSpan;
  if ((isNow ? nowBit + most : most) <= look.had) return 0;
  const room = shareRoom(table, kind, slot);
  if (room === 0) return 0;
  isNow = isNow && room >= 3;
  const score = room % 2 === 0 ? most : packed;
  return isNow ? nowBit + score : score;
};

/**
 * At most how many pods of a kind the node could take in the future; exact for whole devices and CPU pods.
 */
export const roomOf = (table: NodeTable, kind: Kind, slot: number): number => {
  if (table.usable[slot] !== 1 || knownMatch(table, kind, slot) < accepted) return 0;
  let room = table.podsFuture[slot] ?? 0;
  if (kind.cpuMilli > 0)
    room = Math.min(room, Math.floor((table.cpuFuture[slot] ?? 0) / kind.cpuMilli));
  if (kind.memoryBytes > 0)
    room = Math.min(room, Math.floor((table.memoryFuture[slot] ?? 0) / kind.memoryBytes));
  if (kind.gpuMilli === 1000)
    room = Math.min(room, Math.floor((table.wholeFuture[slot] ?? 0) / kind.gpuDevices));
  else if (kind.gpuDevices > 0) room = Math.min(room, shareSlots(table, kind, slot));
  return Math.max(0, room);
};

const shareSlots = (table: NodeTable, kind: Kind, slot: number): number => {
  const start = table.deviceStart[slot] ?? 0;
  const end = start + (table.deviceCount[slot] ?? 0);
  let shares = 0;
  for (let at = start; at < end; at += 1)
    if (table.broken[at] !== 1)
      shares += Math.floor((1000 - (table.usedFuture[at] ?? 0)) / kind.gpuMilli);
  return Math.floor(shares / kind.gpuDevices);
};

/** The devices that a pod gets on a node that has room: whole ones by number; shares on the most used that has room. */
export const pickDevices = (
  table: NodeTable,
  kind: Kind,
  place: { readonly slot: number; readonly isNow: boolean; readonly policy: Policy },
): readonly number[] => {
  if (kind.gpuDevices === 0) return [];
  const start = table.deviceStart[place.slot] ?? 0;
  const count = table.deviceCount[place.slot] ?? 0;
  const used = (device: number): number =>
    place.isNow
      ? Math.max(table.usedNow[start + device] ?? 0, table.usedFuture[start + device] ?? 0)
      : (table.usedFuture[start + device] ?? 0);
  const roomy: number[] = [];
  for (let device = 0; device < count; device += 1)
    if (table.broken[start + device] !== 1 && used(device) + kind.gpuMilli <= 1000) {
      roomy.push(device);
      if (kind.gpuMilli === 1000 && roomy.length === kind.gpuDevices) return roomy;
    }
  const sign = place.policy.gpuPlacement === 'spread' ? 1 : -1;
  return roomy
    .toSorted((a, b) => sign * (used(a) - used(b)) || a - b)
    .slice(0, kind.gpuDevices)
    .toSorted((a, b) => a - b);
};
