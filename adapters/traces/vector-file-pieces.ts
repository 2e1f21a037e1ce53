import { type TProperties, Type } from 'typebox';

/** An object that has no other keys than these. */
export const only = <Members extends TProperties>(description: string, members: Members) =>
  Type.Object(members, { additionalProperties: false, description });

/** See `Type.Optional`. */
export const optional = Type.Optional;
/** A text that is not empty. */
export const text = Type.String({ minLength: 1 });
/** Texts by key. */
export const labels = Type.Record(Type.String(), Type.String());
/** A number from 0. */
export const amount = Type.Number({ minimum: 0 });
/** A whole number from 0. */
export const count = Type.Integer({ minimum: 0 });
/** Partitions of devices by the name of their resource. */
export const instances = Type.Record(Type.String(), count);
