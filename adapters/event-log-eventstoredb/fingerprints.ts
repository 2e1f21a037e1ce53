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

interface Column {
  prints: Uint32Array<ArrayBuffer>;
  /** The newest position of each bucket. */
  heads: Int32Array;
  /** For each position the one before it in its bucket. */
  before: Int32Array;
  used: number;
}

/** A column without facts. */
export const fingerColumn = (): FingerColumn => {
  const column = columnFor(new Uint32Array(1024));
  const push = (print: number): void => {
    if (column.used === column.prints.length) Object.assign(column, doubled(column));
    column.prints[column.used] = print;
    link(column, column.used, print);
    column.used += 1;
  };
  return { length: () => column.used, push, positionsOf: (print) => positionsIn(column, print) };
};

const columnFor = (prints: Uint32Array<ArrayBuffer>): Column => ({
  prints,
  heads: new Int32Array(prints.length).fill(none),
  before: new Int32Array(prints.length),
  used: 0,
});

const doubled = ({ prints, used }: Column): Column => {
  const larger = columnFor(new Uint32Array(prints.length * 2));
  larger.prints.set(prints);
  larger.used = used;
  for (let position = 0; position < used; position += 1) {
    link(larger, position, prints[position] ?? 0);
  }
  return larger;
};

const link = ({ heads, before }: Column, position: number, print: number): void => {
  const bucket = print & (heads.length - 1);
  before[position] = heads[bucket] ?? none;
  heads[bucket] = position;
};

const positionsIn = ({ prints, heads, before }: Column, print: number): readonly number[] => {
  const found: number[] = [];
  let position = heads[print & (heads.length - 1)] ?? none;
  while (position !== none) {
    if (prints[position] === print) found.push(position);
    position = before[position] ?? none;
  }
  return found.toReversed();
};
