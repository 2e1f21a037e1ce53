import { hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import type { Snapshot } from '../ports/event-log.ts';
import { type Card, cardIn, groupsOf, sealOf, snapshotEntries } from './cards.ts';
import type { Connection } from './connection.ts';
import { bytesIn, countIn, type Entry } from './events.ts';
import type { Facts } from './facts.ts';
import { failureOf } from './failures.ts';
import { raise, unavailable } from '../ports/log-faults.ts';
import { failed } from './faults.ts';
import type { AppendLimit } from './limit.ts';
import { keepAtMost } from './retention.ts';

/** Snapshots of a ledger: caches in a stream beside it, believed only when their seal fits and their hash stands in the chain. */
export interface Snapshots {
  readonly load: (name: string, atMost: Revision) => Promise<Snapshot | undefined>;
  readonly save: (snapshot: Snapshot) => Promise<void>;
}

/** What snapshots stand on. */
export interface SnapshotGround {
  readonly connection: Connection;
  readonly place: string;
  readonly stream: string;
  readonly facts: Facts;
  readonly limit: AppendLimit;
}

/** Snapshots as large as this one that the server keeps at least; it drops older events by itself. */
const kept = 8;
const keptEventsMin = 128;
/** How many snapshots are looked through for one that fits. */
const lookedAtMax = 512;
const triesMax = 3;

/** The snapshots in a stream. */
export const snapshotsOf = (ground: SnapshotGround): Snapshots => {
  const save = async (snapshot: Snapshot): Promise<void> => {
    for (let tried = 0; tried < triesMax; tried += 1) {
      if (await savedAtEnd(ground, snapshot)) return;
    }
    const cause = 'somebody else saves snapshots at the same time';
    raise(unavailable(ground.place, cause, 'End the other process that writes this ledger.'));
  };
  const load = async (name: string, atMost: Revision): Promise<Snapshot | undefined> => {
    let from: number | 'end' = 'end';
    for (let looked = 0; looked < lookedAtMax && (from === 'end' || from >= 0); looked += 1) {
      const entry = await entryAt(ground, from);
      if (entry === undefined) return undefined;
      const card = cardIn(entry);
      const isWanted = card?.name === name && card.revision <= atMost;
      const snapshot = isWanted ? await believed(ground, card) : undefined;
      if (snapshot !== undefined) return snapshot;
      from = (card?.first ?? countIn(entry.metadata, 'first') ?? entry.number) - 1;
    }
    return undefined;
  };
  return { load, save };
};

/** The event at a place of the stream, or the one before it where that place is empty. */
const entryAt = async (
  { connection, stream }: SnapshotGround,
  from: number | 'end',
): Promise<Entry | undefined> =>
  (await connection.read({ stream, from, direction: 'backwards', max: 1 }))?.[0];

const believed = async (
  { connection, stream, facts }: SnapshotGround,
  { name, revision, hash, seal, first, parts }: Card,
): Promise<Snapshot | undefined> => {
  const stands = revision >= facts.base ? await facts.hashAt(revision) : undefined;
  if (stands === undefined || hexOf(stands) !== hash) return undefined;
  const wanted = { stream, from: first, direction: 'forwards', max: parts } as const;
  const entries = parts === 0 ? [] : ((await connection.read(wanted)) ?? []);
  // The server may have dropped the oldest parts already.
  if (entries.some(({ number }, at) => number !== first + at)) return undefined;
  const bytes = Buffer.concat(entries.map((entry) => bytesIn(entry) ?? new Uint8Array()));
  const snapshot = { name, revision, hash: Buffer.from(hash, 'hex'), bytes };
  return sealOf(snapshot) === seal ? snapshot : undefined;
};

/** Writes a snapshot behind what is there; `false` where somebody else, or a smaller limit, came between. */
const savedAtEnd = async (ground: SnapshotGround, snapshot: Snapshot): Promise<boolean> => {
  const { connection, place, stream, limit } = ground;
  try {
    let expected = (await entryAt(ground, 'end'))?.number ?? -1;
    const asked = { stream, first: expected + 1, partBytes: limit.partBytes() };
    const entries = snapshotEntries(snapshot, asked);
    await keepAtMost(connection, stream, Math.max(keptEventsMin, entries.length * kept));
    for (const appends of groupsOf(entries, limit.bytes())) {
      if (!(await connection.append({ stream, expected }, appends))) return false;
      expected += appends.length;
    }
    return true;
  } catch (error) {
    if (failureOf(error) === 'conflict' || limit.learn(error)) return false;
    return raise(failed(place, error));
  }
};
