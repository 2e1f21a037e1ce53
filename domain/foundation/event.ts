import { type Static, type TSchema, Type } from './schemas.ts';
import type { InstantMs } from './instant.ts';
import type { Subject } from './ids.ts';
import { subjectOf, wordOf } from './recent.ts';
import { serialiserOf, type Serialiser } from './serialise.ts';
import type { Upcaster } from './upcast.ts';

/**
 * The place of a fact in its ledger: 1, 2, 3 … without gaps; 0 is "before the first".
 *
 * @unit a safe integer, below 2^53
 */
export type Revision = number;

/** Where a fact comes from: a counterfactual keeps commands and observations and recomputes decisions. */
export type Origin = 'command' | 'observation' | 'decision' | 'time';

/** One kind of fact: its stored shape, its schema version, and how older shapes are lifted to it. */
export interface Fact<Type extends string = string, Shape extends TSchema = TSchema> {
  readonly type: Type;
  readonly shape: Shape;
  /** The present schema version: one more than the number of upcasters. */
  readonly schema: number;
  readonly upcasters: readonly Upcaster[];
  readonly serialise: Serialiser;
}

/** The event that a `Fact` describes, as aggregates speak of it. */
export type EventOf<F> =
  F extends Fact<infer Type, infer Shape>
    ? { readonly type: Type; readonly data: Static<Shape> }
    : never;

/**
 * Declares a fact. A stored shape never changes: a new shape is a new schema with an upcaster.
 *
 * @source style guide §4
 */
export const fact = <const Type extends string, Shape extends TSchema>(
  type: Type,
  shape: Shape,
  upcasters: readonly Upcaster[] = [],
): Fact<Type, Shape> => ({
  type,
  shape,
  schema: upcasters.length + 1,
  upcasters,
  serialise: lazily(() => serialiserOf(shape)),
});

/** Makes a serialiser when the first fact is written: who only reads needs none. */
const lazily = (make: () => Serialiser): Serialiser => {
  let made: Serialiser | undefined;
  return (value) => (made ??= make())(value);
};

/** A fact in the words of an aggregate, before it has a place in the ledger. */
export interface PlainEvent {
  readonly type: string;
  readonly data: object;
}

/**
 * Who, when, why, and the place of a fact in its ledger and in its subject.
 *
 * `id` (UUIDv5 of command id and index) and `hash` (the chain) are derived from what is stored: `eventId` and the
 * ledger's record hold them.
 * @source architecture §2
 */
export interface Envelope {
  readonly revision: Revision;
  readonly schema: number;
  readonly subject: Subject;
  readonly subjectRevision: number;
  readonly atMs: InstantMs;
  readonly origin: Origin;
  readonly commandId: string;
  /** The place of this fact among the facts of its command: 0, 1, 2 … */
  readonly index: number;
  readonly causationId: string | undefined;
  readonly correlationId: string;
  readonly actor: string;
  readonly tenant: string;
  readonly epoch: number;
  /** Ciphertext of personal data (base64), stored and hashed as it is, so that its key can be destroyed. */
  readonly protected: string | undefined;
}

/** A fact with its envelope; narrows on `type`. */
export type Recorded<Event extends PlainEvent = PlainEvent> = Event extends PlainEvent
  ? Envelope & { readonly type: Event['type']; readonly data: Event['data'] }
  : never;

/** The actor of facts that nobody asked for by name. */
export const systemActor = 'berth';
/** The tenant of an installation that has only one. */
export const soleTenant = 'default';

/** What is written to the ledger: canonical JSON, defaults left out, keys in this order. */
export const envelopeShape = Type.Object(
  {
    type: Type.String(),
    schema: Type.Optional(Type.Integer({ minimum: 2 })),
    subject: Type.String(),
    /** The subject's own count of facts: `subjectRevision`. */
    seq: Type.Integer({ minimum: 1 }),
    atMs: Type.Integer(),
    /** Left out for a command. */
    origin: Type.Optional(Type.String()),
    commandId: Type.String(),
    index: Type.Optional(Type.Integer({ minimum: 1 })),
    causationId: Type.Optional(Type.String()),
    correlationId: Type.Optional(Type.String()),
    actor: Type.Optional(Type.String()),
    tenant: Type.Optional(Type.String()),
    epoch: Type.Integer({ minimum: 0 }),
    data: Type.Unknown(),
    protected: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

/** The stored envelope as `JSON.parse` gives it. */
export type StoredEnvelope = Static<typeof envelopeShape>;

/** The canonical body of a fact: the bytes that are stored and hashed. @cost about 1 µs. */
export const encode = (kind: Fact, event: Recorded): string => {
  const { subject } = event;
  const schema = event.schema === 1 ? '' : `"schema":${event.schema},`;
  const origin = event.origin === 'command' ? '' : `"origin":"${event.origin}",`;
  const index = event.index === 0 ? '' : `"index":${event.index},`;
  const cause = event.causationId === undefined ? '' : `"causationId":${quote(event.causationId)},`;
  const correlation =
    event.correlationId === event.commandId ? '' : `"correlationId":${quote(event.correlationId)},`;
  const actor = event.actor === systemActor ? '' : `"actor":${quote(event.actor)},`;
  const tenant = event.tenant === soleTenant ? '' : `"tenant":${quote(event.tenant)},`;
  const sealed = event.protected === undefined ? '' : `,"protected":${quote(event.protected)}`;
  return (
    `{"type":"${event.type}",${schema}"subject":${quote(`${subject.kind}/${subject.id}`)},` +
    `"seq":${event.subjectRevision},"atMs":${event.atMs},${origin}` +
    `"commandId":${quote(event.commandId)},${index}${cause}${correlation}${actor}${tenant}` +
    `"epoch":${event.epoch},"data":${kind.serialise(event.data)}${sealed}}`
  );
};

const plain = /^[ !#-[\]-~]*$/;
const quote = (text: string): string => (plain.test(text) ? `"${text}"` : JSON.stringify(text));

/** What the catalogue knows of a stored fact. @shape `type` is the catalogue's own text, where there is one */
interface Known {
  readonly type?: string;
  readonly schema: number;
  readonly data: object;
}

/** Gives a stored envelope its place and its defaults back; the caller has checked its shape and schema. */
export const recordedOf = (
  revision: Revision,
  stored: StoredEnvelope,
  { type = stored.type, schema, data }: Known,
): Recorded => ({
  revision,
  type,
  subject: subjectOf(stored.subject),
  subjectRevision: stored.seq,
  data,
  schema,
  atMs: stored.atMs,
  origin: (stored.origin === undefined ? 'command' : wordOf(stored.origin)) as Origin,
  commandId: stored.commandId,
  index: stored.index ?? 0,
  causationId: stored.causationId,
  correlationId: stored.correlationId ?? stored.commandId,
  actor: stored.actor ?? systemActor,
  tenant: stored.tenant ?? soleTenant,
  epoch: stored.epoch,
  protected: stored.protected,
});
