import { type TSchema, Type } from 'typebox';

/** A text. */
export const text = Type.String();
/** A number of something. */
export const amount = Type.Integer({ minimum: 0 });
/** An instant. @unit ms since epoch */
export const atMs = Type.Integer({ description: 'ms since 1970' });
/** A place in the ledger. */
export const revision = Type.Integer({ minimum: 0, description: 'the last fact about it' });

/** A row as a schema; a member that the row gains does not compile until it has one too. */
export const row = <Row>(
  name: string,
  example: object,
  members: { readonly [Key in keyof Row]-?: TSchema },
): TSchema =>
  Type.Object(
    { ...members },
    { additionalProperties: false, 'x-component': name, examples: [example] },
  );
