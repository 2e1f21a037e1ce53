import { setTimeout as sleep } from 'node:timers/promises';
import { genesisHash, hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Head } from '../ports/event-log.ts';
import type { Link } from './link.ts';
import { messagesOf } from './messages.ts';
import type { Names } from './names.ts';
import { type Places, placesOf } from './places.ts';
import { type Publisher, publisherOf } from './publish.ts';
import { type Reading, readingOf } from './reading.ts';
import { type Snapshots, snapshotsOf } from './snapshots.ts';
import type { LedgerStream } from './stream.ts';
import { followTail, proveTail, readTail, type Tail, type TailGround } from './tail.ts';
import { type Witness, witnessOf } from './witness.ts';

/** A ledger over a connection, before it is known whether it is written or only read. */
export interface Desk {
  readonly link: Link;
  readonly names: Names;
  readonly base: Revision;
  readonly places: Places;
  readonly reading: Reading;
  readonly publisher: Publisher;
  readonly ends: TailGround;
  readonly witness: Witness;
}

/** Lays out what a ledger is read and written with. */
export const deskOf = (link: Link, names: Names, stream: LedgerStream): Desk => {
  const { place } = names;
  const { baseRevision: base, messageBytesMax } = stream;
  const messages = messagesOf(link, names);
  const places = placesOf(messages, base);
  return {
    link,
    names,
    base,
    places,
    reading: readingOf({ place, base, messages, places }),
    publisher: publisherOf({ link, names, messages, messageBytesMax }),
    ends: { place, base, messages },
    witness: witnessOf(link, names),
  };
};

/** The end of the stream at opening, proved: what is written next stands on it. */
export const firstTail = async (desk: Desk): Promise<Tail> => {
  const tail = noted(desk, await readTail(desk.ends));
  await proveTail(desk.ends, tail);
  await desk.witness.check(tail.head, (revision, head) => hashAt(desk, revision, head));
  return tail;
};

/** The end of the stream now. @throws FaultRaised when what was known of it does not stand any more */
export const nextTail = async (desk: Desk, known: Tail): Promise<Tail> =>
  noted(desk, await followTail(desk.ends, known));

const lookAgainMs = 20;

/** The end of the stream after somebody else wrote: a leader may refuse us before it can show what stands there. */
export const movedTail = async (desk: Desk, known: Tail): Promise<Tail> => {
  const untilMs = performance.now() + desk.link.timeoutMs;
  for (;;) {
    const tail = await nextTail(desk, known);
    if (tail.seq > known.seq || performance.now() > untilMs) {
      await proveTail(desk.ends, tail);
      return tail;
    }
    await sleep(lookAgainMs);
  }
};

const noted = ({ places }: Desk, tail: Tail): Tail => {
  places.note({ seq: tail.headSeq, revision: tail.head.revision });
  return tail;
};

/** The snapshots of a ledger whose head is asked for when it is needed. */
export const snapshotsFor = (
  desk: Desk,
  headFor: (reaching: Revision) => Promise<Head>,
  replicas: number | undefined,
): Snapshots => {
  const { link, names, publisher } = desk;
  const stands = async (revision: Revision, hash: Uint8Array): Promise<boolean> => {
    const found = await hashAt(desk, revision, await headFor(revision));
    return found !== undefined && hexOf(found) === hexOf(hash);
  };
  return snapshotsOf({ link, names, replicas, pieceBytesMax: publisher.pieceBytesMax, stands });
};

/** The chain's hash at a revision; `undefined` where the ledger has none. */
const hashAt = async (
  { base, reading }: Desk,
  revision: Revision,
  head: Head,
): Promise<Uint8Array | undefined> => {
  if (revision === base) return genesisHash;
  if (revision < base || revision > head.revision) return undefined;
  return (await reading.page(revision - 1, 1, head))[0]?.hash;
};
