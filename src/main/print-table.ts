import type { Revision } from '../../domain/foundation/event.ts';

/** Fingerprints with the revisions that they were found at. @cost 24 to 48 bytes each */
export interface PrintTable {
  /** Takes one in; answers the revisions of those that are the same. */
  readonly add: (print: number, revision: Revision) => readonly Revision[];
}

/** An open table, at most half full. @shape revision 0 is a free place */
interface Places {
  readonly prints: Uint32Array;
  readonly revisions: Float64Array;
}

const none: readonly Revision[] = [];

/** An empty table, which doubles as it fills. */
export const createPrintTable = (): PrintTable => {
  let places = placesFor(1 << 14);
  let used = 0;
  return {
    add: (print, revision) => {
      used += 1;
      if (used * 2 > places.prints.length) places = doubled(places);
      return put(places, print, revision);
    },
  };
};

const placesFor = (length: number): Places => ({
  prints: new Uint32Array(length),
  revisions: new Float64Array(length),
});

const put = (
  { prints, revisions }: Places,
  print: number,
  revision: Revision,
): readonly Revision[] => {
  const mask = prints.length - 1;
  let same: Revision[] | undefined;
  let place = print & mask;
  for (let there = revisions[place]; there !== 0 && there !== undefined;) {
    if (prints[place] === print) (same ??= []).push(there);
    place = (place + 1) & mask;
    there = revisions[place];
  }
  prints[place] = print;
  revisions[place] = revision;
  return same ?? none;
};

const doubled = (old: Places): Places => {
  const places = placesFor(old.prints.length * 2);
  for (const [place, revision] of old.revisions.entries()) {
    if (revision !== 0) put(places, old.prints[place] ?? 0, revision);
  }
  return places;
};
