import type { PubAck } from 'nats';
import { inDoubt, raise, unavailable } from '../ports/log-faults.ts';
import { api, apiCodeOf, causeOf, corrupt, diskFull } from './faults.ts';
import { type FramedMessage, isSameBatch, messageIdOf, messageOf } from './frame.ts';
import type { Link } from './link.ts';
import type { Messages } from './messages.ts';
import type { Names } from './names.ts';
import { AnswerMissing } from './watch.ts';

/** Puts messages at the end of the ledger's stream. */
export interface Publisher {
  /** How much of a batch a message can carry. */
  readonly pieceBytesMax: () => number;
  /**
   * Publishes a piece right after the message `seq`.
   *
   * `Overtaken` when the stream ends elsewhere; nothing was kept then.
   * @throws FaultRaised with `InDoubt` when it is unknown whether it stands there
   */
  readonly publish: (piece: FramedMessage) => Promise<'Stored' | 'Overtaken'>;
}

/** Room for the headers and the first line of a message: about 400 bytes are used. */
const overheadBytesMax = 1024;
/** Larger messages are no faster. */
const pieceBytesMax = 1_048_576 - overheadBytesMax;

/** What publishing stands on. */
export interface PublishingGround {
  readonly link: Link;
  readonly names: Names;
  readonly messages: Messages;
  readonly messageBytesMax: number;
}

/** Publishes over a link; every message names the exact sequence that it stands on. */
export const publisherOf = (ground: PublishingGround): Publisher => ({
  pieceBytesMax: () => {
    const server = ground.link.nc.info?.max_payload ?? Infinity;
    const room = Math.min(server, ground.messageBytesMax) - overheadBytesMax;
    return Math.max(1, Math.min(pieceBytesMax, room));
  },
  publish: async (piece) => {
    try {
      const ack = await acknowledged(ground, piece);
      if (ack.duplicate || ack.seq !== piece.seq + 1) await proveOurs(ground, ack, piece);
      return 'Stored';
    } catch (error) {
      return refused(ground.names.place, error);
    }
  },
});

const acknowledged = (
  { link, names }: PublishingGround,
  { seq, frame, payload }: FramedMessage,
): Promise<PubAck> =>
  link.tell((nc, timeout) =>
    nc.jetstream({ timeout }).publish(names.subject, messageOf(frame, payload), {
      msgID: messageIdOf(names.ledger, seq, frame),
      expect: { lastSequence: seq, streamName: names.stream },
      timeout,
    }),
  );

/** The server knows messages by their ids alone: what stands there may be something else. */
const proveOurs = async (
  { names, messages }: PublishingGround,
  ack: PubAck,
  { seq, frame }: FramedMessage,
): Promise<void> => {
  const stored = (await messages.at(ack.seq)).frame;
  if (ack.seq === seq + 1 && isSameBatch(stored, frame) && stored.part === frame.part) return;
  const cause = `message ${ack.seq} of the stream ${names.stream} has the id of another one`;
  raise(corrupt(names.place, cause, frame.base + 1));
};

const refused = (place: string, error: unknown): 'Overtaken' => {
  if (error instanceof AnswerMissing) return raise(inDoubt(place, error.message));
  const code = apiCodeOf(error);
  const cause = causeOf(error);
  switch (code) {
    case api.wrongLastSequence:
    case api.wrongLastSequenceConstant:
      return 'Overtaken';
    case api.accountResources:
    case api.insufficientResources:
    case api.storageResources:
      return raise(diskFull(place));
    case api.storeFailed:
      // "maximum bytes exceeded" is a bound; any other failure of the store may have left the message on the disk.
      return raise(cause.startsWith('maximum ') ? diskFull(place) : inDoubt(place, cause));
    case undefined:
      throw error;
  }
  const remedy = 'Check the settings of the stream and the log of the server.';
  return raise(unavailable(place, cause, remedy));
};
