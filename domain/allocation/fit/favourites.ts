import type { Favourites, Kind, NodeTable } from '../state/snapshot.ts';
import type { Frame } from '../state/table.ts';
import { type Look, scoreOf } from './fit.ts';

/** How many are remembered when all nodes were looked at. */
const favouritesMax = 16;

/** The better score first, then the place in the order of ties. */
const isBefore = (
  a: { readonly score: number; readonly place: number },
  b: { readonly score: number; readonly place: number },
): boolean => a.score > b.score || (a.score === b.score && a.place < b.place);

/** Puts a node where it belongs among the favourites, and lets the last go where they are too many. */
const insert = (favourites: Favourites, one: Favourites['line'][number]): void => {
  const { line } = favourites;
  let at = line.length;
  for (; at > 0; at -= 1) {
    const before = line[at - 1];
    if (before === undefined || isBefore(before, one)) break;
  }
  line.splice(at, 0, one);
  if (line.length > favouritesMax) favourites.beyond = line.pop();
};

/** Looks at every node. @cost O(nodes) */
export const favouritesIn = ({ slotAt, count }: Frame, look: Look): Favourites => {
  const { table, kind } = look;
  const { setVersion, changed: readAt } = table;
  const favourites: Favourites = { setVersion, line: [], beyond: undefined, readAt };
  const { line } = favourites;
  const isPlain = kind.extras === undefined;
  let had = 0;
  for (let place = 0; place < count; place += 1) {
    const slot = slotAt[place] ?? 0;
    const score = scoreOf(look, slot);
    if (score <= had) continue;
    insert(favourites, { slot, place, score });
    if (line.length < favouritesMax) continue;
    had = line.at(-1)?.score ?? 0;
    if (isPlain) look.had = had;
  }
  // Whoever was as good as the last, or hidden by it, comes after it.
  if (line.length === favouritesMax) favourites.beyond = line.at(-1);
  look.had = 0;
  return favourites;
};

/** Nodes whose figures changed since then, the newest change first; `undefined` where there are more than so many. */
const changedSince = (table: NodeTable, since: number, most: number): Set<number> | undefined => {
  const { newest, lastChange, older } = table;
  const slots = new Set<number>();
  for (let slot = newest; (lastChange[slot] ?? 0) > since; slot = older[slot] ?? -1) {
    if (slots.size === most) return undefined;
    slots.add(slot);
  }
  return slots;
};

/**
 * The favourites of a kind as the nodes are now; `undefined` where all nodes have to be looked at.
 *
 * Nodes that did not change and are no favourites come after `beyond`, as they did.
 * @cost O(changed nodes), at most a quarter of all
 */
export const favouritesNow = (frame: Frame, look: Look, kind: Kind): Favourites | undefined => {
  const { table } = look;
  const { favourites } = kind;
  if (favourites?.setVersion !== table.setVersion) return undefined;
  const changed = changedSince(table, favourites.readAt, frame.count >> 2);
  if (changed === undefined) return undefined;
  favourites.line = favourites.line.filter(({ slot }) => !changed.has(slot));
  for (const slot of changed) {
    const place = frame.placeOf[slot] ?? -1;
    const score = place < 0 ? 0 : scoreOf(look, slot);
    if (score === 0) continue;
    const one = { slot, place, score };
    const { beyond } = favourites;
    if (beyond === undefined || isBefore(one, beyond)) insert(favourites, one);
  }
  favourites.readAt = table.changed;
  return favourites.line.length > 0 || favourites.beyond === undefined ? favourites : undefined;
};
