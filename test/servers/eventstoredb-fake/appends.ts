import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { handleClientStreamingCall } from '@grpc/grpc-js';
import {
  type AppendAsked,
  appendIn,
  eventIn,
  sizeIn,
  writtenMessage,
  wrongVersionMessage,
} from './messages.ts';
import { type Node, notLeading } from './node.ts';
import {
  deletedRefusal,
  deniedRefusal,
  invalidRefusal,
  notLeaderRefusal,
  type Refusal,
  timedOutRefusal,
  tooLargeRefusal,
  unavailableRefusal,
} from './refusals.ts';
import type { FakeEvent } from './store.ts';

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
      const answer = notLeading(node, call.metadata) ?? appendAnswer(node, asked, events);
      if (answer === 'silence') return;
      if ('code' in answer) respond(answer);
      else respond(null, answer);
    });
  };

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
    case 'Refused':
      return invalidRefusal();
    case 'NotLeader':
      return notLeaderRefusal(mishap.leaderPort);
    case 'Silent':
    case 'GoesAway':
    case 'TimesOut':
      if (mishap.isKept) write();
      return lostAnswer[mishap._tag];
  }
};

const lostAnswer = {
  Silent: 'silence',
  GoesAway: unavailableRefusal(),
  TimesOut: timedOutRefusal(),
} as const;

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
