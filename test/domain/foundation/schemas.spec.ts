import { Type as TypeBox } from 'typebox';
import { describe, expect, it } from 'vitest';
import { allFacts } from '../../../domain/catalogue/events.ts';
import { Type } from '../../../domain/foundation/schemas.ts';
import { serialiserOf } from '../../../domain/foundation/serialise.ts';

/** A value with what its keys hide. */
const laidOpen = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(laidOpen);
  return Object.entries(Object.getOwnPropertyDescriptors(value)).map(
    ([key, { value: of, ...how }]) => [key, how, laidOpen(of)],
  );
};

const said = (words: typeof Type) => [
  words.Array(words.String(), { maxItems: 3 }),
  words.Boolean({ description: 'a switch' }),
  words.Enum(['a', 'b'], { description: 'words' }),
  words.Immutable(words.Array(words.Integer())),
  words.Integer({ minimum: 1 }),
  words.Literal('x'),
  words.Literal(3),
  words.Literal(true),
  words.Object({}),
  words.Object({ a: words.Optional(words.String()) }),
  words.Object(
    { a: words.String(), b: words.Optional(words.Immutable(words.Array(words.Boolean()))) },
    { additionalProperties: false },
  ),
  words.Record(words.String(), words.Integer({ minimum: 0 })),
  words.Union([words.Literal('a'), words.Object({ _tag: words.Literal('b') })], { title: 't' }),
  words.Unknown(),
];

describe('the words that facts are described with', () => {
  it("make the schemas that TypeBox' own words make, hidden marks and all", () => {
    expect(laidOpen(said(Type))).toEqual(laidOpen(said(TypeBox)));
  });

  it('describe no fact that cannot be written', () => {
    expect(allFacts.length).toBeGreaterThan(40);
    for (const { type, shape } of allFacts) expect(() => serialiserOf(shape), type).not.toThrow();
  });
});
