import { setTimeout as sleep } from 'node:timers/promises';
import { genesisHash, hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Head } from '../ports/event-log.ts';
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
import {
  findStream,
  type LedgerStream,
  makeStream,
  type MakingOptions,
  streamCalled,
} from './settings.ts';
import { snapshotsOf } from './snapshots.ts';
import { followTail, proveTail, readTail, type Tail, type TailGround } from './tail.ts';
import { makeWitness, type Witness, witnessOf } from './witness.ts';
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
  readonly ends: TailGround;
  readonly witness: Witness;
}

/** What a log can do that reads while somebody else may write. */
export const forReading = async (link: Link, names: Names): Promise<Powers> => {
  const desk = deskOf(link, names, await findStream(link, names));
  let tail = await firstTail(desk);
  const refuse = async () =>
    raise(unavailable(names.place, 'it was opened for reading', 'Open it for writing.'));
  const head = async (reaching: Revision) => {
    if (reaching > tail.head.revision) tail = noted(desk, await followTail(desk.ends, tail));
    return tail.head;
  };
  const index = keyIndexOf(
    (after, max) => desk.reading.page(after, max, tail.head),
    desk.stream.baseRevision,
  );
  const snapshots = snapshotsFor(desk, head, undefined);
  const { page } = desk.reading;
  return { head, append: refuse, save: refuse, page, index, snapshots, close: link.close };
};

/** What a log can do that writes. @throws FaultRaised when somebody else does, or facts would not be safe there */
export const forWriting = async (
  link: Link,
  names: Names,
  options: MakingOptions,
): Promise<Powers> => {
  const desk = await deskForWriting(link, names, options);
  const base = desk.stream.baseRevision;
  const { page } = desk.reading;
  const index = keyIndexOf((after, max) => page(after, max, writer.tail().head), base);
  const tail = await firstTail(desk);
  if (tail.head.revision > base) desk.witness.see(tail.head);
  const writer = writerOf(
    {
      publisher: desk.publisher,
      follow: async (known) => noted(desk, await moved(desk, known)),
      page,
      wrote: ({ seq, head }, records) => {
        desk.places.note({ seq, revision: head.revision });
        desk.witness.see(head);
        index.note(head.revision - records.length + 1, records);
      },
      base,
    },
    tail,
  );
  const head = async () => writer.tail().head;
  const snapshots = snapshotsFor(desk, head, options.replicas);
  return {
    head,
    append: writer.append,
    save: snapshots.save,
    page,
    index,
    snapshots,
    close: async (manner) => {
      if (manner === 'polite') {
        await writer.idle();
        await desk.witness.settle();
      }
      await link.close(manner);
    },
  };
};

/** Makes what is missing, unless the ledger was there once: then its place is kept for what is restored. */
const deskForWriting = async (link: Link, names: Names, options: MakingOptions): Promise<Desk> => {
  if ((await streamCalled(link, names.stream)) === undefined) {
    const nothing = { revision: options.baseRevision, hash: genesisHash };
    await witnessOf(link, names).check(nothing, async () => undefined);
  }
  const stream = await makeStream(link, names, options);
  await makeWitness(link, names, options.replicas ?? 1);
  await claim(link, names);
  return deskOf(link, names, stream);
};

/** The end of the stream after somebody else wrote: a leader may refuse us before it can show what stands there. */
const moved = async ({ link, ends }: Desk, known: Tail): Promise<Tail> => {
  const untilMs = performance.now() + link.timeoutMs;
  for (;;) {
    const tail = await followTail(ends, known);
    if (tail.seq > known.seq || performance.now() > untilMs) {
      await proveTail(ends, tail);
      return tail;
    }
    await sleep(lookAgainMs);
  }
};

const lookAgainMs = 20;

const deskOf = (link: Link, names: Names, stream: LedgerStream): Desk => {
  const { place } = names;
  const { baseRevision: base, messageBytesMax } = stream;
  const messages = messagesOf(link, names);
  const places = placesOf(messages, base);
  const reading = readingOf({ place, base, messages, places });
  const publisher = publisherOf({ link, names, messages, messageBytesMax });
  const ends = { place, base, messages };
  const witness = witnessOf(link, names);
  return { link, names, stream, messages, places, reading, publisher, ends, witness };
};

const noted = ({ places }: Desk, tail: Tail): Tail => {
  places.note({ seq: tail.headSeq, revision: tail.head.revision });
  return tail;
};

/** The end of the stream at opening, proved: what is written next stands on it. */
const firstTail = async (desk: Desk): Promise<Tail> => {
  const tail = noted(desk, await readTail(desk.ends));
  await proveTail(desk.ends, tail);
  await desk.witness.check(tail.head, (revision, head) => hashAt(desk, revision, head));
  return tail;
};

const snapshotsFor = (desk: Desk, headFor: Powers['head'], replicas: number | undefined) => {
  const { link, names, publisher } = desk;
  const stands = async (revision: Revision, hash: Uint8Array): Promise<boolean> => {
    const found = await hashAt(desk, revision, await headFor(revision));
    return found !== undefined && hexOf(found) === hexOf(hash);
  };
  return snapshotsOf({ link, names, replicas, pieceBytesMax: publisher.pieceBytesMax, stands });
};

/** The chain's hash at a revision; `undefined` where the ledger has none. */
const hashAt = async (
  { stream, reading }: Desk,
  revision: Revision,
  head: Head,
): Promise<Uint8Array | undefined> => {
  if (revision === stream.baseRevision) return genesisHash;
  if (revision < stream.baseRevision || revision > head.revision) return undefined;
  return (await reading.page(revision - 1, 1, head))[0]?.hash;
};
