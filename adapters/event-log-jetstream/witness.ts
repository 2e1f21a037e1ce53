import { setTimeout as sleep } from 'node:timers/promises';
import { DiscardPolicy, RetentionPolicy, StorageType } from 'nats';
import { hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Head, LogFault } from '../ports/event-log.ts';
import { raise } from '../ports/log-faults.ts';
import { corrupt } from './faults.ts';
import type { Link } from './link.ts';
import type { Names } from './names.ts';
import { absentAsNothing, askStreams, madeStream } from './stream.ts';

/**
 * Keeps the head in a stream of its own, so that the next opening sees whether facts were lost.
 *
 * A server that finds a damaged message when it starts cuts the stream off there and says nothing of it to clients
 * (nats-server 2.14.9, each of 40 flipped bits): the end of the stream alone cannot tell.
 */
export interface Witness {
  /** @throws FaultRaised when the witness has seen facts that the stream does not hold */
  readonly check: (head: Head, hashAt: HashAt) => Promise<void>;
  /** Told of every head, it writes one down now and then, beside the appends. */
  readonly see: (head: Head) => void;
  /** Writes the last head down, before a log is closed. */
  readonly settle: () => Promise<void>;
}

type HashAt = (revision: Revision, head: Head) => Promise<Uint8Array | undefined>;

/** What was written since may be lost unseen: a short time of appends. */
const betweenMs = 1000;

/** A log is closed after so long even when the server does not answer. */
const settleMsMax = 1000;

/** The witness of a ledger. @cost one small durable message a second of appending */
export const witnessOf = (link: Link, names: Names): Witness => {
  let seen: Head | undefined;
  let writtenMs = -Infinity;
  let writing: Promise<unknown> = Promise.resolve();
  const write = (): Promise<unknown> => {
    const head = seen;
    if (head === undefined) return writing;
    seen = undefined;
    writtenMs = performance.now();
    // A witness that cannot write makes losses harder to see; the facts themselves are safe without it.
    writing = writing.then(() => written(link, names, head)).catch(() => undefined);
    return writing;
  };
  return {
    check: (head, hashAt) => check(link, names, { head, hashAt }),
    see: (head) => {
      seen = head;
      if (performance.now() - writtenMs > betweenMs) void write();
    },
    settle: () => within(settleMsMax, write()),
  };
};

const check = async (
  link: Link,
  names: Names,
  { head, hashAt }: { readonly head: Head; readonly hashAt: HashAt },
): Promise<void> => {
  const told = await read(link, names);
  if (told === undefined) return;
  const hash = told.revision > head.revision ? undefined : await hashAt(told.revision, head);
  if (hash === undefined || hexOf(hash) !== told.hash) raise(lost(names, head, told.revision));
};

const within = async (leftMs: number, work: Promise<unknown>): Promise<void> => {
  const waiting = new AbortController();
  const late = sleep(leftMs, undefined, { signal: waiting.signal }).catch(() => undefined);
  await Promise.race([work, late]);
  waiting.abort();
};

const lost = ({ place, witness }: Names, head: Head, revision: Revision): LogFault => ({
  ...corrupt(
    place,
    revision > head.revision
      ? `facts up to ${revision} were acknowledged, the stream ends at ${head.revision}`
      : `the fact ${revision} is not the one that was acknowledged`,
    Math.min(revision, head.revision + 1),
  ),
  remedy:
    'Restore the stream from a replica or a backup; the log of the server tells what it cut off. ' +
    `To go on without the lost facts, run: nats stream rm ${witness}`,
});

const form = /^(\d{1,16}) ([0-9a-f]{64})$/;

const read = async (
  link: Link,
  { witness, witnessSubject }: Names,
): Promise<{ readonly revision: Revision; readonly hash: string } | undefined> => {
  const found = await askStreams(link, (streams) =>
    absentAsNothing(streams.getMessage(witness, { last_by_subj: witnessSubject })),
  );
  const [, revision, hash] = form.exec(Buffer.from(found?.data ?? []).toString()) ?? [];
  return hash === undefined ? undefined : { revision: Number(revision), hash };
};

const written = async (link: Link, names: Names, { revision, hash }: Head): Promise<void> => {
  const said = `${revision} ${hexOf(hash)}`;
  await link.tell((nc, timeout) =>
    nc.jetstream({ timeout }).publish(names.witnessSubject, said, { timeout }),
  );
};

/** Makes the stream of the witness where there is none. */
export const makeWitness = (link: Link, names: Names, replicas: number): Promise<unknown> =>
  madeStream(link, {
    name: names.witness,
    subjects: [names.witnessSubject],
    description: `How far the Berth ledger ${names.ledger} was acknowledged: tells lost facts.`,
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    discard: DiscardPolicy.Old,
    max_msgs_per_subject: 1,
    num_replicas: replicas,
  });
