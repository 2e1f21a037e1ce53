import { invariant } from '../../domain/foundation/invariant.ts';
import type { Schema } from './document.ts';

/** What is looked at, and what says nothing of values. */
const keywords = new Set(
  [
    '$ref type const enum anyOf oneOf properties required additionalProperties items pattern format',
    'minLength maxLength minimum maximum minItems maxItems uniqueItems example examples',
    'description title default discriminator deprecated',
  ].flatMap((line) => line.split(' ')),
);

/** Refuses a schema with a keyword that generators know nothing of. */
export const refuseUnknown = (schema: Schema): void => {
  const unknown = Object.keys(schema).filter((name) => !keywords.has(name));
  invariant(unknown.length === 0, () => `no generator for ${unknown.join(', ')}`);
};
