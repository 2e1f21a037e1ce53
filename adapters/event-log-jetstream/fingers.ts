/** Which facts may have a key: 12 bytes a fact, and the fact itself tells whether it has. */
export interface Fingers {
  /** Adds the key of the next fact. */
  readonly push: (key: string) => void;
  /** Places (0, 1, 2 …) of all facts with that key, ascending, and once in a great while of another's. */
  readonly candidates: (key: string) => readonly number[];
}

const capacityMin = 1024;
const none = -1;

/** @shape chains of places that share a slot, newest first; as many slots as there is room for facts */
interface Columns {
  readonly prints: Uint32Array;
  readonly before: Int32Array;
  readonly newest: Int32Array;
}

const columnsFor = (capacity: number): Columns => ({
  prints: new Uint32Array(capacity),
  before: new Int32Array(capacity),
  newest: new Int32Array(capacity).fill(none),
});

const link = ({ before, newest }: Columns, place: number, print: number): void => {
  const slot = print & (newest.length - 1);
  before[place] = newest[slot] ?? none;
  newest[slot] = place;
};

const doubled = ({ prints }: Columns): Columns => {
  const larger = columnsFor(prints.length * 2);
  larger.prints.set(prints);
  for (let place = 0; place < prints.length; place += 1) {
    link(larger, place, prints[place] ?? 0);
  }
  return larger;
};

/** Fingers of no facts yet. @cost about 0.1 µs a key */
export const fingersOf = (): Fingers => {
  let columns = columnsFor(capacityMin);
  let count = 0;
  return {
    push: (key) => {
      if (count === columns.prints.length) columns = doubled(columns);
      const print = printOf(key);
      columns.prints[count] = print;
      link(columns, count, print);
      count += 1;
    },
    candidates: (key) => {
      const { prints, before, newest } = columns;
      const print = printOf(key);
      const found: number[] = [];
      let place = newest[print & (newest.length - 1)] ?? none;
      for (; place !== none; place = before[place] ?? none) {
        if (prints[place] === print) found.push(place);
      }
      return found.reverse();
    },
  };
};

/** FNV-1a over UTF-16 units, stirred so that the low bits are as good as the others. */
const printOf = (key: string): number => {
  let print = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) {
    print = Math.imul(print ^ key.charCodeAt(at), 0x01000193);
  }
  print = Math.imul(print ^ (print >>> 15), 0x2c1b3c6d);
  return (print ^ (print >>> 13)) >>> 0;
};
