import { Type } from 'typebox';
import { listQuery } from '../list/index.ts';
import { readingQuery } from '../reading.ts';

/** Most rows of a page of this API: its own programs read in large steps. */
const limitMax = 5_000;

/** What the lists of this API take. */
export const pageQuery = Type.Object(
  {
    ...listQuery,
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: limitMax, default: 50, description: 'Most rows.' }),
    ),
    ...readingQuery,
  },
  { additionalProperties: false },
);

/** What every single thing takes. */
export const oneQuery = Type.Object({ ...readingQuery }, { additionalProperties: false });

/** The path of a single thing. */
export const idParams = (example: string) =>
  Type.Object({ id: Type.String({ minLength: 1, maxLength: 512, examples: [example] }) });
