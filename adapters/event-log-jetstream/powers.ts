import { genesisHash } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { type Desk, deskOf, firstTail, movedTail, nextTail, snapshotsFor } from './desk.ts';
import { raise, unavailable } from '../ports/log-faults.ts';
import { type KeyIndex, keyIndexOf } from './key-index.ts';
import type { Link } from './link.ts';
import { claim } from './lock.ts';
import type { Powers } from './log.ts';
import type { Names } from './names.ts';
import { findStream, makeStream, streamCalled } from './stream.ts';
import type { MakingOptions } from './stream-settings.ts';
import { makeWitness, witnessOf } from './witness.ts';
import { type Writer, type WriterGround, writerOf } from './writer.ts';

/** What a log can do that reads while somebody else may write. */
export const forReading = async (link: Link, names: Names): Promise<Powers> => {
  const desk = deskOf(link, names, await findStream(link, names));
  const { page } = desk.reading;
  let tail = await firstTail(desk);
  const refuse = async () =>
    raise(unavailable(names.place, 'it was opened for reading', 'Open it for writing.'));
  const head = async (reaching: Revision) => {
    if (reaching > tail.head.revision) tail = await nextTail(desk, tail);
    return tail.head;
  };
  const index = keyIndexOf((after, max) => page(after, max, tail.head), desk.base);
  const snapshots = snapshotsFor(desk, head, undefined);
  return { head, append: refuse, save: refuse, page, index, snapshots, close: link.close };
};

/** What a log can do that writes. @throws FaultRaised when somebody else does, or facts would not be safe there */
export const forWriting = async (
  link: Link,
  names: Names,
  options: MakingOptions,
): Promise<Powers> => {
  const desk = await deskForWriting(link, names, options);
  const { page } = desk.reading;
  const tail = await firstTail(desk);
  if (tail.head.revision > desk.base) desk.witness.see(tail.head);
  const index = keyIndexOf((after, max) => page(after, max, writer.tail().head), desk.base);
  const writer = writerOf(groundOf(desk, index), tail);
  const head = async () => writer.tail().head;
  const snapshots = snapshotsFor(desk, head, options.replicas);
  const { append } = writer;
  const close: Powers['close'] = (manner) => closed(desk, writer, manner);
  return { head, append, save: snapshots.save, page, index, snapshots, close };
};

const groundOf = (desk: Desk, index: KeyIndex): WriterGround => ({
  publisher: desk.publisher,
  base: desk.base,
  page: desk.reading.page,
  follow: (known) => movedTail(desk, known),
  wrote: ({ seq, head }, records) => {
    desk.places.note({ seq, revision: head.revision });
    desk.witness.see(head);
    index.note(head.revision - records.length + 1, records);
  },
});

const closed = async (
  { link, witness }: Desk,
  writer: Writer,
  manner: 'polite' | 'abrupt',
): Promise<void> => {
  if (manner === 'polite') {
    await writer.idle();
    await witness.settle();
  }
  await link.close(manner);
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
