import { type TSchema, Type } from 'typebox';
import { moment } from './moment-example.ts';
import { amount, atMs } from './row-shape.ts';

/** A page of rows, with the moment that it shows. */
export const pageShape = (item: TSchema): TSchema =>
  Type.Object(
    {
      revision: Type.Integer({ minimum: 0, description: 'the last fact that this shows' }),
      nowMs: atMs,
      total: Type.Integer({ minimum: 0, description: 'rows that the filter lets through' }),
      offset: amount,
      items: Type.Array(item),
    },
    {
      additionalProperties: false,
      examples: [{ ...moment, total: 1, offset: 0, items: examplesOf(item) }],
    },
  );

/** The examples that a schema has. */
export const examplesOf = (shape: TSchema): readonly unknown[] =>
  'examples' in shape && Array.isArray(shape.examples) ? shape.examples : [];
