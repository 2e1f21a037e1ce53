import {
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
  type StreamInfo,
} from 'nats';
import type { Revision } from '../../domain/foundation/event.ts';
import type { LogFault } from '../ports/event-log.ts';
import { unavailable } from '../ports/log-faults.ts';
import type { Names } from './names.ts';

/** The form of messages that this program writes and reads. */
export const format = 1;

/** What a ledger is made with, where there is none. */
export interface MakingOptions {
  readonly baseRevision: Revision;
  readonly replicas: number | undefined;
}

/** How long the server knows the ids of messages; the exact sequence fences whatever comes later. @unit nanoseconds */
const duplicateWindowNanos = 120_000_000_000;

/** What no ledger's stream differs in. */
const always = {
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  discard: DiscardPolicy.New,
  max_msgs: -1,
  max_msgs_per_subject: -1,
  max_bytes: -1,
  max_msg_size: -1,
  max_age: 0,
  duplicate_window: duplicateWindowNanos,
  deny_delete: true,
  deny_purge: true,
  allow_direct: true,
} as const;

/** The settings that a ledger's stream is made with. */
export const settingsFor = (
  { ledger, stream, subject }: Names,
  { baseRevision, replicas }: MakingOptions,
): Partial<StreamConfig> => ({
  ...always,
  name: stream,
  subjects: [subject],
  description: `The facts of the Berth ledger ${ledger}: never delete any.`,
  num_replicas: replicas ?? 1,
  metadata: {
    'berth.format': String(format),
    'berth.ledger': ledger,
    'berth.base': String(baseRevision),
  },
});

/** A piece of a batch has to fit with its headers. */
const messageBytesMin = 16_384;

const isOff = (value: unknown): boolean => value === undefined || value === false;
const is =
  (wanted: unknown) =>
  (value: unknown): boolean =>
    value === wanted;

/**
 * What each setting has to be so that an acknowledged fact stays.
 *
 * @source jepsen.io/analyses/nats-2.12.1 · nats-server 2.14 `server/stream.go`
 */
const safe: Readonly<Record<string, (value: unknown) => boolean>> = {
  storage: is('file'),
  retention: is('limits'),
  discard: is('new'),
  deny_delete: is(true),
  deny_purge: is(true),
  max_msgs: is(-1),
  max_msgs_per_subject: is(-1),
  max_age: is(0),
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

/** The first setting of a stream by which acknowledged facts could be lost; `undefined` where there is none. */
export const unsafeSettingOf = (
  { config }: StreamInfo,
  { place, stream }: Names,
  { replicas }: MakingOptions,
): LogFault | undefined => {
  // The server says more than the client has names for.
  const settings: Readonly<Record<string, unknown>> = { ...config };
  for (const [name, isSafe] of Object.entries(safe)) {
    const value = settings[name];
    if (isSafe(value)) continue;
    const cause = `${name} of the stream ${stream} is ${JSON.stringify(value)}: facts could be lost`;
    const remedy = `Change it (nats stream edit ${stream}), or name another ledger.`;
    return unavailable(place, cause, remedy);
  }
  const has = config.num_replicas;
  if (replicas === undefined || has >= replicas) return undefined;
  const cause = `the stream ${stream} has ${has} replicas, ${replicas} are asked for`;
  return unavailable(place, cause, `Run: nats stream edit ${stream} --replicas=${replicas}`);
};
