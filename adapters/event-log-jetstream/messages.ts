import { fetched } from './direct.ts';
import { raise, unavailable } from '../ports/log-faults.ts';
import { corrupt } from './faults.ts';
import { type FramedMessage, framedIn } from './frame.ts';
import type { Link } from './link.ts';
import type { Names } from './names.ts';
import { absentAsNothing, askStreams } from './stream.ts';

/** Reads messages of the ledger's stream. */
export interface Messages {
  /** The last message, as the leader knows it. */
  readonly last: () => Promise<FramedMessage | undefined>;
  /** The message of that sequence, as the leader knows it; it must be there. */
  readonly at: (seq: number) => Promise<FramedMessage>;
  /** Messages from that sequence on, without a gap: at least one, at most `max`. The first must be there. */
  readonly from: (seq: number, max: number) => Promise<readonly FramedMessage[]>;
}

/** More messages than this are asked for in several requests. */
export const messagesMax = 512;

/** Reads over a link. */
export const messagesOf = (link: Link, names: Names): Messages => {
  const stored = (query: { seq: number } | { last_by_subj: string }) =>
    askStreams(link, async (streams) => {
      const found = await absentAsNothing(streams.getMessage(names.stream, query));
      return found === undefined ? undefined : framed(names, found.seq, found.data);
    });
  return {
    last: () => stored({ last_by_subj: names.subject }),
    at: async (seq) => (await stored({ seq })) ?? raise(gone(names, seq)),
    from: (seq, max) => runFrom(link, names, { seq, batch: Math.min(max, messagesMax) }),
  };
};

const runFrom = async (
  link: Link,
  names: Names,
  query: { readonly seq: number; readonly batch: number },
): Promise<readonly FramedMessage[]> => {
  const found = await fetched(link, names.stream, { ...query, no_hdr: true });
  const [first] = found;
  if (first === undefined) {
    const remedy = 'See in `nats stream report` why its replicas are behind, and try again.';
    const cause = `the server does not answer message ${query.seq}`;
    return raise(unavailable(names.place, cause, remedy));
  }
  if (first.seq !== query.seq) return raise(gone(names, query.seq));
  const run: FramedMessage[] = [];
  for (const { seq, payload } of found) {
    if (seq !== query.seq + run.length) break;
    run.push(framed(names, seq, payload));
  }
  return run;
};

const framed = ({ place, stream }: Names, seq: number, message: Uint8Array): FramedMessage => {
  const found = framedIn(message);
  return found === undefined
    ? raise(corrupt(place, `message ${seq} of the stream ${stream} is none of Berth's`))
    : { seq, ...found };
};

const gone = ({ place, stream }: Names, seq: number) =>
  corrupt(place, `message ${seq} of the stream ${stream} is gone`);
