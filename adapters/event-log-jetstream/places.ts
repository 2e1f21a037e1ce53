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
  // Both ascend. Numbers side by side: a million batches cost 16 MB.
  const seqs = [0];
  const revisions: Revision[] = [base];
  /** The first mark whose sequence is not below. */
  const firstNotBelow = (numbers: readonly number[], wanted: number): number => {
    let [low, high] = [0, numbers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const note = ({ seq, revision }: Mark): void => {
    const at = firstNotBelow(seqs, seq);
    if (seqs[at] === seq) return;
    if (at === seqs.length) {
      seqs.push(seq);
      revisions.push(revision);
      return;
    }
    seqs.splice(at, 0, seq);
    revisions.splice(at, 0, revision);
  };
  const before = async (revision: Revision): Promise<Mark> => {
    for (;;) {
      const next = firstNotBelow(revisions, revision + 1);
      const low = { seq: seqs[next - 1] ?? 0, revision: revisions[next - 1] ?? base };
      const high = seqs[next];
      if (high === undefined || high - low.seq <= nearMessages) return low;
      const { seq, frame } = await messages.at((low.seq + 1 + high) >> 1);
      const start = { seq: seq - frame.part, revision: frame.base };
      // A batch of many messages that begins at the mark, or reaches over the middle from there.
      if (start.seq <= low.seq) return low;
      note(start);
    }
  };
  return { note, before };
};
