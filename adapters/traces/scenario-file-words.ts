import { type TProperties, type TSchema, Type } from 'typebox';

/** An object that has no other keys than these. */
export const only = <Members extends TProperties>(description: string, members: Members) =>
  Type.Object(members, { additionalProperties: false, description });

/** A text that says something. */
export const text = (description: string) => Type.String({ minLength: 1, description });

/** A whole number within bounds. */
export const whole = (
  description: string,
  bounds: { readonly min: number; readonly max: number },
) => Type.Integer({ minimum: bounds.min, maximum: bounds.max, description });

/** A list that is not empty. */
export const several = <Item extends TSchema>(description: string, item: Item) =>
  Type.Array(item, { minItems: 1, description });

/** An amount with or without a unit. */
export const amount = (description: string) =>
  Type.Union([Type.String(), Type.Number()], { description });

/** May be left out. */
export const optional = Type.Optional;

/** Texts by key. */
export const textsBy = (description: string) =>
  Type.Record(Type.String(), Type.String(), { description });

/** For each key the values that will do. */
export const valuesBy = (description: string) =>
  Type.Record(Type.String(), several('a list of values', Type.String()), { description });

/** Whole numbers by name. */
export const countsBy = (description: string, min: number) =>
  Type.Record(
    Type.String(),
    whole(`a whole number, ${min} to 1000000000`, { min, max: 1_000_000_000 }),
    { description },
  );
