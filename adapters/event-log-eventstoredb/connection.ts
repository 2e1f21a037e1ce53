import { BACKWARDS, END, FORWARDS, NO_STREAM } from '@eventstore/db-client';
import { type Client, shareClient } from './clients.ts';
import type { Entry, NewEntry } from './events.ts';
import { failureOf } from './failures.ts';
import { entriesOf } from './reading.ts';

/** Which events of a stream are asked for. @shape `from` is the first one to be given, also backwards */
export interface Wanted {
  readonly stream: string;
  readonly from: number | 'end';
  readonly direction: 'forwards' | 'backwards';
  readonly max: number;
}

/** Where an append is to stand. @shape `expected` is the number of the last event, −1 where there is no stream yet */
export interface Ground {
  readonly stream: string;
  readonly expected: number;
}

/** The two things that we ask of a server, each ended after a time of our own. */
export interface Connection {
  /** Answers whether all of it stands where it was to stand; throws the client's errors. */
  readonly append: (ground: Ground, entries: readonly NewEntry[]) => Promise<boolean>;
  /** Tries again where the server went away or was not the leader. `undefined` where there is no such stream. */
  readonly read: (wanted: Wanted) => Promise<readonly Entry[] | undefined>;
  /** Ends what is under way, and the client where nobody else uses it. */
  readonly release: () => Promise<void>;
}

/** No answer came in our own time: the client may wait for ever. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly type = 'timeout';
}

const late = (ms: number): Error => new NoAnswer(`no answer within ${ms} ms`);

/** Waits for an answer, but not longer than that. */
const within = async <Answer>(ms: number, answer: Promise<Answer>): Promise<Answer> => {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late(ms)), ms);
  });
  try {
    return await Promise.race([answer, end]);
  } finally {
    clearTimeout(timer);
  }
};

const pausesMs = [50, 150, 400];
const releaseMsMax = 1000;

/** Connects to a server when it is first asked for something. @throws what the client says of a bad connection string */
export const connect = (connectionString: string, timeoutMs: number): Connection => {
  const { client, heard, giveBack } = shareClient(connectionString);
  const end = new AbortController();
  const listening = listeningTo(heard);
  const patience = { signal: end.signal, idleMs: timeoutMs, late: () => late(timeoutMs) };
  const readOnce = (wanted: Wanted): Promise<readonly Entry[] | undefined> =>
    listening(entriesOf(streamOf(client, wanted), patience));
  const release = async (): Promise<void> => {
    end.abort();
    // What the client makes of its end is nobody's concern any more.
    await within(releaseMsMax, giveBack()).catch(() => undefined);
  };
  return {
    append: (ground, entries) =>
      listening(within(timeoutMs, appended(client, { ground, entries, timeoutMs }))),
    read: (wanted) => persistently(() => readOnce(wanted), end.signal),
    release,
  };
};

/** Notes of each call whether the server answered it, be it with a refusal. */
const listeningTo =
  (heard: (isAnswer: boolean) => void) =>
  async <Answer>(call: Promise<Answer>): Promise<Answer> => {
    try {
      const answer = await call;
      heard(true);
      return answer;
    } catch (error) {
      heard(!['passing', 'timeout', 'unknown'].includes(failureOf(error)));
      throw error;
    }
  };

/** A read changes nothing: it may be tried again while the client looks for the server or for the leader. */
const persistently = async <Answer>(
  work: () => Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> => {
  for (const pauseMs of pausesMs) {
    try {
      return await work();
    } catch (error) {
      if (failureOf(error) !== 'passing' || signal.aborted) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return work();
};

interface Append {
  readonly ground: Ground;
  readonly entries: readonly NewEntry[];
  readonly timeoutMs: number;
}

const appended = async (
  client: Client,
  { ground, entries, timeoutMs }: Append,
): Promise<boolean> => {
  const { stream, expected } = ground;
  const { success, nextExpectedRevision } = await client.appendToStream(
    stream,
    entries.map(writtenOf),
    {
      expectedRevision: expected < 0 ? NO_STREAM : BigInt(expected),
      requiresLeader: true,
      deadline: timeoutMs,
    },
  );
  return success && nextExpectedRevision === BigInt(expected + entries.length);
};

const writtenOf = (entry: NewEntry) => {
  const { id, type, metadata } = entry;
  return 'bytes' in entry
    ? { id, type, metadata, contentType: 'application/octet-stream' as const, data: entry.bytes }
    : { id, type, metadata, contentType: 'application/json' as const, data: entry.json };
};

const streamOf = (client: Client, { stream, from, direction, max }: Wanted) =>
  client.readStream(stream, {
    fromRevision: from === 'end' ? END : BigInt(from),
    direction: direction === 'forwards' ? FORWARDS : BACKWARDS,
    maxCount: max,
    requiresLeader: true,
  });
