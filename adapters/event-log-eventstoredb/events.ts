import { hexOf } from '../../domain/foundation/chain.ts';
import type { Revision } from '../../domain/foundation/event.ts';
import { eventId } from '../../domain/foundation/ids.ts';

/** An event as it is to be written. @shape `bytes` are stored as they are, `json` as the server shows it to people */
export type NewEntry = {
  readonly id: string;
  readonly type: string;
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
} & ({ readonly bytes: Uint8Array } | { readonly json: Readonly<Record<string, unknown>> });

/** An event as it was read. @shape `number` is its place in the stream: 0, 1, 2 … */
export interface Entry {
  readonly number: number;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
}

/** The types of events that are no facts. */
export const entryTypes = {
  header: 'BerthLedger',
  bundle: 'BerthBundle',
  bundlePart: 'BerthBundlePart',
  snapshot: 'BerthSnapshot',
  snapshotPart: 'BerthSnapshotPart',
} as const;

/**
 * What the server counts against its limit, or more.
 *
 * Releases differ in whether they count type and metadata; 64 bytes are for what a later one may add.
 */
export const sizeOf = (entry: NewEntry): number => {
  const data =
    'bytes' in entry ? entry.bytes.length : Buffer.byteLength(JSON.stringify(entry.json));
  const metadata =
    entry.metadata === undefined ? 0 : Buffer.byteLength(JSON.stringify(entry.metadata));
  return data + metadata + entry.type.length * 2 + 64;
};

const typePattern = /^\{"type":"([A-Z][A-Za-z0-9]{0,99})"/;

/** The type under which people and projections of the server find a fact. */
const typeOf = (body: string): string => typePattern.exec(body)?.[1] ?? 'Fact';

/** The place of a fact in the chain, as it stands beside its body. */
export interface Link {
  readonly revision: Revision;
  readonly hash: Uint8Array;
}

/**
 * The id of the event at a revision.
 *
 * It holds the hash, hence the body and everything before it: where the server compares ids it compares bytes.
 */
const linkId = (ledger: string, { revision, hash }: Link): string =>
  eventId(`eventstoredb/${ledger}/${revision}/${hexOf(hash)}`, 0);

const linkMetadata = ({ revision, hash }: Link) => ({ revision, hash: hexOf(hash) });

/** One fact as one event. */
export const factEntry = (ledger: string, body: string, link: Link): NewEntry => ({
  id: linkId(ledger, link),
  type: typeOf(body),
  bytes: new Uint8Array(Buffer.from(body)),
  metadata: linkMetadata(link),
});

/** Where the bodies of a large batch are. @shape `parts` events from the first one of the stream */
export interface Bundle {
  readonly facts: number;
  readonly stream: string;
  readonly parts: number;
}

/** A batch too large for one append, as the one event that makes it part of the ledger. */
export const bundleEntry = (ledger: string, bundle: Bundle, link: Link): NewEntry => ({
  id: linkId(ledger, link),
  type: entryTypes.bundle,
  json: { ...bundle },
  metadata: linkMetadata(link),
});

/** The first event of a ledger. */
export const headerEntry = (ledger: string, header: Header): NewEntry => ({
  id: eventId(`eventstoredb/${ledger}/header/${header.format}/${header.base}`, 0),
  type: entryTypes.header,
  json: { ...header },
  metadata: undefined,
});

/** How a ledger is written, and the revision before its first fact. */
export interface Header {
  readonly format: number;
  readonly base: Revision;
}

/** The version of the way in which facts are laid into a stream. */
export const formatKnown = 1;

/** A named member of what was read, where it is a whole number that can be counted with. */
export const countIn = (value: unknown, name: string): number | undefined => {
  const found = memberOf(value, name);
  return typeof found === 'number' && Number.isSafeInteger(found) && found >= 0 ? found : undefined;
};

/** A named member of what was read, where it is a text. */
export const textIn = (value: unknown, name: string): string | undefined => {
  const found = memberOf(value, name);
  return typeof found === 'string' ? found : undefined;
};

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;

/** The header that an event is, `undefined` for any other event. */
export const headerIn = (entry: Entry): Header | undefined => {
  const format = countIn(entry.data, 'format');
  const base = countIn(entry.data, 'base') ?? 0;
  return entry.type === entryTypes.header && format !== undefined ? { format, base } : undefined;
};

/** The place in the chain that an event claims. */
export const linkIn = (entry: Entry): Link | undefined => {
  const revision = countIn(entry.metadata, 'revision');
  const hex = textIn(entry.metadata, 'hash') ?? '';
  return revision === undefined || !/^[0-9a-f]{64}$/.test(hex)
    ? undefined
    : { revision, hash: Buffer.from(hex, 'hex') };
};

/** Where the bodies are, of an event that stands for a large batch. */
export const bundleIn = (entry: Entry): Bundle | undefined => {
  const facts = countIn(entry.data, 'facts');
  const parts = countIn(entry.data, 'parts');
  const stream = textIn(entry.data, 'stream');
  if (entry.type !== entryTypes.bundle) return undefined;
  return facts === undefined || parts === undefined || stream === undefined
    ? undefined
    : { facts, parts, stream };
};

/** The bytes of an event that was written as bytes. */
export const bytesIn = (entry: Entry): Uint8Array | undefined =>
  entry.data instanceof Uint8Array ? entry.data : undefined;
