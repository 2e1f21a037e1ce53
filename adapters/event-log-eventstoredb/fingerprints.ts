/** A 32-bit fingerprint of a key: FNV-1a over its code units. @cost about 1 ns a letter */
export const fingerprint = (key: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
};

/** Fingerprints of consecutive facts, and which facts share one. @shape a position is 0 for the first; 12 bytes a fact */
export interface FingerColumn {
  readonly length: () => number;
  readonly push: (print: number) => void;
  /** Positions with this fingerprint, ascending; a few may be strangers that share it. */
  readonly positionsOf: (print: number) => readonly number[];
}

const none = -1;

interface Links {
  /** The newest position of each bucket. */
  readonly heads: Int32Array;
  /** For each position the one before it in its bucket. */
  readonly before: Int32Array;
}

/** A column without facts. */
export const fingerColumn = (): FingerColumn => {
  let prints = new Uint32Array(1024);
  let links = linksFor(prints.length);
  let used = 0;

  const link = (position: number, print: number): void => {
    const bucket = print & (links.heads.length - 1);
    links.before[position] = links.heads[bucket] ?? none;
    links.heads[bucket] = position;
  };
  const grow = (): void => {
    const larger = new Uint32Array(used * 2);
    larger.set(prints);
    prints = larger;
    links = linksFor(larger.length);
    for (let position = 0; position < used; position += 1) link(position, prints[position] ?? 0);
  };
  const push = (print: number): void => {
    if (used === prints.length) grow();
    prints[used] = print;
    link(used, print);
    used += 1;
  };
  const positionsOf = (print: number): readonly number[] => {
    const found: number[] = [];
    let position = links.heads[print & (links.heads.length - 1)] ?? none;
    while (position !== none) {
      if (prints[position] === print) found.push(position);
      position = links.before[position] ?? none;
    }
    return found.toReversed();
  };
  return { length: () => used, push, positionsOf };
};

const linksFor = (length: number): Links => ({
  heads: new Int32Array(length).fill(none),
  before: new Int32Array(length),
});
