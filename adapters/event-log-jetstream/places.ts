import type { Revision } from '../../domain/foundation/event.ts';
import type { Messages } from './messages.ts';

/** After all messages up to `seq`, the last fact is `revision`. */
export interface Mark {
  readonly seq: number;
  readonly revision: Revision;
}

/** What is known of where revisions lie in the stream. */
export interface Places {
  /** Learns a mark: what was read, written or probed. */
  readonly note: (mark: Mark) => void;
  /** A mark before the batch that holds the fact after `revision`, at most a few messages before it. */
  readonly before: (revision: Revision) => Promise<Mark>;
}

/** So many messages are read rather than searched. */
const nearMessages = 4;

/**
 * Finds facts by halving the stream between the marks that are known already.
 *
 * @cost O(log messages) small requests where nothing is known; none once the ledger was read through
 */
export const placesOf = (messages: Messages, base: Revision): Places => {
  const marks = marksOf({ seq: 0, revision: base });
  const before = async (revision: Revision): Promise<Mark> => {
    for (;;) {
      const { low, highSeq } = marks.around(revision);
      if (highSeq === undefined || highSeq - low.seq <= nearMessages) return low;
      const { seq, frame } = await messages.at((low.seq + 1 + highSeq) >> 1);
      const start = { seq: seq - frame.part, revision: frame.base };
      // A batch of many messages that begins at the mark, or reaches over the middle from there.
      if (start.seq <= low.seq) return low;
      marks.note(start);
    }
  };
  return { note: marks.note, before };
};

interface Marks {
  readonly note: (mark: Mark) => void;
  /** The last mark that is not after a revision, and the sequence of the one behind it. */
  readonly around: (revision: Revision) => {
    readonly low: Mark;
    readonly highSeq: number | undefined;
  };
}

const marksOf = (first: Mark): Marks => {
  // Both ascend. Numbers side by side: a million batches cost 16 MB.
  const seqs = [first.seq];
  const revisions = [first.revision];
  return {
    note: ({ seq, revision }) => {
      const at = firstNotBelow(seqs, seq);
      if (seqs[at] === seq) return;
      seqs.splice(at, 0, seq);
      revisions.splice(at, 0, revision);
    },
    around: (revision) => {
      const next = firstNotBelow(revisions, revision + 1);
      const low = {
        seq: seqs[next - 1] ?? first.seq,
        revision: revisions[next - 1] ?? first.revision,
      };
      return { low, highSeq: seqs[next] };
    },
  };
};

/** The first place whose number is not below the wanted one. */
const firstNotBelow = (ascending: readonly number[], wanted: number): number => {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
};
