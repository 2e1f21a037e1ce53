import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { type TaskEither, task } from '../../domain/foundation/fp.ts';
import type { InputFault } from '../ports/scenario.ts';
import { faultOf, refuse } from './refusal.ts';
import { readJson } from './vector-file.ts';

const exceptionsShape = Type.Array(
  Type.Object(
    {
      /** Ids repeat between the modes. */
      mode: Type.Enum(['single', 'steady']),
      id: Type.String({ minLength: 1 }),
      reason: Type.String({ minLength: 20 }),
    },
    { additionalProperties: false },
  ),
);
/** A case that we answer otherwise on purpose, and why. */
export type VectorException = Static<typeof exceptionsShape>[number];

const shape = Compile(exceptionsShape);

/** Reads the list of cases that are answered otherwise on purpose. */
export const readVectorExceptions = (
  file: string,
): TaskEither<InputFault, readonly VectorException[]> =>
  task.tryCatch(async () => {
    const value = await readJson(file);
    if (shape.Check(value)) return value;
    const [first] = shape.Errors(value);
    return refuse({
      file,
      field: first?.instancePath ?? '/',
      problem: first?.message ?? 'is wrong',
      remedy: 'write a list of { "mode", "id", "reason" }',
    });
  }, faultOf);
