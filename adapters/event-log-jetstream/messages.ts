import { setTimeout as sleep } from 'node:timers/promises';
import { createInbox, type Msg, type MsgHdrs, NatsError, type NatsConnection } from 'nats';
import { api, apiCodeOf, corrupt, raise, unavailable } from './faults.ts';
import { type FramedMessage, frameOf } from './frame.ts';
import type { Link } from './link.ts';
import type { Names } from './names.ts';

/** Reads messages of the ledger's stream. */
export interface Messages {
  /** The last message, as the leader knows it. */
  readonly last: () => Promise<FramedMessage | undefined>;
  /** The message of that sequence, as the leader knows it; it must be there. */
  readonly at: (seq: number) => Promise<FramedMessage>;
  /** Messages from that sequence on, without a gap: at least one, at most `max`. The first must be there. */
  readonly from: (seq: number, max: number) => Promise<readonly FramedMessage[]>;
}

/** What one request may bring: more would make the server call us a slow consumer. */
const bytesMax = 8_388_608;
/** More messages than this are asked for in several requests. */
export const messagesMax = 512;

/** Reads over a link. */
export const messagesOf = (link: Link, names: Names): Messages => {
  const { place, stream, subject } = names;
  const framed = (
    seq: number,
    headers: MsgHdrs | undefined,
    payload: Uint8Array,
  ): FramedMessage => {
    const frame = frameOf(headers);
    return frame === undefined
      ? raise(corrupt(place, `message ${seq} of the stream ${stream} is none of Berth's`))
      : { seq, frame, payload };
  };
  const stored = (query: { seq: number } | { last_by_subj: string }) =>
    link.ask(async (nc, timeout) => {
      const { streams } = await nc.jetstreamManager({ timeout, checkAPI: false });
      try {
        const { seq, header, data } = await streams.getMessage(stream, query);
        return framed(seq, header, data);
      } catch (error) {
        if (apiCodeOf(error) === api.noMessage) return undefined;
        throw error;
      }
    });
  const gone = (seq: number) => corrupt(place, `message ${seq} of the stream ${stream} is gone`);
  return {
    last: () => stored({ last_by_subj: subject }),
    at: async (seq) => (await stored({ seq })) ?? raise(gone(seq)),
    from: async (seq, max) => {
      const batch = Math.min(max, messagesMax);
      const found = await fetched(link, stream, { seq, batch });
      const [first] = found;
      if (first === undefined) {
        const remedy = 'See in `nats stream report` why its replicas are behind, and try again.';
        return raise(unavailable(place, `the server does not answer message ${seq}`, remedy));
      }
      if (first.seq !== seq) return raise(gone(seq));
      const whole: FramedMessage[] = [];
      for (const message of found) {
        if (message.seq !== seq + whole.length) break;
        whole.push(framed(message.seq, message.headers, message.payload));
      }
      return whole;
    },
  };
};

/** Which messages to answer directly, without a consumer. @source NATS ADR-31 */
export interface DirectQuery {
  readonly seq: number;
  readonly batch: number;
  readonly next_by_subj?: string;
}

/** A message as the server answers it directly. */
export interface DirectMessage {
  readonly seq: number;
  readonly headers: MsgHdrs | undefined;
  readonly payload: Uint8Array;
}

/** Waits between two looks at a replica that does not have a message yet. */
const lookAgainMs = 20;

/** Fetches messages in order. A replica may be behind: it is asked again for a while, then the answer is empty. */
export const fetched = async (
  link: Link,
  stream: string,
  query: DirectQuery,
): Promise<readonly DirectMessage[]> => {
  const untilMs = performance.now() + link.timeoutMs;
  for (;;) {
    const answers = await link.ask((nc) => direct(nc, stream, query));
    if (answers.length > 0 || performance.now() > untilMs) return answers.map(messageOf);
    await sleep(lookAgainMs);
  }
};

const messageOf = (answer: Msg): DirectMessage => ({
  seq: Number(answer.headers?.last('Nats-Sequence')),
  headers: answer.headers,
  payload: answer.data,
});

/** One request, many answers, and one without content that ends them. */
const direct = async (
  nc: NatsConnection,
  stream: string,
  query: DirectQuery,
): Promise<readonly Msg[]> => {
  const found: Msg[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<readonly Msg[]>();
  const inbox = createInbox();
  const subscription = nc.subscribe(inbox, {
    callback: (error, answer) => {
      const code = answer.headers?.code ?? 0;
      if (error !== null) reject(error);
      else if (code === 204 || code === 404) resolve(found);
      else if (code >= 300) reject(new NatsError(answer.headers?.description ?? '', String(code)));
      else found.push(answer);
    },
  });
  try {
    const request = JSON.stringify({ ...query, max_bytes: bytesMax });
    nc.publish(`$JS.API.DIRECT.GET.${stream}`, request, { reply: inbox });
    return await promise;
  } finally {
    subscription.unsubscribe();
  }
};
