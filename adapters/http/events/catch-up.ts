import type { Revision } from '../../../domain/foundation/event.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import type { StoredRecord } from '../../ports/event-log.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import { factOf } from '../berth/fact.ts';
import { problemOfFault } from '../problem.ts';
import { type EventFilter, passing } from './filter.ts';
import { frameOf } from './frames.ts';
import type { EventHub } from './hub.ts';
import type { Reader } from './reader.ts';

/** Facts that are read between two looks at everything else. */
const stepMax = 256;

/** A reader who has been sent everything up to `after`. */
export interface Resumed {
  readonly reader: Reader;
  readonly filter: EventFilter;
  readonly after: Revision;
}

/**
 * Sends a reader what it has missed, from the ledger and at its own pace, until it stands where all others do; then lets
 * it join them. Nothing is left out and nothing is sent twice: it joins in the same breath in which it has caught up.
 */
export const catchUp = async (
  brain: LiveBrain,
  hub: EventHub,
  { reader, filter, after }: Resumed,
): Promise<void> => {
  const passes = passing(filter, brain);
  let at = after;
  while (at !== hub.position()) {
    const to = hub.position();
    // The views may be a moment ahead of what was handed on.
    const step = at > to ? { records: [], at } : await read(brain, filter, { after: at, to });
    const facts = step.records.map(factOf).filter(passes);
    if (facts.length > 0) reader.send(facts.map(frameOf).join(''));
    at = step.at;
    if (!(await reader.hasRead())) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (!reader.isGone()) hub.join(reader, filter);
};

const read = async (
  { ledger }: LiveBrain,
  { subject }: EventFilter,
  { after, to }: { readonly after: Revision; readonly to: Revision },
): Promise<{ readonly records: readonly StoredRecord[]; readonly at: Revision }> => {
  const isOne = subject?.includes('/') === true;
  const page = await (isOne
    ? ledger.readSubject(subject, after, stepMax)()
    : ledger.read(after, stepMax)());
  if (isLeft(page)) throw problemOfFault(page.left);
  const records = page.right.filter(({ revision }) => revision <= to);
  const isWhole = records.length === stepMax;
  return { records, at: isWhole ? (records.at(-1)?.revision ?? to) : to };
};
