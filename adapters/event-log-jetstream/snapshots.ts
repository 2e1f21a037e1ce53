import { createHash } from 'node:crypto';
import { headers, RetentionPolicy, StorageType } from 'nats';
import { hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Snapshot } from '../ports/event-log.ts';
import { type DirectMessage, fetched } from './direct.ts';
import type { Link } from './link.ts';

import { type Names, snapshotSubjectOf } from './names.ts';
import { askStreams, madeStream, streamCalled } from './stream.ts';

/** Snapshots in a stream of their own: caches, believed only when their seal fits and their hash stands in the chain. */
export interface Snapshots {
  readonly load: (name: string, atMost: Revision) => Promise<Snapshot | undefined>;
  readonly save: (snapshot: Snapshot) => Promise<void>;
}

/** What snapshots stand on. */
export interface SnapshotGround {
  readonly link: Link;
  readonly names: Names;
  readonly replicas: number | undefined;
  readonly pieceBytesMax: () => number;
  /** Tells whether that hash is the chain's at that revision. */
  readonly stands: (revision: Revision, hash: Uint8Array) => Promise<boolean>;
}

/** Newest snapshots of a name that are kept. */
const keptPerName = 4;

/** The snapshots of a ledger. */
export const snapshotsOf = (ground: SnapshotGround): Snapshots => {
  const { link, names } = ground;
  const load = async (name: string, atMost: Revision): Promise<Snapshot | undefined> => {
    for (const { revision, subject, messages } of await listed(ground, name)) {
      if (revision > atMost) continue;
      const found = sealed(await piecesOn(link, names, { subject, messages }), { name, revision });
      if (found !== undefined && (await ground.stands(revision, found.hash))) return found;
    }
    return undefined;
  };
  const save = async (snapshot: Snapshot): Promise<void> => {
    await makeStream(ground);
    const subject = snapshotSubjectOf(names, snapshot.name, snapshot.revision);
    await purge(ground, subject);
    await publish(ground, subject, snapshot);
    const older = (await listed(ground, snapshot.name)).slice(keptPerName);
    for (const old of older) await purge(ground, old.subject);
  };
  return { load, save };
};

interface Listed {
  readonly revision: Revision;
  readonly subject: string;
  readonly messages: number;
}

/** The snapshots of a name, newest first. */
const listed = async (
  { link, names }: SnapshotGround,
  name: string,
): Promise<readonly Listed[]> => {
  const filter = snapshotSubjectOf(names, name, '>');
  const found = await streamCalled(link, names.snapshots, filter);
  return Object.entries(found?.state.subjects ?? {})
    .map(([subject, messages]) => ({
      revision: Number(subject.slice(subject.lastIndexOf('.') + 1)),
      subject,
      messages,
    }))
    .filter(({ revision }) => Number.isSafeInteger(revision))
    .toSorted((a, b) => b.revision - a.revision);
};

const piecesOn = async (
  link: Link,
  names: Names,
  { subject, messages }: { readonly subject: string; readonly messages: number },
): Promise<readonly DirectMessage[]> => {
  const pieces: DirectMessage[] = [];
  while (pieces.length < messages) {
    const more = await fetched(link, names.snapshots, {
      seq: (pieces.at(-1)?.seq ?? 0) + 1,
      batch: messages - pieces.length,
      next_by_subj: subject,
    });
    if (more.length === 0) break;
    pieces.push(...more);
  }
  return pieces;
};

/** Puts a snapshot together; `undefined` when its seal does not fit. */
const sealed = (
  pieces: readonly DirectMessage[],
  { name, revision }: { readonly name: string; readonly revision: Revision },
): Snapshot | undefined => {
  const [first] = pieces;
  const hash = Buffer.from(first?.headers?.get('Berth-Hash') ?? '', 'hex');
  const bytes = Buffer.concat(pieces.map(({ payload }) => payload));
  const snapshot = { name, revision, hash, bytes };
  return first?.headers?.get('Berth-Seal') === sealOf(snapshot) ? snapshot : undefined;
};

const sealOf = ({ name, revision, hash, bytes }: Snapshot): string =>
  createHash('sha256').update(`${revision} ${name} `).update(hash).update(bytes).digest('hex');

const publish = async (
  { link, names, pieceBytesMax }: SnapshotGround,
  subject: string,
  snapshot: Snapshot,
): Promise<void> => {
  const { hash, bytes } = snapshot;
  const seal = sealOf(snapshot);
  const step = pieceBytesMax();
  for (let at = 0; at === 0 || at < bytes.length; at += step) {
    const head = headers();
    head.set('Berth-Hash', hexOf(hash));
    head.set('Berth-Seal', seal);
    const piece = bytes.subarray(at, at + step);
    await link.tell((nc, timeout) =>
      nc.jetstream({ timeout }).publish(subject, piece, {
        headers: head,
        expect: { streamName: names.snapshots },
        timeout,
      }),
    );
  }
};

const purge = ({ link, names }: SnapshotGround, subject: string): Promise<unknown> =>
  askStreams(link, (streams) => streams.purge(names.snapshots, { filter: subject }));

const makeStream = ({ link, names, replicas }: SnapshotGround): Promise<unknown> =>
  madeStream(link, {
    name: names.snapshots,
    subjects: [`${names.snapshotSubjects}.>`],
    description: `Snapshots of the Berth ledger ${names.ledger}: a cache, free to delete.`,
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    num_replicas: replicas ?? 1,
    allow_direct: true,
  });
