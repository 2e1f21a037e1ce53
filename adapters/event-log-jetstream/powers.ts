import { hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { raise, unavailable } from './faults.ts';
import { keyIndexOf } from './key-index.ts';
import type { Link } from './link.ts';
import { claim } from './lock.ts';
import type { Powers } from './log.ts';
import { type Messages, messagesOf } from './messages.ts';
import type { Names } from './names.ts';
import { type Places, placesOf } from './places.ts';
import { type Publisher, publisherOf } from './publish.ts';
import { type Reading, readingOf } from './reading.ts';
import { findStream, type LedgerStream, makeStream, type MakingOptions } from './settings.ts';
import { snapshotsOf } from './snapshots.ts';
import { followTail, readTail, type Tail } from './tail.ts';
import { writerOf } from './writer.ts';

/** A ledger over a connection, before it is known whether it is written or only read. */
interface Desk {
  readonly link: Link;
  readonly names: Names;
  readonly stream: LedgerStream;
  readonly messages: Messages;
  readonly places: Places;
  readonly reading: Reading;
  readonly publisher: Publisher;
  readonly follow: (known: Tail) => Promise<Tail>;
}

/** What a log can do that reads while somebody else may write. */
export const forReading = async (link: Link, names: Names): Promise<Powers> => {
  const desk = deskOf(link, names, await findStream(link, names));
  let tail = await firstTail(desk);
  const refuse = async () =>
    raise(unavailable(names.place, 'it was opened for reading', 'Open it for writing.'));
  const head = async (reaching: Revision) => {
    if (reaching > tail.head.revision) tail = noted(desk, await desk.follow(tail));
    return tail.head;
  };
  const index = keyIndexOf(
    (after, max) => desk.reading.page(after, max, tail.head),
    desk.stream.baseRevision,
  );
  const snapshots = snapshotsFor(desk, () => tail, undefined);
  const { page } = desk.reading;
  return { head, append: refuse, save: refuse, page, index, snapshots, close: link.close };
};

/** What a log can do that writes. @throws FaultRaised when somebody else does, or facts would not be safe there */
export const forWriting = async (
  link: Link,
  names: Names,
  options: MakingOptions,
): Promise<Powers> => {
  const stream = await makeStream(link, names, options);
  await claim(link, names);
  const desk = deskOf(link, names, stream);
  const { page } = desk.reading;
  const index = keyIndexOf(
    (after, max) => page(after, max, writer.tail().head),
    stream.baseRevision,
  );
  const writer = writerOf(
    {
      publisher: desk.publisher,
      follow: async (known) => noted(desk, await desk.follow(known)),
      page,
      wrote: (tail, records) => {
        desk.places.note({ seq: tail.seq, revision: tail.head.revision });
        index.note(tail.head.revision - records.length + 1, records);
      },
      base: stream.baseRevision,
    },
    await firstTail(desk),
  );
  const snapshots = snapshotsFor(desk, writer.tail, options.replicas);
  return {
    head: async () => writer.tail().head,
    append: writer.append,
    save: snapshots.save,
    page,
    index,
    snapshots,
    close: link.close,
  };
};

const deskOf = (link: Link, names: Names, stream: LedgerStream): Desk => {
  const { place } = names;
  const { baseRevision: base, messageBytesMax } = stream;
  const messages = messagesOf(link, names);
  const places = placesOf(messages, base);
  const reading = readingOf({ place, base, messages, places });
  const publisher = publisherOf({ link, names, messages, messageBytesMax });
  const follow = (known: Tail) => followTail(messages, known, { place, base });
  return { link, names, stream, messages, places, reading, publisher, follow };
};

const noted = ({ places }: Desk, tail: Tail): Tail => {
  places.note({ seq: tail.headSeq, revision: tail.head.revision });
  return tail;
};

/** The end of the stream at opening; the last fact is read, so that its bytes are known to be what was written. */
const firstTail = async (desk: Desk): Promise<Tail> => {
  const base = desk.stream.baseRevision;
  const tail = noted(desk, await readTail(desk.messages, base));
  await desk.reading.page(tail.head.revision - 1, 1, tail.head);
  return tail;
};

const snapshotsFor = (desk: Desk, tail: () => Tail, replicas: number | undefined) => {
  const { link, names, stream, reading, publisher } = desk;
  const stands = async (revision: Revision, hash: Uint8Array): Promise<boolean> => {
    const { head } = tail();
    if (revision < stream.baseRevision || revision > head.revision) return false;
    if (revision === stream.baseRevision) return hash.every((byte) => byte === 0);
    const [record] = await reading.page(revision - 1, 1, head);
    return record !== undefined && hexOf(record.hash) === hexOf(hash);
  };
  return snapshotsOf({ link, names, replicas, pieceBytesMax: publisher.pieceBytesMax, stands });
};
