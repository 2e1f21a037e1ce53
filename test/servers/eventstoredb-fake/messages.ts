import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Expected, FakeEvent, FakeRange } from './store.ts';

/** An append as it arrived. */
export interface AppendAsked {
  readonly stream: string;
  readonly expected: Expected;
}

const streamNameIn = (identifier: shared.StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

/** The first message of an append. */
export const appendIn = (options: streams.AppendReq.Options): AppendAsked => ({
  stream: streamNameIn(options.getStreamIdentifier()),
  expected: options.hasRevision()
    ? Number(options.getRevision())
    : options.hasNoStream()
      ? -1
      : options.hasAny()
        ? 'any'
        : 'streamExists',
});

/** Any other message of an append. */
export const eventIn = (message: streams.AppendReq.ProposedMessage): FakeEvent => ({
  id: message.getId()?.getString() ?? '',
  type: String(message.getMetadataMap().get('type')),
  contentType: String(message.getMetadataMap().get('content-type')),
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

/** What the server counts of an event against its limit. */
export const sizeIn = ({ type, data, metadata }: FakeEvent): number =>
  data.length + metadata.length + type.length * 2;

/** The answer to an append that stands. */
export const writtenMessage = (last: number): streams.AppendResp => {
  const success = new streams.AppendResp.Success();
  success.setCurrentRevision(String(last));
  success.setNoPosition(new shared.Empty());
  const answer = new streams.AppendResp();
  answer.setSuccess(success);
  return answer;
};

/** The answer to an append that expected another revision; numbers stand twice, for clients of release 20.6 too. */
export const wrongVersionMessage = (expected: Expected, current: number): streams.AppendResp => {
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (typeof expected === 'number' && expected >= 0) {
    wrong.setExpectedRevision(String(expected));
    wrong.setExpectedRevision2060(expected);
  } else {
    wrong.setExpectedNoStream(new shared.Empty());
  }
  if (current < 0) {
    wrong.setCurrentNoStream(new shared.Empty());
    wrong.setNoStream2060(new shared.Empty());
  } else {
    wrong.setCurrentRevision(String(current));
    wrong.setCurrentRevision2060(current);
  }
  const answer = new streams.AppendResp();
  answer.setWrongExpectedVersion(wrong);
  return answer;
};

/** What a read asks for. */
export const rangeIn = (request: streams.ReadReq): FakeRange & { readonly stream: string } => {
  const options = request.getOptions();
  const stream = options?.getStream();
  const isForwards = options?.getReadDirection() === 0;
  const from = stream?.hasStart()
    ? 'start'
    : stream?.hasEnd()
      ? 'end'
      : Number(stream?.getRevision());
  const max = Number(options?.getCount());
  return { stream: streamNameIn(stream?.getStreamIdentifier()), from, isForwards, max };
};

/** The answer to a read of a stream that is not there. */
export const notFoundMessage = (name: string): streams.ReadResp => {
  const notFound = new streams.ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(identifierOf(name));
  const answer = new streams.ReadResp();
  answer.setStreamNotFound(notFound);
  return answer;
};

const identifierOf = (name: string): shared.StreamIdentifier => {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Buffer.from(name).toString('base64'));
  return identifier;
};

/** One event of the answer to a read. */
export const eventMessage = (name: string, number: number, event: FakeEvent): streams.ReadResp => {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  const id = new shared.UUID();
  id.setString(event.id);
  recorded.setId(id);
  recorded.setStreamIdentifier(identifierOf(name));
  recorded.setStreamRevision(String(number));
  recorded.getMetadataMap().set('type', event.type);
  recorded.getMetadataMap().set('content-type', event.contentType);
  recorded.getMetadataMap().set('created', '0');
  recorded.setCustomMetadata(event.metadata);
  recorded.setData(event.data);
  const read = new streams.ReadResp.ReadEvent();
  read.setEvent(recorded);
  read.setNoPosition(new shared.Empty());
  const answer = new streams.ReadResp();
  answer.setEvent(read);
  return answer;
};
