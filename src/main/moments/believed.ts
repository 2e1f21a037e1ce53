import type { EventLog } from '../../../adapters/ports/event-log.ts';
import type { Mark, MomentStore, Place } from '../../../adapters/ports/moment-store.ts';
import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import { decode } from '../../../domain/catalogue/decode.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import type { InstantMs } from '../../../domain/foundation/instant.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { valueOf } from './codec.ts';
import type { PieceRead, Pieces } from './pieces.ts';
import { nowhere, type Reached } from './reached.ts';
import { endedOf, inSlices, type KeptParts, PartMissing, type Suite } from './suite.ts';

/** A ledger as far as moments are concerned. */
export type MomentLog = Pick<EventLog, 'head' | 'read'>;

/** Up to where facts count: to a revision, and to the first fact that is later than an instant. */
export interface Until {
  readonly revision: Revision;
  /** Infinity where time does not matter. */
  readonly latestMs: InstantMs;
}

/** A mark that the ledger has too, with everything before it that it goes on from. */
export interface Believed {
  readonly mark: Mark;
  /** How far the facts up to the mark go. */
  readonly reached: Reached;
  readonly parts: KeptParts;
}

/** Which moment is wished for, and who remembers what had ended. */
interface Wished {
  readonly kind: string;
  readonly until: Until;
  readonly pieces?: Pieces | undefined;
}

/** The newest moment of a kind that was kept within a range, whose hash stands in the chain of this ledger. */
export const newestBelieved = async (
  log: MomentLog,
  store: MomentStore,
  { kind, until, pieces }: Wished,
): Promise<Believed | undefined> => {
  const marks = store.marks(kind);
  for (const mark of marks.toReversed()) {
    if (mark.revision > until.revision || mark.latestMs > until.latestMs) continue;
    const last = await factThere(log, mark);
    const chain = last === undefined ? undefined : chainOf(marks, mark);
    if (last === undefined || chain === undefined) continue;
    const { atMs: nowMs, epoch } = last;
    const reached = { revision: mark.revision, nowMs, epoch, latestMs: mark.latestMs };
    return { mark, reached, parts: partsOf(store, chain, pieces) };
  }
  return undefined;
};

/** Lets go of what was kept of another ledger than this one. @cost a look-up a mark */
export const forgetStrangers = async (
  log: MomentLog,
  store: MomentStore,
  { kind, head }: { readonly kind: string; readonly head: Revision },
): Promise<void> => {
  for (const mark of store.marks(kind)) {
    if (mark.revision <= head && (await factThere(log, mark)) === undefined) store.forget(mark);
  }
};

/** The last fact up to a place, where the ledger has the same facts up to there: the hash speaks for all of them. */
const factThere = async (
  log: MomentLog,
  { revision, hash }: Place,
): Promise<BerthRecorded | undefined> => {
  const page = await log.read(revision - 1, 1)();
  const record = isLeft(page) ? undefined : page.right[0];
  if (record?.revision !== revision || !isSame(record.hash, hash)) return undefined;
  const decoded = decode(revision, record.body);
  return isLeft(decoded) ? undefined : decoded.right;
};

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** A mark and all that it goes on from, the oldest first; `undefined` where one of them is lost. */
const chainOf = (marks: readonly Mark[], last: Mark): readonly Mark[] | undefined => {
  const byRevision = new Map(marks.map((mark) => [mark.revision, mark]));
  const chain = [last];
  for (let { from } = last; from !== undefined;) {
    const before = byRevision.get(from.revision);
    if (before === undefined || !isSame(before.hash, from.hash)) return undefined;
    chain.push(before);
    ({ from } = before);
  }
  return chain.toReversed();
};

const partsOf = (store: MomentStore, chain: readonly Mark[], pieces?: Pieces): KeptParts => {
  const read = (mark: Mark | undefined, part: string): PieceRead => {
    const bytes = mark === undefined ? undefined : store.part(mark, part);
    if (bytes === undefined) throw new PartMissing(part);
    return { value: valueOf(bytes), bytes: bytes.length };
  };
  const pieceAt = (mark: Mark, part: string): unknown =>
    pieces === undefined ? read(mark, part).value : pieces.of(mark, part, () => read(mark, part));
  return {
    live: (part) => read(chain.at(-1), part).value,
    *ended(part, order) {
      const marks = order === 'oldest first' ? chain : chain.toReversed();
      for (const mark of marks) yield pieceAt(mark, endedOf(part));
    },
  };
};

/** Something that was kept, and how far the facts are folded into it. */
export interface Loaded<State> {
  readonly state: State;
  readonly reached: Reached;
  /** `undefined` where nothing was kept, and all facts are to be folded. */
  readonly mark: Mark | undefined;
}

/** Brings back what was kept; where not all of it is whole, the facts have to be folded from the first. */
export const loadedFrom = async <State>(
  believed: Believed | undefined,
  { load, initial }: Pick<Suite<State>, 'load' | 'initial'>,
  sliceMs: number = Number.POSITIVE_INFINITY,
): Promise<Loaded<State>> => {
  if (believed !== undefined) {
    const { mark, reached, parts } = believed;
    try {
      return {
        state: await inSlices(load(parts), sliceMs),
        mark,
        reached,
      };
    } catch {
      // A cache: what cannot be read costs time, nothing else.
    }
  }
  return { state: initial(), mark: undefined, reached: nowhere };
};
