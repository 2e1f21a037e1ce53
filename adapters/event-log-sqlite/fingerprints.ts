/** A 32-bit fingerprint of a key: FNV-1a over its code units, then mixed. @cost about 1 ns a letter */
export const fingerprint = (key: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/**
 * Fingerprints of consecutive facts, and which facts share one.
 *
 * @shape a position is 0 for the first fact of the ledger; 4 bytes a fact, 12 once something was looked up
 */
export interface FingerColumn {
  readonly length: () => number;
  readonly push: (print: number) => void;
  /** Writes prints over positions that exist already. */
  readonly fill: (position: number, prints: Uint32Array) => void;
  readonly slice: (from: number, to: number) => Uint32Array;
  /** Positions with this fingerprint, ascending; a few may be strangers that share it. */
  readonly positionsOf: (print: number) => readonly number[];
}

interface Links {
  /** The newest position of each bucket, −1 for none. */
  readonly heads: Int32Array;
  /** For each position the one before it in its bucket. */
  readonly previous: Int32Array;
}

/** A column of `length` facts, all 0 until they are filled. */
export const fingerColumn = (length: number): FingerColumn => {
  let prints = new Uint32Array(Math.max(1024, length * 2));
  let used = length;
  let links: Links | undefined;
  let lookedUp = 0;

  const push = (print: number): void => {
    if (used === prints.length) {
      const larger = new Uint32Array(used * 2);
      larger.set(prints);
      prints = larger;
      links = undefined;
    }
    prints[used] = print;
    if (links !== undefined) link(links, used, print);
    used += 1;
  };
  const fill = (position: number, values: Uint32Array): void => {
    prints.set(values, position);
    links = undefined;
  };
  const positionsOf = (print: number): readonly number[] => {
    lookedUp += 1;
    if (links === undefined && lookedUp <= scansMax) return scanned(prints, used, print);
    links ??= linksOf(prints, used);
    const found: number[] = [];
    let position = links.heads[print & (links.heads.length - 1)] ?? -1;
    while (position >= 0) {
      if (prints[position] === print) found.push(position);
      position = links.previous[position] ?? -1;
    }
    return found.toReversed();
  };
  const slice = (from: number, to: number): Uint32Array => prints.slice(from, to);
  return { length: () => used, push, fill, slice, positionsOf };
};

/** Links cost as much as so many looks at every print: who asks seldom needs none. */
const scansMax = 16;

const scanned = (prints: Uint32Array, used: number, print: number): readonly number[] => {
  const found: number[] = [];
  for (let at = prints.indexOf(print); at >= 0 && at < used; at = prints.indexOf(print, at + 1)) {
    found.push(at);
  }
  return found;
};

/** The heads are as many as the column can hold, to the next power of two: chains stay about one long. */
const linksOf = (prints: Uint32Array, used: number): Links => {
  const heads = new Int32Array(2 ** Math.ceil(Math.log2(prints.length))).fill(-1);
  const links = { heads, previous: new Int32Array(prints.length) };
  for (let position = 0; position < used; position += 1) {
    link(links, position, prints[position] ?? 0);
  }
  return links;
};

const link = ({ heads, previous }: Links, position: number, print: number): void => {
  const bucket = print & (heads.length - 1);
  previous[position] = heads[bucket] ?? -1;
  heads[bucket] = position;
};
