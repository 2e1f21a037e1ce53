import type { StreamAPI, StreamConfig, StreamInfo } from 'nats';
import type { Revision } from '../../domain/foundation/event.ts';
import type { LogFault } from '../ports/event-log.ts';
import { raise, unavailable } from '../ports/log-faults.ts';
import { api, apiCodeOf, corrupt } from './faults.ts';
import type { Link } from './link.ts';
import type { Names } from './names.ts';
import { format, type MakingOptions, settingsFor, unsafeSettingOf } from './stream-settings.ts';

/** A stream that is a ledger. */
export interface LedgerStream {
  readonly baseRevision: Revision;
  /** Bytes that a message may have by the stream's own bound; the server's comes on top. */
  readonly messageBytesMax: number;
}

/** Finds the stream of a ledger and judges it. @throws FaultRaised when it is no ledger, or not whole */
export const findStream = async (link: Link, names: Names): Promise<LedgerStream> => {
  const found = await streamCalled(link, names.stream);
  return found === undefined ? raise(absent(names)) : judged(names, found);
};

/** Finds the stream of a ledger or makes it; refuses one on which acknowledged facts are not safe. */
export const makeStream = async (
  link: Link,
  names: Names,
  options: MakingOptions,
): Promise<LedgerStream> => {
  const found = await madeStream(link, settingsFor(names, options));
  const stream = judged(names, found);
  const unsafe = unsafeSettingOf(found, names, options);
  return unsafe === undefined ? stream : raise(unsafe);
};

/** Asks the server about its streams, or for a change that may be asked for twice. */
export const askStreams = <Answer>(
  link: Link,
  question: (streams: StreamAPI) => Promise<Answer>,
): Promise<Answer> =>
  link.ask(async (nc, timeout) =>
    question((await nc.jetstreamManager({ timeout, checkAPI: false })).streams),
  );

/** What the server says of a stream; `undefined` where there is none. */
export const streamCalled = (
  link: Link,
  stream: string,
  subjects?: string,
): Promise<StreamInfo | undefined> =>
  askStreams(link, (streams) =>
    absentAsNothing(
      streams.info(stream, subjects === undefined ? undefined : { subjects_filter: subjects }),
    ),
  );

/** The stream of that name; it is made where there is none. */
export const madeStream = async (
  link: Link,
  settings: Partial<StreamConfig>,
): Promise<StreamInfo> =>
  (await streamCalled(link, settings.name ?? '')) ??
  (await askStreams(link, (streams) => streams.add(settings)));

/** What is asked for, or `undefined` when the server has no such stream or message. */
export const absentAsNothing = async <Answer>(
  answer: Promise<Answer>,
): Promise<Answer | undefined> => {
  try {
    return await answer;
  } catch (error) {
    const code = apiCodeOf(error);
    if (code === api.streamNotFound || code === api.noMessage) return undefined;
    throw error;
  }
};

const absent = ({ place, stream }: Names): LogFault =>
  unavailable(
    place,
    `there is no stream ${stream}`,
    'Check the name of the ledger, or open it for writing to make it.',
  );

const judged = (names: Names, { config, state }: StreamInfo): LedgerStream => {
  const { place, stream, ledger, subject } = names;
  const metadata = config.metadata ?? {};
  const [found, base] = [Number(metadata['berth.format']), Number(metadata['berth.base'])];
  const isOurs =
    metadata['berth.ledger'] === ledger &&
    config.subjects.join() === subject &&
    config.allow_direct &&
    Number.isSafeInteger(found) &&
    Number.isSafeInteger(base);
  if (!isOurs) {
    const remedy = 'Name another ledger, or remove that stream if nobody needs it.';
    return raise(unavailable(place, `the stream ${stream} was not made by Berth`, remedy));
  }
  if (found > format) return raise(newer(place, found));
  const { first_seq, last_seq, messages } = state;
  if (messages !== last_seq || first_seq > 1) {
    const cause = `the stream has ${messages} of ${last_seq} messages, the first is ${first_seq}`;
    return raise(corrupt(place, cause));
  }
  const messageBytesMax = config.max_msg_size > 0 ? config.max_msg_size : Infinity;
  return { baseRevision: base, messageBytesMax };
};

const newer = (place: string, found: number): LogFault => ({
  _tag: 'LedgerNewer',
  retry: 'never',
  place,
  found,
  known: format,
  remedy: 'Use the release of Berth that wrote it, or a later one.',
});
