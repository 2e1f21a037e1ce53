import type { LiveBrain } from '../../adapters/ports/live-brain.ts';
import type { BerthRecorded } from '../../domain/catalogue/events.ts';
import { decode } from '../../domain/catalogue/decode.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { isLeft } from '../../domain/foundation/fp.ts';

/** Facts read in one go. */
const pageMax = 512;
/** Longest wait for news in one go. @unit ms */
const newsWithinMs = 60_000;

/**
 * Facts after a revision in log order, each once; then, where wanted, those to come.
 *
 * Read from the ledger throughout, so a slow reader holds nothing but its place.
 * @throws Error when the ledger cannot be read any more
 */
export const factsFrom = async function* (
  brain: Pick<LiveBrain, 'ledger' | 'shows' | 'revision' | 'health'>,
  from: { readonly after: Revision; readonly isLive: boolean },
): AsyncGenerator<BerthRecorded, void, undefined> {
  let at = from.after;
  for (;;) {
    const page = await brain.ledger.read(at, pageMax)();
    // The brain was closed while somebody read on: that is the end, not a fault.
    if (isLeft(page) && page.left._tag === 'LogClosed') return;
    if (isLeft(page)) throw new Error(`the ledger cannot be read: ${JSON.stringify(page.left)}`);
    for (const { revision, body } of page.right) {
      const fact = decode(revision, body);
      if (isLeft(fact)) throw new Error(`revision ${revision}: ${fact.left._tag}`);
      yield fact.right;
      at = revision;
    }
    if (page.right.length > 0) continue;
    if (!from.isLive || brain.health().closedBy !== undefined) return;
    await brain.shows(at + 1, newsWithinMs);
  }
};
