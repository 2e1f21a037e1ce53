import type { Revision } from '../../../domain/foundation/event.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import type { EventFilter } from './filter.ts';
import { heartbeatOf } from './frames.ts';
import {
  eachReader,
  gather,
  type Group,
  groupOf,
  type Groups,
  leaveGroups,
  sendGathered,
} from './groups.ts';
import type { Reader } from './reader.ts';

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
  const groups: Groups = new Map();
  let position = brain.revision();
  const sender = createSender(groups, gatherMs);
  const unfollow = brain.follow((facts) => {
    const fresh = facts.filter(({ revision }) => revision > position);
    position = fresh.at(-1)?.revision ?? position;
    if (groups.size > 0 && gather(groups.values(), fresh)) sender.schedule();
  });
  const heart = setInterval(() => sender.beat(position), heartbeatMs).unref();
  return {
    position: () => position,
    join: (reader, filter) => {
      joinGroup(groupOf(groups, filter, brain), reader);
      reader.send(heartbeatOf(position));
    },
    leave: (reader) => leaveGroups(groups, reader),
    close: () => {
      unfollow();
      clearInterval(heart);
      sender.flush();
      eachReader(groups, (reader) => reader.end());
    },
  };
};

const joinGroup = (group: Group, reader: Reader): void => {
  // What is gathered was sent to this reader already, while it caught up.
  sendGathered(group);
  group.readers.add(reader);
};

/** Sends what has gathered: at once after a silence, else when the time is up. */
const createSender = (groups: Groups, gatherMs: number) => {
  let sentAtMs = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    sentAtMs = performance.now();
    for (const group of groups.values()) sendGathered(group);
  };
  const schedule = (): void => {
    timer ??= setTimeout(flush, Math.max(0, sentAtMs + gatherMs - performance.now()));
  };
  const beat = (position: Revision): void => {
    flush();
    const chunk = Buffer.from(heartbeatOf(position));
    eachReader(groups, (reader) => reader.send(chunk));
  };
  return { flush, schedule, beat };
};
