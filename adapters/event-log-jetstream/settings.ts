import {
  DiscardPolicy,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
  type StreamInfo,
} from 'nats';
import type { Revision } from '../../domain/foundation/event.ts';
import type { LogFault } from '../ports/event-log.ts';
import { api, apiCodeOf, corrupt, raise, unavailable } from './faults.ts';
import type { Link } from './link.ts';
import type { Names } from './names.ts';

/** The form of messages that this program writes and reads. */
const format = 1;

/** How long the server knows the ids of messages; the exact sequence fences whatever comes later. @unit nanoseconds */
const duplicateWindowNanos = 120_000_000_000;

/** What a ledger is made with, where there is none. */
export interface MakingOptions {
  readonly baseRevision: Revision;
  readonly replicas: number | undefined;
}

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
  const found =
    (await streamCalled(link, names.stream)) ??
    (await link.ask(async (nc, timeout) =>
      (await nc.jetstreamManager({ timeout, checkAPI: false })).streams.add(madeOf(names, options)),
    ));
  const stream = judged(names, found);
  const unsafe = unsafeSettingOf(settingsOf(found), names, options);
  if (unsafe !== undefined) raise(unsafe);
  return stream;
};

/** What the server says of a stream; `undefined` where there is none. */
export const streamCalled = (
  link: Link,
  stream: string,
  subjects?: string,
): Promise<StreamInfo | undefined> =>
  link.ask(async (nc, timeout) => {
    const { streams }: JetStreamManager = await nc.jetstreamManager({ timeout, checkAPI: false });
    try {
      return await streams.info(
        stream,
        subjects === undefined ? undefined : { subjects_filter: subjects },
      );
    } catch (error) {
      if (apiCodeOf(error) === api.streamNotFound) return undefined;
      throw error;
    }
  });

const absent = ({ place, stream }: Names): LogFault =>
  unavailable(
    place,
    `there is no stream ${stream}`,
    'Check the name of the ledger, or open it for writing to make it.',
  );

const madeOf = (
  names: Names,
  { baseRevision, replicas }: MakingOptions,
): Partial<StreamConfig> => ({
  name: names.stream,
  subjects: [names.subject],
  description: `The facts of the Berth ledger ${names.ledger}: never delete any.`,
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  discard: DiscardPolicy.New,
  max_msgs: -1,
  max_msgs_per_subject: -1,
  max_bytes: -1,
  max_msg_size: -1,
  max_age: 0,
  duplicate_window: duplicateWindowNanos,
  num_replicas: replicas ?? 1,
  deny_delete: true,
  deny_purge: true,
  allow_direct: true,
  metadata: {
    'berth.format': String(format),
    'berth.ledger': names.ledger,
    'berth.base': String(baseRevision),
  },
});

/** All of a stream's settings, also those that the client has no name for. */
type Settings = Readonly<Record<string, unknown>>;

const settingsOf = ({ config }: StreamInfo): Settings => ({ ...config });

const judged = (names: Names, info: StreamInfo): LedgerStream => {
  const { place, stream, ledger, subject } = names;
  const metadata = info.config.metadata ?? {};
  const [found, base] = [Number(metadata['berth.format']), Number(metadata['berth.base'])];
  const isOurs =
    metadata['berth.ledger'] === ledger &&
    info.config.subjects.join() === subject &&
    info.config.allow_direct &&
    Number.isSafeInteger(found) &&
    Number.isSafeInteger(base);
  if (!isOurs) {
    const remedy = 'Name another ledger, or remove that stream if nobody needs it.';
    return raise(unavailable(place, `the stream ${stream} was not made by Berth`, remedy));
  }
  if (found > format) return raise(newer(place, found));
  const { first_seq, last_seq, messages } = info.state;
  if (messages !== last_seq || first_seq > 1) {
    const cause = `the stream has ${messages} of ${last_seq} messages, the first is ${first_seq}`;
    return raise(corrupt(place, cause));
  }
  const { max_msg_size } = info.config;
  return { baseRevision: base, messageBytesMax: max_msg_size > 0 ? max_msg_size : Infinity };
};

const newer = (place: string, found: number): LogFault => ({
  _tag: 'LedgerNewer',
  retry: 'never',
  place,
  found,
  known: format,
  remedy: 'Use the release of Berth that wrote it, or a later one.',
});

/** A piece of a batch has to fit with its headers. */
const messageBytesMin = 16_384;

const isOff = (value: unknown): boolean => value === undefined || value === false;

/** What each setting has to be so that an acknowledged fact stays. @source jepsen.io/analyses/nats-2.12.1 · nats-server 2.14 `server/stream.go` */
const safe: Readonly<Record<string, (value: unknown) => boolean>> = {
  storage: (value) => value === 'file',
  retention: (value) => value === 'limits',
  discard: (value) => value === 'new',
  deny_delete: (value) => value === true,
  deny_purge: (value) => value === true,
  max_msgs: (value) => value === -1,
  max_msgs_per_subject: (value) => value === -1,
  max_age: (value) => value === 0,
  max_msg_size: (value) => value === -1 || (typeof value === 'number' && value >= messageBytesMin),
  duplicate_window: (value) => typeof value === 'number' && value > 0,
  sealed: isOff,
  no_ack: isOff,
  allow_rollup_hdrs: isOff,
  allow_msg_ttl: isOff,
  allow_msg_schedules: isOff,
  allow_msg_counter: isOff,
  subject_transform: isOff,
  mirror: isOff,
  sources: isOff,
  persist_mode: (value) => value === undefined || value === 'default',
};

const unsafeSettingOf = (
  settings: Settings,
  { place, stream }: Names,
  { replicas }: MakingOptions,
): LogFault | undefined => {
  for (const [name, isSafe] of Object.entries(safe)) {
    const value = settings[name];
    if (isSafe(value)) continue;
    const cause = `${name} of the stream ${stream} is ${JSON.stringify(value)}: facts could be lost`;
    return unavailable(
      place,
      cause,
      `Change it (nats stream edit ${stream}), or name another ledger.`,
    );
  }
  const has = Number(settings['num_replicas']);
  if (replicas === undefined || has >= replicas) return undefined;
  const cause = `the stream ${stream} has ${has} replicas, ${replicas} are asked for`;
  return unavailable(place, cause, `Run: nats stream edit ${stream} --replicas=${replicas}`);
};
