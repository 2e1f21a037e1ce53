import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { handleClientStreamingCall, handleServerStreamingCall, Metadata } from '@grpc/grpc-js';
import {
  type AppendAsked,
  appendIn,
  eventIn,
  eventMessage,
  notFoundMessage,
  rangeIn,
  sizeIn,
  writtenMessage,
  wrongVersionMessage,
} from './messages.ts';
import {
  deletedRefusal,
  deniedRefusal,
  notLeaderRefusal,
  type Refusal,
  timedOutRefusal,
  tooLargeRefusal,
  unavailableRefusal,
} from './refusals.ts';
import type { FakeEvent, FakeStore } from './store.ts';

/** What goes wrong with one call. */
export type Mishap =
  /** No answer ever comes; the events of an append may be kept all the same. */
  | { readonly _tag: 'Silent'; readonly isKept: boolean }
  /** The server goes away before it answers; the events of an append may be kept all the same. */
  | { readonly _tag: 'GoesAway'; readonly isKept: boolean }
  /** The server's own time for a commit is over; it may still come about. */
  | { readonly _tag: 'TimesOut'; readonly isKept: boolean }
  | { readonly _tag: 'Denied' }
  /** Another node has become the leader. */
  | { readonly _tag: 'NotLeader'; readonly leaderPort: number }
  /** Somebody else appends these events first. */
  | { readonly _tag: 'Overtaken'; readonly by: readonly FakeEvent[] }
  /** A read ends with an error after that many events. */
  | { readonly _tag: 'Cut'; readonly after: number };

/** What goes wrong with the next calls, each once and in this order. */
export interface Script {
  readonly appends: Mishap[];
  readonly reads: Mishap[];
}

/** How often each call came. */
export interface Calls {
  append: number;
  read: number;
  batchAppend: number;
}

/** One node of a cluster. */
export interface Node {
  readonly store: FakeStore;
  readonly script: Script;
  readonly calls: Calls;
  readonly appendBytesMax: number;
  readonly leaderPort: number | undefined;
}

type Answer = streams.AppendResp | Refusal | 'silence';

/** Takes an append: first the options, then the events. */
export const appendHandler =
  (node: Node): handleClientStreamingCall<streams.AppendReq, streams.AppendResp> =>
  (call, respond) => {
    node.calls.append += 1;
    let asked: AppendAsked = { stream: '', expected: 'any' };
    const events: FakeEvent[] = [];
    call.on('data', (message: streams.AppendReq) => {
      const options = message.getOptions();
      const proposed = message.getProposedMessage();
      if (options !== undefined) asked = appendIn(options);
      if (proposed !== undefined) events.push(eventIn(proposed));
    });
    call.on('end', () => {
      const answer = refusalOf(node, call.metadata) ?? appendAnswer(node, asked, events);
      if (answer === 'silence') return;
      if ('code' in answer) respond(answer);
      else respond(null, answer);
    });
  };

const refusalOf = ({ leaderPort }: Node, metadata: Metadata): Refusal | undefined =>
  leaderPort !== undefined && metadata.get('requires-leader').includes('true')
    ? notLeaderRefusal(leaderPort)
    : undefined;

const appendAnswer = (node: Node, asked: AppendAsked, events: readonly FakeEvent[]): Answer => {
  const mishap = node.script.appends.shift();
  const write = (): Answer => writeAnswer(node, asked, events);
  switch (mishap?._tag) {
    case undefined:
    case 'Cut':
      return write();
    case 'Overtaken':
      node.store.append(asked.stream, 'any', mishap.by);
      return write();
    case 'Denied':
      return deniedRefusal();
    case 'NotLeader':
      return notLeaderRefusal(mishap.leaderPort);
    case 'Silent':
    case 'GoesAway':
    case 'TimesOut':
      if (mishap.isKept) write();
      return mishap._tag === 'Silent'
        ? 'silence'
        : mishap._tag === 'GoesAway'
          ? unavailableRefusal()
          : timedOutRefusal();
  }
};

const writeAnswer = (
  { store, appendBytesMax }: Node,
  { stream, expected }: AppendAsked,
  events: readonly FakeEvent[],
): Answer => {
  const bytes = events.reduce((sum, event) => sum + sizeIn(event), 0);
  if (bytes > appendBytesMax) return tooLargeRefusal(appendBytesMax);
  const outcome = store.append(stream, expected, events);
  switch (outcome._tag) {
    case 'Written':
      return writtenMessage(outcome.last);
    case 'WrongVersion':
      return wrongVersionMessage(expected, outcome.current);
    case 'Deleted':
      return deletedRefusal(stream);
  }
};

/** Answers a read of a stream, event by event. */
export const readHandler =
  (node: Node): handleServerStreamingCall<streams.ReadReq, streams.ReadResp> =>
  (call) => {
    node.calls.read += 1;
    const { stream, ...range } = rangeIn(call.request);
    const mishap = node.script.reads.shift();
    const refusal = refusalOf(node, call.metadata) ?? readRefusal(mishap);
    if (refusal === 'silence') return;
    if (refusal !== undefined) {
      call.emit('error', refusal);
      return;
    }
    const slice = node.store.read(stream, range);
    const max = mishap?._tag === 'Cut' ? mishap.after : Number.POSITIVE_INFINITY;
    if (slice === undefined) call.write(notFoundMessage(stream));
    for (const [number, event] of slice?.slice(0, max) ?? []) {
      call.write(eventMessage(stream, number, event));
    }
    if (mishap?._tag === 'Cut') call.emit('error', unavailableRefusal());
    else call.end();
  };

const readRefusal = (mishap: Mishap | undefined): Refusal | 'silence' | undefined => {
  switch (mishap?._tag) {
    case undefined:
    case 'Cut':
    case 'Overtaken':
      return undefined;
    case 'Silent':
      return 'silence';
    case 'GoesAway':
      return unavailableRefusal();
    case 'TimesOut':
      return timedOutRefusal();
    case 'Denied':
      return deniedRefusal();
    case 'NotLeader':
      return notLeaderRefusal(mishap.leaderPort);
  }
};
