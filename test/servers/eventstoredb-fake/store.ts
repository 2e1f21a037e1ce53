/** An event as the server keeps it. @shape `data` and `metadata` are the client's bytes */
export interface FakeEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** What an append demands of the stream. @shape a number is the last event's; −1 stands for no stream */
export type Expected = number | 'any' | 'streamExists';

/** What became of an append. */
export type Appended =
  | { readonly _tag: 'Written'; readonly last: number }
  | { readonly _tag: 'WrongVersion'; readonly current: number }
  | { readonly _tag: 'Deleted' };

/** What is asked of a stream. */
export interface FakeRange {
  readonly from: number | 'start' | 'end';
  readonly isForwards: boolean;
  readonly max: number;
}

/** Events of a stream with their numbers, or why there are none. */
export type FakeSlice =
  readonly (readonly [number: number, event: FakeEvent])[] | 'absent' | 'deleted';

/** What the server keeps; it outlives a stopped server. Tests may change its streams, as a failing disk would. */
export interface FakeStore {
  readonly streams: Map<string, FakeEvent[]>;
  readonly append: (stream: string, expected: Expected, events: readonly FakeEvent[]) => Appended;
  readonly read: (stream: string, range: FakeRange) => FakeSlice;
  /** Forgets a stream; it may begin anew, its numbers go on. */
  readonly softDelete: (stream: string) => void;
  /** Forgets a stream for ever. */
  readonly tombstone: (stream: string) => void;
}

interface Kept {
  readonly streams: Map<string, FakeEvent[]>;
  readonly tombstones: Set<string>;
}

/** An empty store. */
export const fakeStore = (): FakeStore => {
  const kept: Kept = { streams: new Map(), tombstones: new Set() };
  const append: FakeStore['append'] = (stream, expected, events) =>
    appendTo(kept, stream, { expected, events });
  const softDelete = (stream: string): void => {
    const data = Buffer.from('{"$tb":9223372036854775807}');
    const event = { id: '', type: '$metadata', contentType: 'application/json', data };
    append(`$$${stream}`, 'any', [{ ...event, metadata: new Uint8Array() }]);
  };
  return {
    streams: kept.streams,
    append,
    read: (stream, range) => readFrom(kept, stream, range),
    softDelete,
    tombstone: (stream) => void kept.tombstones.add(stream),
  };
};

const eventsIn = ({ streams }: Kept, stream: string): FakeEvent[] => streams.get(stream) ?? [];

/** The first event that the settings of the stream leave to be seen. */
const firstIn = (kept: Kept, stream: string): number => {
  const { maxCount, truncateBefore } = settingsIn(eventsIn(kept, `$$${stream}`).at(-1));
  return Math.max(truncateBefore, eventsIn(kept, stream).length - maxCount);
};

interface Append {
  readonly expected: Expected;
  readonly events: readonly FakeEvent[];
}

const appendTo = (kept: Kept, stream: string, { expected, events }: Append): Appended => {
  if (kept.tombstones.has(stream)) return { _tag: 'Deleted' };
  const present = eventsIn(kept, stream);
  const current = present.length - 1;
  const isGone = firstIn(kept, stream) > current;
  const isNext =
    expected === 'any' ||
    expected === current ||
    (expected === -1 && isGone) ||
    (expected === 'streamExists' && current >= 0);
  if (isNext) {
    for (const event of events) present.push(event);
    kept.streams.set(stream, present);
    return { _tag: 'Written', last: current + events.length };
  }
  // As in CheckCommit: the events at the claimed places are compared by their ids, and by nothing else.
  const isRetry =
    typeof expected === 'number' &&
    events.every(({ id }, at) => present[expected + 1 + at]?.id === id);
  return isRetry
    ? { _tag: 'Written', last: expected + events.length }
    : { _tag: 'WrongVersion', current };
};

const readFrom = (kept: Kept, stream: string, range: FakeRange): FakeSlice => {
  const events = eventsIn(kept, stream);
  const first = firstIn(kept, stream);
  if (kept.tombstones.has(stream)) return 'deleted';
  if (first >= events.length) return 'absent';
  return numbersIn(range, { first, last: events.length - 1 }).flatMap((number) => {
    const event = events[number];
    return event === undefined ? [] : [[number, event] as const];
  });
};

const settingsIn = (event: FakeEvent | undefined) => {
  const settings: Record<string, unknown> = JSON.parse(
    event === undefined ? '{}' : Buffer.from(event.data).toString(),
  );
  return {
    maxCount: Number(settings['$maxCount'] ?? Number.MAX_SAFE_INTEGER),
    truncateBefore: Number(settings['$tb'] ?? 0),
  };
};

const numbersIn = (
  { from, isForwards, max }: FakeRange,
  { first, last }: { readonly first: number; readonly last: number },
): readonly number[] => {
  const start = from === 'start' ? first : from === 'end' ? last : from;
  const begin = isForwards ? Math.max(start, first) : Math.min(start, last);
  const length = isForwards ? last - begin + 1 : begin - first + 1;
  return Array.from({ length: Math.max(0, Math.min(max, length)) }, (_, at) =>
    isForwards ? begin + at : begin - at,
  );
};
