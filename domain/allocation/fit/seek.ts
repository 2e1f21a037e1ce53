import { type Look, lookFor, roomOf, scoreOf } from './fit.ts';
import { rankNodes } from '../state/nodes.ts';
import type { Policy } from '../policy/policy.ts';
import type { Found, Kind, KindIndex, NodeTable } from '../state/snapshot.ts';

const nowhere: Found = { slot: -1, score: 0 };

const setLeaf = (index: KindIndex, rank: number, score: number): void => {
  const { best } = index;
  let at = index.offset + rank;
  if (best[at] === score) return;
  best[at] = score;
  for (at >>= 1; at >= 1; at >>= 1) {
    const left = best[2 * at] ?? 0;
    const right = best[2 * at + 1] ?? 0;
    const larger = left >= right ? left : right;
    if (best[at] === larger) return;
    best[at] = larger;
  }
};

const built = (table: NodeTable, kind: Kind, policy: Policy): KindIndex => {
  let offset = 1;
  while (offset < table.count) offset *= 2;
  const look = lookFor(table, kind, policy);
  const best = new Int32Array(2 * offset);
  const room = kind.isGang ? new Int32Array(offset) : undefined;
  let roomTotal = 0;
  for (let rank = 0; rank < table.count; rank += 1) {
    const slot = table.slotAt[rank] ?? 0;
    best[offset + rank] = scoreOf(look, slot);
    if (room === undefined) continue;
    const here = roomOf(table, kind, slot);
    room[rank] = here;
    roomTotal += here;
  }
  for (let at = offset - 1; at >= 1; at -= 1)
    best[at] = Math.max(best[2 * at] ?? 0, best[2 * at + 1] ?? 0);
  const { setVersion, changed: readAt } = table;
  return { setVersion, offset, best, room, roomTotal, readAt };
};

const caughtUp = (look: Look, index: KindIndex): KindIndex => {
  const { table, kind } = look;
  const mask = table.changes.length - 1;
  for (let at = index.readAt; at < table.changed; at += 1) {
    const slot = table.changes[at & mask] ?? 0;
    const rank = table.rankOf[slot] ?? -1;
    if (rank < 0) continue;
    setLeaf(index, rank, scoreOf(look, slot));
    if (index.room === undefined) continue;
    const here = roomOf(table, kind, slot);
    index.roomTotal += here - (index.room[rank] ?? 0);
    index.room[rank] = here;
  }
  index.readAt = table.changed;
  return index;
};

/**
 * The index of a kind brought up to date, or nothing where a look at every node is cheaper.
 *
 * Whether an index exists never changes an answer: it holds the same scores that a look at every node would find.
 */
const indexOf = (table: NodeTable, kind: Kind, policy: Policy): KindIndex | undefined => {
  rankNodes(table);
  const patience = Math.min(table.changes.length, Math.max(32, table.count >> 3));
  const { index } = kind;
  const usedAt = kind.usedAt;
  kind.usedAt = table.changed;
  if (
    index !== undefined &&
    index.setVersion === table.setVersion &&
    table.changed - index.readAt <= patience &&
    (index.room !== undefined || !kind.isGang)
  )
    return caughtUp(lookFor(table, kind, policy), index);
  kind.index = undefined;
  // An index costs as much as two or three looks at every node: it must be used again soon to be worth it.
  if (table.changed - usedAt > patience >> 2) return undefined;
  kind.index = built(table, kind, policy);
  return kind.index;
};

/**
 * The best node for one more pod of the kind; the smallest id among equals.
 *
 * @cost O(log nodes) per change since the kind was last looked for, else O(nodes); O(1) for the same figures again.
 */
export const bestNode = (table: NodeTable, kind: Kind, policy: Policy): Found => {
  if (kind.foundAt === table.version) return kind.found;
  const index = indexOf(table, kind, policy);
  kind.found = index === undefined ? bestOfAll(table, kind, policy) : bestIn(table, index);
  kind.foundAt = table.version;
  return kind.found;
};

const bestIn = (table: NodeTable, { best, offset }: KindIndex): Found => {
  const score = best[1] ?? 0;
  if (score === 0) return nowhere;
  let at = 1;
  while (at < offset) at = best[2 * at] === score ? 2 * at : 2 * at + 1;
  return { slot: table.slotAt[at - offset] ?? -1, score };
};

const bestOfAll = (table: NodeTable, kind: Kind, policy: Policy): Found => {
  const look = lookFor(table, kind, policy);
  const { slotAt, count } = table;
  let slot = -1;
  for (let rank = 0; rank < count; rank += 1) {
    const here = slotAt[rank] ?? 0;
    const score = scoreOf(look, here);
    if (score <= look.had) continue;
    look.had = score;
    slot = here;
  }
  return slot < 0 ? nowhere : { slot, score: look.had };
};

/** How many pods of the kind all nodes together could take, counted no further than `enough`. */
export const roomFor = (
  table: NodeTable,
  kind: Kind,
  limits: { readonly enough: number; readonly policy: Policy },
): number => {
  const { enough, policy } = limits;
  const index = indexOf(table, kind, policy);
  if (index?.room !== undefined) return Math.min(enough, index.roomTotal);
  let room = 0;
  for (let rank = 0; rank < table.count && room < enough; rank += 1)
    room += roomOf(table, kind, table.slotAt[rank] ?? 0);
  return Math.min(enough, room);
};

/** Drops what was remembered of every kind: other rules give other scores. */
export const forgetIndexes = (kinds: Iterable<Kind>): void => {
  for (const kind of kinds) {
    kind.index = undefined;
    kind.foundAt = -1;
  }
};
