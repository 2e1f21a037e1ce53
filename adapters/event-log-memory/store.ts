import { chainHash, genesisHash } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Head, NewRecord, Snapshot, StoredRecord } from '../ports/event-log.ts';

/** What a ledger in memory keeps. @shape hashes lie side by side, 32 bytes each: a million cost 32 MB, not 200 */
export interface MemoryStore {
  readonly base: Revision;
  readonly head: () => Head;
  readonly add: (records: readonly NewRecord[]) => Head;
  readonly recordAt: (revision: Revision) => StoredRecord;
  readonly hashAt: (revision: Revision) => Uint8Array;
  readonly read: (after: Revision, max: number) => readonly StoredRecord[];
  readonly revisionsOf: (kind: 'subject' | 'command', key: string) => readonly Revision[];
  readonly saveSnapshot: (snapshot: Snapshot) => undefined;
  readonly loadSnapshot: (name: string, atMost: Revision) => Snapshot | undefined;
}

const snapshotsKept = 4;

/** An empty store whose first fact has the revision after `base`. */
export const memoryStore = (base: Revision): MemoryStore => {
  const bodies: string[] = [];
  let hashes = new Uint8Array(32 * 1024);
  const keys = { subject: new Map<string, Revision[]>(), command: new Map<string, Revision[]>() };
  const snapshots = new Map<string, readonly Snapshot[]>();

  const hashAt = (revision: Revision): Uint8Array => {
    const end = (revision - base) * 32;
    return end === 0 ? genesisHash : hashes.slice(end - 32, end);
  };
  const head = (): Head => {
    const revision = base + bodies.length;
    return { revision, hash: hashAt(revision) };
  };
  const recordAt = (revision: Revision): StoredRecord => ({
    revision,
    body: bodies[revision - base - 1] ?? '',
    hash: hashAt(revision),
  });
  const add = (records: readonly NewRecord[]): Head => {
    let hash = head().hash;
    for (const { body, subject, commandId } of records) {
      hash = chainHash(hash, body);
      const start = bodies.push(body) * 32 - 32;
      if (start === hashes.length) hashes = doubled(hashes);
      hashes.set(hash, start);
      push(keys.subject, subject, base + bodies.length);
      push(keys.command, commandId, base + bodies.length);
    }
    return head();
  };
  const read = (after: Revision, max: number): readonly StoredRecord[] => {
    const from = Math.max(0, after - base);
    const to = Math.min(bodies.length, from + Math.max(0, max));
    const records: StoredRecord[] = [];
    for (let index = from; index < to; index += 1) records.push(recordAt(base + index + 1));
    return records;
  };
  const saveSnapshot = (snapshot: Snapshot): undefined => {
    const bytes = snapshot.bytes.slice();
    const others = (snapshots.get(snapshot.name) ?? []).filter(
      (other) => other.revision !== snapshot.revision,
    );
    const kept = [...others, { ...snapshot, hash: snapshot.hash.slice(), bytes }]
      .toSorted((a, b) => b.revision - a.revision)
      .slice(0, snapshotsKept);
    snapshots.set(snapshot.name, kept);
  };
  const stands = ({ revision, hash }: Snapshot): boolean =>
    revision >= base &&
    revision <= base + bodies.length &&
    Buffer.compare(hash, hashAt(revision)) === 0;
  const loadSnapshot = (name: string, atMost: Revision): Snapshot | undefined =>
    snapshots.get(name)?.find((snapshot) => snapshot.revision <= atMost && stands(snapshot));

  return {
    base,
    head,
    add,
    recordAt,
    hashAt,
    read,
    revisionsOf: (kind, key) => keys[kind].get(key) ?? [],
    saveSnapshot,
    loadSnapshot,
  };
};

const push = (map: Map<string, Revision[]>, key: string, revision: Revision): void => {
  const known = map.get(key);
  if (known === undefined) map.set(key, [revision]);
  else known.push(revision);
};

const doubled = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
};
