import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
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
import type { Turn } from '../turns.ts';

/** Most facts that are read at once; fewer where they are long. */
const stepMax = 256;
/** How much is sent before it has to be read: many catch up at once. @unit UTF-16 code units */
const chunkMax = 64 * 1024;

/** A reader who has been sent everything up to `after`. */
export interface Resumed {
  readonly reader: Reader;
  readonly filter: EventFilter;
  readonly after: Revision;
}

/** What those who catch up have in common. */
export interface CatchingUp {
  readonly brain: LiveBrain;
  readonly hub: EventHub;
  readonly turn: Turn;
}

/** How far a reader is, and how many facts are read for it next. */
interface Place {
  readonly at: Revision;
  readonly count: number;
}

/**
 * Sends a reader what it has missed, from the ledger and at its own pace, until it stands where all others do; then lets
 * it join them. Nothing is left out and nothing is sent twice: it joins in the same breath in which it has caught up.
 */
export const catchUp = async (
  { brain, hub, turn }: CatchingUp,
  { reader, filter, after }: Resumed,
): Promise<void> => {
  const way = { brain, filter, reader, passes: passing(filter, brain) };
  let place: Place = { at: after, count: stepMax / 8 };
  while (place.at !== hub.position()) {
    await turn();
    const to = hub.position();
    // The views may be a moment ahead of what was handed on.
    if (place.at < to) place = await sendStep(way, place, to);
    // Nothing that was read is held while the reader is waited for: thousands may be.
    if (!(await reader.hasRead())) return;
  }
  if (!reader.isGone()) hub.join(reader, filter);
};

interface Way {
  readonly brain: LiveBrain;
  readonly filter: EventFilter;
  readonly reader: Reader;
  readonly passes: (fact: BerthRecorded) => boolean;
}

/** Sends the next facts up to `to`, or as many as are enough for now. */
const sendStep = async (way: Way, place: Place, to: Revision): Promise<Place> => {
  const records = await read(way, place);
  const frames: string[] = [];
  let length = 0;
  let taken = 0;
  for (const record of records) {
    if (record.revision > to || length >= chunkMax) break;
    taken += 1;
    const fact = factOf(record);
    if (!way.passes(fact)) continue;
    const frame = frameOf(fact);
    frames.push(frame);
    length += frame.length;
  }
  if (frames.length > 0) way.reader.send(frames.join(''));
  const at = records[taken - 1]?.revision ?? place.at;
  if (length >= chunkMax) return { at, count: taken };
  const isAll = taken < records.length || records.length < place.count;
  return { at: isAll ? to : at, count: Math.min(stepMax, place.count * 2) };
};

const read = async (
  { brain: { ledger }, filter: { subject } }: Way,
  { at, count }: Place,
): Promise<readonly StoredRecord[]> => {
  const isOne = subject?.includes('/') === true;
  const page = await (isOne ? ledger.readSubject(subject, at, count)() : ledger.read(at, count)());
  if (isLeft(page)) throw problemOfFault(page.left);
  return page.right;
};
