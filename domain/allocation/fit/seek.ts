import { rankNodes } from '../state/ranks.ts';
import { isFarSeeing } from '../state/neighbours.ts';
import type { Policy } from '../policy/policy.ts';
import type { Found, Kind, KindIndex, NodeTable } from '../state/snapshot.ts';
import type { Frame } from '../state/table.ts';
import { alikeIn, isUntouched } from './alike.ts';
import { followsOthers, isChoosy } from './extras.ts';
import { favouritesIn, favouritesNow } from './favourites.ts';
import { type Look, lookFor, roomOf, scoreOf, withRank } from './fit.ts';

const nowhere: Found = { slot: -1, score: 0 };

/** What is remembered of a kind in a frame: a kind itself is that for all nodes. */
interface Memory {
  index: KindIndex | undefined;
  usedAt: number;
}

/** Some nodes for one search, and what was found out about them. */
export interface Scope extends Frame {
  readonly memories: Map<Kind, Memory>;
  /** Made with the first index. */
  placeOf: Int32Array;
}

/** One look into one frame. */
interface View {
  readonly frame: Frame;
  readonly look: Look;
  readonly isRanked: boolean;
}

const viewOf = (frame: Frame, look: Look): View => ({
  frame,
  look,
  isRanked: frame.rankOf !== undefined,
});

const scoreIn = ({ frame, look, isRanked }: View, slot: number): number =>
  isRanked ? withRank(scoreOf(look, slot), frame.rankOf?.get(slot) ?? 0) : scoreOf(look, slot);

