import type { BerthRecorded } from '../../../domain/catalogue/events.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import { type EventFilter, keyOf, passing } from './filter.ts';
import { frameOf } from './frames.ts';
import type { Reader } from './reader.ts';

/** Readers who want the same facts: what they are sent is made once. */
export interface Group {
  readonly passes: (fact: BerthRecorded) => boolean;
  readonly readers: Set<Reader>;
  gathered: string[];
  gatheredLength: number;
}

/** The groups by their filters. */
export type Groups = Map<string, Group>;

/** What has gathered is sent at once when it is this long, however short the time. @unit UTF-16 code units */
const gatheredMax = 256 * 1024;

/** The group of a filter; made where nobody had this filter yet. */
export const groupOf = (groups: Groups, filter: EventFilter, brain: LiveBrain): Group => {
  const key = keyOf(filter);
  const known = groups.get(key);
  if (known !== undefined) return known;
  const passes = passing(filter, brain);
  const group: Group = { passes, readers: new Set(), gathered: [], gatheredLength: 0 };
  groups.set(key, group);
  return group;
};

/** Adds facts to what each group is sent next; answers whether there is anything. */
export const gather = (groups: Iterable<Group>, facts: readonly BerthRecorded[]): boolean => {
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

/** Sends a group what has gathered for it. */
export const sendGathered = (group: Group): void => {
  if (group.gathered.length === 0) return;
  const chunk = Buffer.from(group.gathered.join(''));
  group.gathered = [];
  group.gatheredLength = 0;
  for (const reader of group.readers) reader.send(chunk);
};

/** Takes a reader out of its group; a group without readers is let go. */
export const leaveGroups = (groups: Groups, reader: Reader): void => {
  for (const [key, { readers }] of groups) {
    if (readers.delete(reader) && readers.size === 0) groups.delete(key);
  }
};

/** Does something with every reader. */
export const eachReader = (groups: Groups, deed: (reader: Reader) => void): void => {
  for (const { readers } of groups.values()) for (const reader of readers) deed(reader);
};
