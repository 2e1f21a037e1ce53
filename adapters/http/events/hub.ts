import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { Revision } from '../../../domain/foundation/event.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import { type EventFilter, keyOf, passing } from './filter.ts';
import { frameOf, heartbeatOf } from './frames.ts';
import type { Reader } from './reader.ts';

/** Readers who want the same facts: what they are sent is made once. */
interface Group {
  readonly passes: (fact: BerthRecorded) => boolean;
  readonly readers: Set<Reader>;
  gathered: string[];
  gatheredLength: number;
}

/** Hands durable facts on to all who read along. */
export interface EventHub {
  /** The last fact that was handed on, or is gathered to be. */
  readonly position: () => Revision;
  /** From now on a reader is sent what passes its filter; it has been sent everything up to `position`. */
  readonly join: (reader: Reader, filter: EventFilter) => void;
  readonly leave: (reader: Reader) => void;
  /** Sends what is gathered, then ends every stream. */
  readonly close: () => void;
}

/** What has gathered is sent at once when it is this long, however short the time. @unit UTF-16 code units */
const gatheredMax = 256 * 1024;

/** When facts are sent. @unit ms */
export interface HubTimes {
  readonly gatherMs: number;
  readonly heartbeatMs: number;
}

/**
 * Hands facts on in chunks: each fact is written as text once, each chunk is made once for all who want the same.
 *
 * The first fact after a silence is sent at once; under load a reader gets one chunk every `gatherMs`.
 */
export const createHub = (brain: LiveBrain, { gatherMs, heartbeatMs }: HubTimes): EventHub => {
  const groups = new Map<string, Group>();
  let position = brain.revision();
  let sentAtMs = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    sentAtMs = performance.now();
    for (const group of groups.values()) sendGathered(group);
  };
  const schedule = (): void => {
    timer ??= setTimeout(flush, Math.max(0, sentAtMs + gatherMs - performance.now()));
  };
  const unfollow = brain.follow((facts) => {
    const fresh = facts.filter(({ revision }) => revision > position);
    position = fresh.at(-1)?.revision ?? position;
    if (groups.size > 0 && gather(groups.values(), fresh)) schedule();
  });
  const heart = setInterval(() => {
    flush();
    const beat = Buffer.from(heartbeatOf(position));
    for (const { readers } of groups.values()) for (const reader of readers) reader.send(beat);
  }, heartbeatMs).unref();
  return {
    position: () => position,
    join: (reader, filter) => {
      const group = groupOf(groups, filter, brain);
      // What is gathered was sent to this reader already, while it caught up.
      sendGathered(group);
      group.readers.add(reader);
      reader.send(heartbeatOf(position));
    },
    leave: (reader) => {
      for (const [key, { readers }] of groups) {
        if (readers.delete(reader) && readers.size === 0) groups.delete(key);
      }
    },
    close: () => {
      unfollow();
      clearInterval(heart);
      clearTimeout(timer);
      flush();
      for (const { readers } of groups.values()) for (const reader of readers) reader.end();
      groups.clear();
    },
  };
};

const groupOf = (groups: Map<string, Group>, filter: EventFilter, brain: LiveBrain): Group => {
  const key = keyOf(filter);
  const known = groups.get(key);
  if (known !== undefined) return known;
  const passes = passing(filter, brain);
  const group: Group = { passes, readers: new Set(), gathered: [], gatheredLength: 0 };
  groups.set(key, group);
  return group;
};

/** Adds facts to what each group is sent next; answers whether there is anything. */
const gather = (groups: Iterable<Group>, facts: readonly BerthRecorded[]): boolean => {
  const frames = new Map<BerthRecorded, string>();
  let isAny = false;
  for (const group of groups) {
    for (const fact of facts) {
      if (!group.passes(fact)) continue;
      const frame = frames.get(fact) ?? frameOf(fact);
      frames.set(fact, frame);
      group.gathered.push(frame);
      group.gatheredLength += frame.length;
      isAny = true;
    }
    if (group.gatheredLength > gatheredMax) sendGathered(group);
  }
  return isAny;
};

const sendGathered = (group: Group): void => {
  if (group.gathered.length === 0) return;
  const chunk = Buffer.from(group.gathered.join(''));
  group.gathered = [];
  group.gatheredLength = 0;
  for (const reader of group.readers) reader.send(chunk);
};
