import { type BerthRecorded, factByType } from './events.ts';
import { encode, recordedOf, type Revision, type StoredEnvelope } from '../foundation/event.ts';
import { type Either, left, right } from '../foundation/fp.ts';
import { invariant } from '../foundation/invariant.ts';
import { upcast } from '../foundation/upcast.ts';

/** A stored body that this program cannot read, and why. */
export type DecodeFault =
  | { readonly _tag: 'BodyIsNoJson'; readonly revision: Revision; readonly cause: string }
  | { readonly _tag: 'UnknownEventType'; readonly revision: Revision; readonly type: string }
  | {
      readonly _tag: 'NewerSchema';
      readonly revision: Revision;
      readonly type: string;
      readonly found: number;
      readonly known: number;
    };

/**
 * Reads a stored body into the fact that it is, lifted to the present schema.
 *
 * Trusts the shape of the data: the chain proves that the bytes are the ones that this program once wrote, and
 * `berth ledger verify` checks shapes. An unknown type or a newer schema is refused, never skipped.
 * @cost about 1.5 µs
 */
export const decode = (revision: Revision, body: string): Either<DecodeFault, BerthRecorded> => {
  let stored: StoredEnvelope;
  try {
    stored = JSON.parse(body) as StoredEnvelope;
  } catch (error) {
    return left({ _tag: 'BodyIsNoJson', revision, cause: String(error) });
  }
  const known = factByType.get(stored.type);
  if (known === undefined) {
    return left({ _tag: 'UnknownEventType', revision, type: String(stored.type) });
  }
  const schema = stored.schema ?? 1;
  if (schema > known.schema) {
    const found = schema;
    return left({ _tag: 'NewerSchema', revision, type: known.type, found, known: known.schema });
  }
  const data = schema === known.schema ? stored.data : upcast(known.upcasters, schema, stored.data);
  return right(
    recordedOf(revision, stored, {
      type: known.type,
      schema: known.schema,
      data: data as object,
    }) as BerthRecorded,
  );
};

/** The canonical body of a fact, by its own serialiser. */
export const bodyOf = (event: BerthRecorded): string => {
  const known = factByType.get(event.type);
  invariant(known !== undefined, () => `no fact is declared for ${event.type}`);
  return encode(known, event);
};
