import { setTimeout as sleep } from 'node:timers/promises';
import { createInbox, type Msg, type MsgHdrs, NatsError, type NatsConnection } from 'nats';
import type { Link } from './link.ts';
import { AnswerMissing } from './watch.ts';

/** Which messages to answer directly, without a consumer. @source NATS ADR-31 */
export interface DirectQuery {
  readonly seq: number;
  readonly batch: number;
  readonly next_by_subj?: string;
  /** Leaves headers out where the server can: to read them costs more than all the rest. */
  readonly no_hdr?: true;
}

/** A message as the server answers it directly. */
export interface DirectMessage {
  readonly seq: number;
  readonly headers: MsgHdrs | undefined;
  readonly payload: Uint8Array;
}

/** What one request may bring: more would make the server call us a slow consumer. */
const bytesMax = 8_388_608;
/** Waits between two looks at a replica that does not have a message yet. */
const lookAgainMs = 20;

/** Fetches messages in order. A replica may be behind: it is asked again for a while, then the answer is empty. */
export const fetched = async (
  link: Link,
  stream: string,
  query: DirectQuery,
): Promise<readonly DirectMessage[]> => {
  const untilMs = performance.now() + link.timeoutMs;
  const subject = `$JS.API.DIRECT.GET.${stream}`;
  const request = JSON.stringify({ ...query, max_bytes: bytesMax });
  for (;;) {
    const answers = await link.ask((nc, timeoutMs) =>
      requested(nc, { subject, request, timeoutMs }),
    );
    if (answers.length > 0 || performance.now() > untilMs) {
      return answers.map((answer, index) => messageOf(answer, query.seq + index));
    }
    await sleep(lookAgainMs);
  }
};

/** Without headers nobody says which sequence it is; then the chain proves that none is missing. */
const messageOf = ({ headers, data }: Msg, seq: number): DirectMessage => ({
  seq: headers === undefined ? seq : Number(headers.last('Nats-Sequence')),
  headers,
  payload: data,
});

interface Request {
  readonly subject: string;
  readonly request: string;
  readonly timeoutMs: number;
}

/** One request, many answers, and one without content that ends them. */
const requested = (
  nc: NatsConnection,
  { subject, request, timeoutMs }: Request,
): Promise<readonly Msg[]> => {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Msg[]>();
  const inbox = createInbox();
  const callback = collecting(resolve, reject);
  const subscription = nc.subscribe(inbox, { callback });
  const late = new AnswerMissing(`no answer in ${timeoutMs} ms`);
  const timer = setTimeout(reject, timeoutMs, late);
  try {
    nc.publish(subject, request, { reply: inbox });
  } catch (error) {
    reject(error);
  }
  return promise.finally(() => {
    clearTimeout(timer);
    subscription.unsubscribe();
  });
};

const collecting = (
  resolve: (found: readonly Msg[]) => void,
  reject: (error: Error) => void,
): ((error: Error | null, answer: Msg) => void) => {
  const found: Msg[] = [];
  return (error, answer) => {
    if (error !== null) return reject(error);
    const code = answer.headers?.code ?? 0;
    if (code === 204 || code === 404) return resolve(found);
    if (code >= 300) return reject(new NatsError(answer.headers?.description ?? '', String(code)));
    found.push(answer);
  };
};
