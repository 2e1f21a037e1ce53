import { roomOf } from '../fit/room.ts';
import type { Draft } from '../plan/draft.ts';
import { markOf, seatTried, undoTo } from '../state/journal.ts';
import { future } from '../state/occupancy.ts';
import type { Kind, Workload } from '../state/snapshot.ts';
import type { Opening, Openings } from '../state/tenancy.ts';
import { endsFirst } from './ends.ts';

const none: readonly Opening<Workload>[] = [];

/** Takes those off a node who run there, one after the other, and notes whenever that makes room. */
const openingsAt = (draft: Draft, kind: Kind, slot: number): readonly Opening<Workload>[] => {
  const { journal, snapshot } = draft;
  const tenants = snapshot.tenancy.bySlot.get(slot);
  if (tenants === undefined) return none;
  const mark = markOf(journal);
  snapshot.nodes.isSupposing = true;
  const found: Opening<Workload>[] = [];
  let room = roomOf(snapshot.nodes, kind, slot);
  for (const workload of [...tenants.keys()].toSorted(endsFirst)) {
    for (const seat of tenants.get(workload) ?? [])
      seatTried(journal, seat, { planes: future, sign: -1 });
    const now = roomOf(snapshot.nodes, kind, slot);
    if (now > room) found.push({ after: workload, pods: now - room });
    room = now;
  }
  undoTo(journal, mark);
  snapshot.nodes.isSupposing = false;
  return found;
};

const sooner = ({ at }: Openings<Workload>, a: number, b: number): number => {
  const [one, other] = [at[a]?.[0], at[b]?.[0]];
  if (one === undefined) return other === undefined ? -1 : b;
  return other === undefined || endsFirst(one.after, other.after) <= 0 ? a : b;
};

const compete = (openings: Openings<Workload>, place: number): void => {
  const { first } = openings;
  first[place] = sooner(openings, first[2 * place] ?? -1, first[2 * place + 1] ?? -1);
};

/** Lets a node compete again whose openings are others than before. */
const climb = (openings: Openings<Workload>, rank: number): void => {
  const { first, offset, at } = openings;
  first[offset + rank] = at[rank]?.[0] === undefined ? -1 : rank;
  for (let place = (offset + rank) >> 1; place >= 1; place >>= 1) compete(openings, place);
};

/**
 * What a node opens as it is. What plans try they take back, and nodes that are closed are opened again: figures that were
 * looked at before are not looked at anew.
 */
const foundAt = (
  draft: Draft,
  kind: Kind,
  { openings, rank }: { readonly openings: Openings<Workload>; readonly rank: number },
): readonly Opening<Workload>[] => {
  const { nodes } = draft.snapshot;
  const slot = nodes.slotAt[rank] ?? 0;
  const figures = nodes.figures[slot] ?? 0;
  openings.shownOf[rank] = figures;
  if (nodes.usable[slot] !== 1) return none;
  const known = openings.foundOf[rank] === figures ? openings.found[rank] : undefined;
  if (known !== undefined) return known;
  const found = openingsAt(draft, kind, slot);
  openings.foundOf[rank] = figures;
  openings.found[rank] = found;
  return found;
};

/** All nodes looked at for the first time. */
const fresh = (draft: Draft, kind: Kind): Openings<Workload> => {
  const { nodes, tenancy } = draft.snapshot;
  let offset = 1;
  while (offset < nodes.count) offset *= 2;
  const openings: Openings<Workload> = {
    setVersion: nodes.setVersion,
    termsVersion: tenancy.termsVersion,
    offset,
    at: [],
    first: new Int32Array(2 * offset).fill(-1),
    found: [],
    foundOf: new Float64Array(nodes.count),
    shownOf: new Float64Array(nodes.count),
    readAt: nodes.changed,
  };
  for (let rank = 0; rank < nodes.count; rank += 1) {
    const there = foundAt(draft, kind, { openings, rank });
    openings.at.push(there);
    if (there.length > 0) openings.first[offset + rank] = rank;
  }
  for (let place = offset - 1; place >= 1; place -= 1) compete(openings, place);
  return openings;
};

/** Looks again at the nodes whose figures are others than those that it shows. */
const caughtUp = (draft: Draft, kind: Kind, openings: Openings<Workload>): Openings<Workload> => {
  const { newest, lastChange, older, rankOf, changed, figures } = draft.snapshot.nodes;
  for (let slot = newest; (lastChange[slot] ?? 0) > openings.readAt; slot = older[slot] ?? -1) {
    const rank = rankOf[slot] ?? -1;
    if (rank < 0 || openings.shownOf[rank] === figures[slot]) continue;
    openings.at[rank] = foundAt(draft, kind, { openings, rank });
    climb(openings, rank);
  }
  openings.readAt = changed;
  return openings;
};

/** How many kinds are remembered, before memory begins anew. */
const kindsMax = 16;

/** How room for a kind opens, brought up to date. @cost O(changed nodes · pods of a node); O(pods) at first */
export const openingsFor = (draft: Draft, kind: Kind): Openings<Workload> => {
  const { nodes, tenancy } = draft.snapshot;
  const { setVersion } = nodes;
  const known = tenancy.openings.get(kind);
  if (known?.setVersion === setVersion && known.termsVersion === tenancy.termsVersion)
    return caughtUp(draft, kind, known);
  const openings = fresh(draft, kind);
  if (tenancy.openings.size >= kindsMax) tenancy.openings.clear();
  tenancy.openings.set(kind, openings);
  return openings;
};

/** Who goes last, and from which nodes people go, until there is room for so many more pods. */
export interface Way {
  readonly last: Workload;
  readonly slots: readonly number[];
}

/** The soonest way to room for so many more pods. @cost O(pods · log nodes) */
export const soonestWay = (draft: Draft, kind: Kind, pods: number): Way | undefined => {
  const openings = openingsFor(draft, kind);
  const { at, first } = openings;
  const { slotAt } = draft.snapshot.nodes;
  const before = new Map<number, readonly Opening<Workload>[]>();
  let last: Workload | undefined;
  let missing = pods;
  while (missing > 0) {
    const rank = first[1] ?? -1;
    const here = at[rank];
    const next = here?.[0];
    if (here === undefined || next === undefined) break;
    if (!before.has(rank)) before.set(rank, here);
    last = next.after;
    missing -= next.pods;
    at[rank] = here.slice(1);
    climb(openings, rank);
  }
  for (const [rank, openingsThere] of before) {
    at[rank] = openingsThere;
    climb(openings, rank);
  }
  if (last === undefined || missing > 0) return undefined;
  return { last, slots: [...before.keys()].map((rank) => slotAt[rank] ?? -1) };
};
