import type { Layout } from '../score/layout.ts';
import type { Policy } from '../policy/policy.ts';
import type { Kind, NodeTable } from '../state/snapshot.ts';
import type { CountColumn, Extras } from '../state/extras.ts';
import { likingOf } from '../state/neighbours.ts';
import { isSharing, shareFit, shareFits, shareOn } from './devices.ts';
import { cardColumns, extrasFit, isChoosy, usesOtherCards } from './extras.ts';
import { fragmentScore } from './fragments.ts';
import { accepted, costsMax, labelsLiked, matchOf } from './match.ts';

export { pickDevices, shareOn } from './devices.ts';
export { obstacleAt, type Refusal, refusalAt, roomOf } from './room.ts';

const freeSpan = 2 ** 26;
/** One short of the span, so that a score never reaches the next bit. */
const freeMax = freeSpan - 2;
const costSpan = 2 * freeSpan;
const nowBit = 2 ** 30;
const rankSpan = 2 ** 31;
/** Places of a domain in a ranking stand above what a node alone is worth. @shape 0..15 */
const likingSpan = rankSpan * 16;
const likingMax = 2 ** 16 - 1;

/** Whether a score says that the pod fits on what is physically free. */
export const fitsNow = (score: number): boolean => (score & nowBit) !== 0;

/** What a search adds to scores: the place of the node's domain among those that it would rather have. @shape 0..15 */
export const withRank = (score: number, rank: number): number =>
  score === 0 ? 0 : score + rank * rankSpan;

/** What is looked for where, and what is no use because something as good is known. */
export interface Look {
  readonly table: NodeTable;
  readonly kind: Kind;
  readonly policy: Policy;
  /** Whether CPU is packed or spread, not cards. */
  readonly isCpu: boolean;
  readonly isPacked: boolean;
  /** Cards that pods take by claim are packed or spread with the others. */
  readonly claimed: readonly CountColumn[];
  /** The most that a node without anything free to spare could score, by the kind alone. */
  readonly highest: number;
  /** What a pod takes of each device of the node that is looked at. @unit thousandths of a card */
  gpuMilli: number;
  readonly gpuDevices: number;
  readonly cpuMilli: number;
  /** How nodes are judged where fragments count and the kind leaves some. */
  readonly layout: Layout | undefined;
  /** Whether some nodes have devices that are not shared. */
  readonly hasSlices: boolean;
  /** What it is worth that others share the devices already. */
  readonly shareBonus: number;
  /** A score that is already had: nothing that cannot beat it is looked at closely. */
  had: number;
}

/** Begins a look for the best node of a kind. */
export const lookFor = (table: NodeTable, kind: Kind, policy: Policy): Look => {
  const isCpu =
    kind.gpuDevices === 0 && (kind.extras === undefined || !usesOtherCards(kind.extras));
  const isPacked = (isCpu ? policy.cpuPlacement : policy.gpuPlacement) !== 'spread';
  const hasBonus = isCpu || (kind.gpuDevices > 0 && kind.gpuMilli < 1000);
  const layout = kind.gpuDevices > 0 || isCpu ? table.layout : undefined;
  const most = layout === undefined ? 0 : freeSpan;
  return {
    table,
    kind,
    policy,
    isCpu,
    isPacked,
    claimed: cardColumns(kind),
    highest: nowBit + 1 + costSpan * costsMax + (hasBonus ? freeSpan : 0) + most,
    gpuMilli: kind.gpuMilli,
    gpuDevices: kind.gpuDevices,
    cpuMilli: kind.cpuMilli,
    layout,
    hasSlices: table.slicedNodes > 0,
    shareBonus: isPacked ? freeSpan : 0,
    had: 0,
  };
};

const placeScore = (look: Look, free: number, all: number): number => {
  if (look.isPacked) return Math.max(0, freeMax - Math.max(0, free));
  return all <= 0 ? 0 : Math.max(0, Math.floor((free * freeMax) / all));
};

const freeScore = (look: Look, slot: number): number => {
  const { table } = look;
  const free = (look.isCpu ? table.cpuFuture[slot] : table.wholeFuture[slot]) ?? 0;
  if (look.isPacked) return Math.max(0, freeMax - free);
  return placeScore(look, free, (look.isCpu ? table.cpuCap[slot] : table.deviceOk[slot]) ?? 0);
};

/**
 * Whoever opens a device brings a second pod, which holds the device for all who share it. A device that somebody leaves
 * is shared only for a pod that comes before that, and needs room for the second pod from then on.
 */
const scoreOfShare = (look: Look, slot: number, packed: number): number => {
  const { table } = look;
  const fit = shareFit(table, slot, look);
  // Whatever else it fits, it fits later.
  if (fit === 0 || (look.hasSlices && !isSharing(table, slot))) return 0;
  const isNow = fitsNow(packed);
  const mayOpen = (table.podsFuture[slot] ?? 0) >= 2;
  const mayOpenNow = mayOpen && (table.podsNow[slot] ?? 0) >= 2;
  const staysShared = mayOpen || (fit & shareFits.laterShared) !== 0;
  if (isNow && (fit & shareFits.nowShared) !== 0 && staysShared) return packed + look.shareBonus;
  if (isNow && (fit & shareFits.now) !== 0 && mayOpenNow) return packed;
  const later = packed & ~nowBit;
  if ((fit & shareFits.laterShared) !== 0) return later + look.shareBonus;
  return mayOpen ? later : 0;
};

