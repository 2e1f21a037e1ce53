import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { handleServerStreamingCall } from '@grpc/grpc-js';
import { eventMessage, notFoundMessage, rangeIn } from './messages.ts';
import { type Mishap, type Node, notLeading } from './node.ts';
import {
  deletedRefusal,
  deniedRefusal,
  invalidRefusal,
  notLeaderRefusal,
  type Refusal,
  timedOutRefusal,
  unavailableRefusal,
} from './refusals.ts';

/** Answers a read of a stream, event by event. */
export const readHandler =
  (node: Node): handleServerStreamingCall<streams.ReadReq, streams.ReadResp> =>
  (call) => {
    node.calls.read += 1;
    const { stream, ...range } = rangeIn(call.request);
    const mishap = node.script.reads.shift();
    const slice = node.store.read(stream, range);
    const deleted = slice === 'deleted' ? deletedRefusal(stream) : undefined;
    const refusal = notLeading(node, call.metadata) ?? refusalOf(mishap) ?? deleted;
    if (refusal === 'silence') return;
    if (refusal !== undefined) {
      call.emit('error', refusal);
      return;
    }
    if (slice === 'absent') call.write(notFoundMessage(stream));
    const events = typeof slice === 'string' ? [] : slice;
    const isCut = mishap?._tag === 'Cut';
    for (const [number, event] of isCut ? events.slice(0, mishap.after) : events) {
      call.write(eventMessage(stream, number, event));
    }
    if (isCut) call.emit('error', unavailableRefusal());
    else call.end();
  };

const refusalOf = (mishap: Mishap | undefined): Refusal | 'silence' | undefined => {
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
    case 'Refused':
      return invalidRefusal();
    case 'NotLeader':
      return notLeaderRefusal(mishap.leaderPort);
  }
};
