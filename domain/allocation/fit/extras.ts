import { cardsOfClaim, hasClaims } from '../state/claim-uses.ts';
import { hasCounts, hasCountsNow, legacyColumn } from '../state/counts.ts';
import type { ClaimUse, CountColumn, Extras } from '../state/extras.ts';
import { isSolitary, isTolerated, isWelcome } from '../state/neighbours.ts';
import type { Kind, NodeTable } from '../state/snapshot.ts';
import { traits } from '../state/table.ts';

/** What of a node stands against a kind of pods; the first of them that does, in this order. */
export type Refusal =
  | 'none'
  /** Its labels are others than those asked for. */
  | 'selector'
  /** It has a taint that is not tolerated. */
  | 'taint'
  /** Its devices are partitioned and the pod wants whole ones or shares, or the reverse, or asks in a way that is gone. */
  | 'mig'
  /** Nobody knows how much memory its devices have, and the pod asks by memory. */
  | 'memory-unknown'
  /**
   * It has no devices of the class of a claim, a claim is allocated elsewhere, nobody knows the claim, or its devices are
   * given out by claims and the pod asks for them by number.
   */
  | 'claims'
  /** It has not enough of something that pods count. */
  | 'resources'
  /** Another pod there has the port. */
  | 'ports'
  /** The pods near it are not those that must be there, or are such as must not. */
  | 'affinity';

const holdsLegacy = (table: NodeTable, slot: number): boolean => {
  const column = table.columns.get(legacyColumn);
  return column !== undefined && (column.future[slot] ?? 0) < (column.cap[slot] ?? 0);
};

const givesSlices = (table: NodeTable, slot: number): boolean =>
  ((table.traits[slot] ?? 0) & traits.slicesByName) !== 0 && !holdsLegacy(table, slot);

const claimsExist = ({ claims }: Extras, slot: number): boolean =>
  claims.every(
    ({ claim, column }) => claim !== undefined && (column?.cap[slot] ?? 0) >= claim.count,
  );

/** Which of what only some pods ask a node could not even grant if it were empty. */
export const lackAt = (table: NodeTable, kind: Kind, slot: number): Refusal => {
  const bits = table.traits[slot] ?? 0;
  const isWhole = kind.gpuMilli === 1000;
  if (kind.gpuDevices > 0 && (bits & traits.slicesByName) !== 0) return 'mig';
  if (kind.gpuDevices > 0 && !isWhole && (bits & traits.slicesAsDevices) !== 0) return 'mig';
  if (kind.gpuDevices > 0 && (bits & traits.claimsOnly) !== 0) return 'claims';
  const { extras } = kind;
  if (extras === undefined) return 'none';
  if (extras.isLegacySlice) return 'mig';
  if (extras.asksSlices && (bits & traits.slicesByName) === 0) return 'mig';
  if (extras.gpuMemoryMib > 0 && table.deviceMemory[slot] === 0) return 'memory-unknown';
  if (!claimsExist(extras, slot)) return 'claims';
  for (const { column, amount } of extras.counts)
    if ((column.cap[slot] ?? 0) < amount) return 'resources';
  return 'none';
};

/** Which of what only some pods ask a node does not grant, once all who leave have left. */
export const shortfallAt = (table: NodeTable, extras: Extras, slot: number): Refusal => {
  if (extras.asksSlices && holdsLegacy(table, slot)) return 'mig';
  if (!hasClaims(extras.claims, slot, 'future')) return 'claims';
  for (const { column, amount } of extras.counts)
    if ((column.future[slot] ?? 0) < amount) return column.usual > 0 ? 'ports' : 'resources';
  if (extras.neighbours !== undefined && !isWelcome(extras.neighbours, slot, 'future'))
    return 'affinity';
  return 'none';
};

/** Whether a node grants what only some pods ask: 0 not at all, 1 once all who leave have left, 2 now. */
export const extrasFit = (table: NodeTable, extras: Extras, slot: number): 0 | 1 | 2 => {
  const { counts, claims, neighbours } = extras;
  if (extras.isLegacySlice) return 0;
  if (extras.asksSlices && !givesSlices(table, slot)) return 0;
  if (!hasCounts(counts, slot) || !hasClaims(claims, slot, 'future')) return 0;
  if (neighbours !== undefined && !isWelcome(neighbours, slot, 'future')) return 0;
  if (!hasCountsNow(counts, slot) || !hasClaims(claims, slot, 'now')) return 1;
  return neighbours === undefined || isWelcome(neighbours, slot, 'now') ? 2 : 1;
};

const usesCards = (use: ClaimUse): boolean => cardsOfClaim(use) > 0;

/** Whether pods use devices in another way than by number: as slices, or by claims. */
export const usesOtherCards = (extras: Extras): boolean =>
  extras.asksSlices || extras.claims.some(usesCards);

/** The columns of cards that pods of a kind take from; those of slices are not compared. */
export const cardColumns = ({ extras }: Kind): readonly CountColumn[] =>
  extras === undefined || extras.asksSlices
    ? []
    : [
        ...new Set(
          extras.claims.flatMap((use) =>
            usesCards(use) && use.column !== undefined ? [use.column] : [],
          ),
        ),
      ];

/** Whether pods of the kind may like one node that fits better than another for its labels or their neighbours. */
export const isChoosy = ({ nodeWishes, neighbours }: Extras): boolean =>
  nodeWishes.length > 0 || neighbours !== undefined;

/** Whether pods must be near others: such as may only come with them. */
export const followsOthers = ({ extras }: Kind): boolean =>
  (extras?.neighbours?.near.length ?? 0) > 0;

/** At most how many pods the extras alone let a node take; those that must be near somebody may find him later. */
export const extrasRoom = (table: NodeTable, extras: Extras, slot: number): number => {
  const { counts, claims, neighbours } = extras;
  if (extras.isLegacySlice) return 0;
  if (extras.asksSlices && !givesSlices(table, slot)) return 0;
  if (!hasClaims(claims, slot, 'future')) return 0;
  let room = Number.MAX_SAFE_INTEGER;
  for (const { column, amount } of counts)
    room = Math.min(room, Math.floor((column.future[slot] ?? 0) / amount));
  if (neighbours === undefined) return room;
  if (!isTolerated(neighbours, slot, 'future')) return 0;
  return isSolitary(neighbours, slot) ? Math.min(room, 1) : room;
};
