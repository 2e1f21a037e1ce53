import { createHash } from 'node:crypto';
import { hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { eventId } from '../../domain/foundation/ids.ts';
import type { Snapshot } from '../ports/event-log.ts';
import { countIn, type Entry, entryTypes, type NewEntry, sizeOf, textIn } from './events.ts';

/** What stands after the parts of a snapshot, and makes it whole. */
export interface Card {
  readonly name: string;
  readonly revision: Revision;
  readonly hash: string;
  readonly seal: string;
  /** The number of the event with its first part. */
  readonly first: number;
  readonly parts: number;
}

/** The card that an event is. */
export const cardIn = ({ type, data }: Entry): Card | undefined => {
  const [name, hash, seal] = [textIn(data, 'name'), textIn(data, 'hash'), textIn(data, 'seal')];
  const [revision, first] = [countIn(data, 'revision'), countIn(data, 'first')];
  const parts = countIn(data, 'parts');
  if (type !== entryTypes.snapshot || name === undefined || hash === undefined) return undefined;
  if (seal === undefined || revision === undefined || first === undefined) return undefined;
  return parts === undefined ? undefined : { name, revision, hash, seal, first, parts };
};

/** The fingerprint of a whole snapshot, 64 hex digits. */
export const sealOf = ({ name, revision, hash, bytes }: Snapshot): string =>
  createHash('sha256').update(`${revision} ${name} `).update(hash).update(bytes).digest('hex');

/** Where a snapshot is to be written. */
export interface SnapshotPlace {
  readonly stream: string;
  /** The number of its first event. */
  readonly first: number;
  readonly partBytes: number;
}

/** A snapshot as events: its parts, and the card that makes them one. */
export const snapshotEntries = (
  snapshot: Snapshot,
  { stream, first, partBytes }: SnapshotPlace,
): readonly NewEntry[] => {
  const { name, revision, hash, bytes } = snapshot;
  const seal = sealOf(snapshot);
  const idAt = (at: number) =>
    eventId(`eventstoredb/${stream}/${first + at}/${partBytes}/${seal}`, 0);
  const parts = Array.from({ length: Math.ceil(bytes.length / partBytes) }, (_, at) => ({
    id: idAt(at),
    type: entryTypes.snapshotPart,
    bytes: new Uint8Array(bytes.subarray(at * partBytes, (at + 1) * partBytes)),
    metadata: { first },
  }));
  const card = { name, revision, hash: hexOf(hash), seal, first, parts: parts.length };
  const id = idAt(parts.length);
  return [...parts, { id, type: entryTypes.snapshot, json: { ...card }, metadata: undefined }];
};

/** As many events an append as the limit allows. */
export const groupsOf = (entries: readonly NewEntry[], bytesMax: number): readonly NewEntry[][] => {
  const groups: NewEntry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const size = sizeOf(entry);
    const group = size <= room ? groups.at(-1) : undefined;
    if (group === undefined) {
      groups.push([entry]);
      room = bytesMax - size;
    } else {
      group.push(entry);
      room -= size;
    }
  }
  return groups;
};