const setLeaf = (index: KindIndex, place: number, score: number): void => {
  const { best } = index;
  let at = index.offset + place;
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

/** Whether scores of the kind need more room than small integers have. */
const isWide = ({ isRanked, look }: View): boolean =>
  isRanked || (look.kind.extras !== undefined && isChoosy(look.kind.extras));

/** Scores nodes one after the other; of those that are alike and that nobody is on, only the first is looked at. */
const scorerOf = (view: View): ((slot: number) => number) => {
  const { look, isRanked } = view;
  const { table, kind, layout } = look;
  if (layout === undefined || isRanked || kind.extras !== undefined)
    return (slot) => scoreIn(view, slot);
  const alike = alikeIn(layout, table);
  const known = new Map<number, number>();
  return (slot) => {
    if (!isUntouched(table, slot)) return scoreIn(view, slot);
    const number = alike[slot] ?? -1;
    const score = known.get(number) ?? scoreIn(view, slot);
    known.set(number, score);
    return score;
  };
};

const built = (view: View): KindIndex => {
  const { frame, look } = view;
  const { table, kind } = look;
  let offset = 1;
  while (offset < frame.count) offset *= 2;
  const best = isWide(view) ? new Float64Array(2 * offset) : new Int32Array(2 * offset);
  const room = kind.isGang ? new Int32Array(offset) : undefined;
  let roomTotal = 0;
  const scored = scorerOf(view);
  for (let place = 0; place < frame.count; place += 1) {
    const slot = frame.slotAt[place] ?? 0;
    best[offset + place] = scored(slot);
    if (room === undefined) continue;
    const here = roomOf(table, kind, slot);
    room[place] = here;
    roomTotal += here;
  }
  for (let at = offset - 1; at >= 1; at -= 1)
    best[at] = Math.max(best[2 * at] ?? 0, best[2 * at + 1] ?? 0);
  const { setVersion, changed: readAt } = table;
  return { setVersion, offset, best, room, roomTotal, readAt };
};

/** Whether at most so many nodes changed since then. @cost O(nodes counted) */
const isNear = ({ lastChange, older, newest }: NodeTable, since: number, most: number): boolean => {
  let left = most;
  for (let slot = newest; (lastChange[slot] ?? 0) > since; slot = older[slot] ?? -1) {
    if (left === 0) return false;
    left -= 1;
  }
  return true;
};

/** Scores anew what changed since the index was last read, from the newest change on. */
const caughtUp = (view: View, index: KindIndex): KindIndex => {
  const { table, kind } = view.look;
  const { lastChange, older } = table;
  for (let slot = table.newest; (lastChange[slot] ?? 0) > index.readAt; slot = older[slot] ?? -1) {
    const place = view.frame.placeOf[slot] ?? -1;
    if (place < 0) continue;
    setLeaf(index, place, scoreIn(view, slot));
    if (index.room === undefined) continue;
    const here = roomOf(table, kind, slot);
    index.roomTotal += here - (index.room[place] ?? 0);
    index.room[place] = here;
  }
  index.readAt = table.changed;
  return index;
};

/** Whether what happens on one node changes what the kind scores on others: then nothing is worth remembering. */
export const isRestless = ({ extras }: Kind): boolean =>
  extras !== undefined &&
  (extras.claims.length > 0 || (extras.neighbours !== undefined && isFarSeeing(extras.neighbours)));

/**
 * The index of a kind brought up to date, or nothing where a look at every node is cheaper.
 *
 * Whether an index exists never changes an answer: it holds the same scores that a look at every node would find.
 */
const indexOf = (view: View, memory: Memory): KindIndex | undefined => {
  const { table, kind } = view.look;
  // Where fragments count, no look at a node can be cut short: what is known is worth more.
  const isSlow = view.look.layout !== undefined;
  const patience = isSlow ? view.frame.count : Math.max(32, view.frame.count >> 3);
  const { index, usedAt } = memory;
  memory.usedAt = table.changed;
  if (isRestless(kind)) {
    memory.index = undefined;
    return undefined;
  }
  if (
    index !== undefined &&
    index.setVersion === table.setVersion &&
    (index.room !== undefined || !kind.isGang) &&
    (isSlow || isNear(table, index.readAt, patience))
  )
    return caughtUp(view, index);
  memory.index = undefined;
  // An index costs as much as two or three looks at every node: it must be used again soon to be worth it.
  if (!isSlow && table.changed - usedAt > patience >> 2) return undefined;
  memory.index = built(view);
  return memory.index;
};

/**
 * The best node for one more pod of the kind; the smallest id among equals.
 *
 * @cost O(log nodes) per change since the kind was last looked for, else O(nodes); O(1) for the same figures again.
 */
export const bestNode = (table: NodeTable, kind: Kind, policy: Policy): Found => {
  if (kind.foundAt === table.version) return kind.found;
  rankNodes(table);
  kind.found = bestNow(viewOf(table.frame, lookFor(table, kind, policy)), kind);
  kind.foundAt = table.version;
  return kind.found;
};

/** So few nodes are looked at one by one. */
const fewMax = 64;

const bestNow = (view: View, kind: Kind): Found => {
  const { frame, look } = view;
  const index = indexOf(view, kind);
  if (index !== undefined) return bestIn(frame, index);
  if (frame.count <= fewMax || isRestless(kind)) return bestOfAll(view);
  kind.favourites = favouritesNow(frame, look, kind) ?? favouritesIn(frame, look);
  return kind.favourites.line[0] ?? nowhere;
};

const bestOf = (view: View, memory: Memory): Found => {
  const index = indexOf(view, memory);
  return index === undefined ? bestOfAll(view) : bestIn(view.frame, index);
};

const bestIn = (frame: Frame, { best, offset }: KindIndex): Found => {
  const score = best[1] ?? 0;
  if (score === 0) return nowhere;
  let at = 1;
  while (at < offset) at = best[2 * at] === score ? 2 * at : 2 * at + 1;
  return { slot: frame.slotAt[at - offset] ?? -1, score };
};

const bestOfAll = (view: View): Found => {
  const { frame, look } = view;
  const { slotAt, count } = frame;
  const isPlain = !view.isRanked && look.kind.extras === undefined;
  let slot = -1;
  let best = 0;
  for (let place = 0; place < count; place += 1) {
    const here = slotAt[place] ?? 0;
    const score = isPlain ? scoreOf(look, here) : scoreIn(view, here);
    if (score <= best) continue;
    best = score;
    if (isPlain) look.had = score;
    slot = here;
  }
  return slot < 0 ? nowhere : { slot, score: best };
};

const roomIn = (view: View, index: KindIndex | undefined, enough: number): number => {
  if (index?.room !== undefined) return Math.min(enough, index.roomTotal);
  const { frame, look } = view;
  let room = 0;
  for (let place = 0; place < frame.count && room < enough; place += 1)
    room += roomOf(look.table, look.kind, frame.slotAt[place] ?? 0);
  return Math.min(enough, room);
};

/** How many pods of the kind all nodes together could take, counted no further than `enough`. */
export const roomFor = (
  table: NodeTable,
  kind: Kind,
  limits: { readonly enough: number; readonly policy: Policy },
): number => {
  const { enough, policy } = limits;
  // As a rule the kind was just looked for, in vain.
  if (!followsOthers(kind) && bestNode(table, kind, policy).score === 0) return 0;
  rankNodes(table);
  const view = viewOf(table.frame, lookFor(table, kind, policy));
  return roomIn(view, indexOf(view, kind), enough);
};

/** Some nodes in the order of their ids, for searches that go no further; a higher rank goes first. */
export const scopeOf = (
  slots: readonly number[],
  rankOf: ReadonlyMap<number, number> | undefined,
): Scope => ({
  slotAt: slots,
  count: slots.length,
  placeOf: noPlaces,
  rankOf,
  memories: new Map(),
});

const noPlaces = new Int32Array(0);

/** Knows where each slot stands, from the moment when somebody might ask. */
const placed = (table: NodeTable, scope: Scope): Scope => {
  if (scope.placeOf !== noPlaces) return scope;
  const { slotAt, count } = scope;
  const placeOf = new Int32Array(table.slots.length).fill(-1);
  for (let place = 0; place < count; place += 1) placeOf[slotAt[place] ?? 0] = place;
  scope.placeOf = placeOf;
  return scope;
};

const memoryIn = (scope: Scope, kind: Kind): Memory => {
  const known = scope.memories.get(kind);
  if (known !== undefined) return known;
  const fresh: Memory = { index: undefined, usedAt: Number.MIN_SAFE_INTEGER };
  scope.memories.set(kind, fresh);
  return fresh;
};

/** Where and under which rules a search looks. */
export interface Within {
  readonly scope: Scope;
  readonly policy: Policy;
}

/** Like `bestNode`, among the nodes of a scope; a better rank outweighs everything but what the pod itself likes. */
export const bestWithin = (table: NodeTable, kind: Kind, { scope, policy }: Within): Found => {
  const look = lookFor(table, kind, policy);
  return scope.count <= fewMax
    ? bestOfAll(viewOf(scope, look))
    : bestOf(viewOf(placed(table, scope), look), memoryIn(scope, kind));
};

/** Drops what was remembered of every kind: other rules give other scores. */
export const forgetIndexes = (kinds: Iterable<Kind>): void => {
  for (const kind of kinds) {
    kind.index = undefined;
    kind.foundAt = -1;
    kind.favourites = undefined;
  }
};