/** The score of a node by the fragments that the pod would leave there, in the place of what packing or spreading says. */
const scoreInLayout = (
  look: Look,
  layout: Layout,
  at: { slot: number; packed: number },
): number => {
  const { table, gpuDevices } = look;
  const { slot, packed } = at;
  const isBare = layout.strategy === 'berth' && table.traits[slot] === 0;
  if (gpuDevices === 0 && isBare) return packed + freeSpan + freeScore(look, slot);
  if (gpuDevices > 0 && look.hasSlices && look.gpuMilli < 1000 && !isSharing(table, slot)) return 0;
  const isNow = fitsNow(packed);
  const score = fragmentScore(layout, look, { slot, isNow });
  if (score >= 0) return packed + score;
  const later = isNow ? fragmentScore(layout, look, { slot, isNow: false }) : -1;
  return later < 0 ? 0 : (packed & ~nowBit) + later;
};

const plainScore = (look: Look, slot: number): number => {
  const { table, kind, gpuDevices, layout } = look;
  const free = layout === undefined ? freeScore(look, slot) : 0;
  if (look.highest + free <= look.had || table.usable[slot] !== 1) return 0;
  const { cpuMilli, memoryBytes } = kind;
  const isWhole = kind.gpuMilli === 1000;
  if (isWhole && (table.wholeFuture[slot] ?? 0) < gpuDevices) return 0;
  if ((table.cpuFuture[slot] ?? 0) < cpuMilli || (table.memoryFuture[slot] ?? 0) < memoryBytes)
    return 0;
  if ((table.podsFuture[slot] ?? 0) < 1) return 0;
  const match = matchOf(table, kind, slot);
  if (match < accepted) return 0;
  const isNow =
    (table.podsNow[slot] ?? 0) >= 1 &&
    (table.cpuNow[slot] ?? 0) >= cpuMilli &&
    (table.memoryNow[slot] ?? 0) >= memoryBytes &&
    (!isWhole || (table.wholeNow[slot] ?? 0) >= gpuDevices);
  const packed = (isNow ? nowBit + 1 : 1) + costSpan * (costsMax + accepted - match) + free;
  if (layout !== undefined) return scoreInLayout(look, layout, { slot, packed });
  if (isWhole) return packed;
  if (gpuDevices > 0) return packed + freeSpan <= look.had ? 0 : scoreOfShare(look, slot, packed);
  return look.isCpu && table.traits[slot] === 0 ? packed + freeSpan : packed;
};

const sumAt = (columns: readonly CountColumn[], plane: 'cap' | 'future', slot: number): number =>
  columns.reduce((sum, column) => sum + (column[plane][slot] ?? 0), 0);

/** What packing or spreading makes of a node whose cards are given out by number and by claim. */
const claimedScore = (look: Look, slot: number): number => {
  const { table, claimed } = look;
  const free = (table.wholeFuture[slot] ?? 0) + sumAt(claimed, 'future', slot);
  const all = (table.deviceOk[slot] ?? 0) + sumAt(claimed, 'cap', slot);
  return placeScore(look, free, all);
};

/**
 * How much a kind would like a node for its neighbours and, where it could start there at once, for its labels: for those
 * nobody waits.
 */
const likingAt = ({ table, kind }: Look, slot: number, isNow: boolean): number => {
  const neighbours = kind.extras?.neighbours;
  return (
    (neighbours === undefined ? 0 : likingOf(neighbours, slot)) +
    (isNow ? labelsLiked(table, kind, slot) : 0)
  );
};

const scoreWith = (look: Look, extras: Extras, slot: number): number => {
  const { table, kind } = look;
  const fit = extrasFit(table, extras, slot);
  if (fit === 0) return 0;
  if (extras.gpuMemoryMib > 0) look.gpuMilli = shareOn(table, kind, slot);
  // What is had may be worth more than any node alone.
  const { had } = look;
  look.had = 0;
  let score = plainScore(look, slot);
  look.had = had;
  if (score === 0) return 0;
  if (look.claimed.length > 0 && look.layout === undefined)
    score += claimedScore(look, slot) - freeScore(look, slot);
  const own = fit === 2 ? score : score & ~nowBit;
  if (!isChoosy(extras)) return own;
  const liking = likingAt(look, slot, fitsNow(own));
  const bounded = Math.max(-likingMax, Math.min(likingMax, liking));
  return own + likingSpan * (likingMax + 1 + bounded);
};

/**
 * How good a node is for one more pod of a kind: 0 does not fit even when all who leave have left; more is better.
 *
 * Lexicographic, packed into 53 bits: labels and neighbours liked · rank of the domain (see `withRank`) · fits now ·
 * fewest taints that only cost · on devices that are shared already, where policy packs · CPU-only pods on CPU-only
 * nodes · packing, spreading or few fragments. Ties go to the smaller node id (see `bestNode`). A score that could not beat `look.had`
 * may be told as 0.
 * @source peer-scheduler reference §1.7 (magnitudes)
 */
export const scoreOf = (look: Look, slot: number): number => {
  const { extras } = look.kind;
  return extras === undefined ? plainScore(look, slot) : scoreWith(look, extras, slot);
};
