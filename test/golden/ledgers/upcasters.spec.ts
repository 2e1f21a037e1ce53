import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { allFacts, factByType } from '../../../domain/catalogue/events.ts';
import type { Fact } from '../../../domain/foundation/event.ts';
import { upcast } from '../../../domain/foundation/upcast.ts';
import { fromSchema } from '../../arbitraries/from-schema.ts';
import { shapesFile } from './kept.ts';

const shapes: Readonly<Record<string, TSchema>> = JSON.parse(readFileSync(shapesFile, 'utf8'));

interface Older {
  readonly known: Fact;
  readonly schema: number;
  readonly shape: TSchema;
}

const olderOf = (key: string): Older => {
  const [type = '', schema = ''] = key.split('.v');
  const known = factByType.get(type);
  const shape = shapes[key];
  if (known === undefined || shape === undefined) throw new Error(`nobody knows ${key}`);
  return { known, schema: Number(schema), shape };
};

/** What an older program could store: of what the generator knows of a shape, what fits all of it. */
const storedIn = (shape: TSchema): fc.Arbitrary<unknown> => {
  const check = Compile(shape);
  return fromSchema(shape).filter((data) => check.Check(data));
};

const runs = { numRuns: 100 };

describe('upcasters', () => {
  test('every schema that is not the present one has its shape; `make.ts` beside this adds it', () => {
    const older = allFacts.flatMap(({ type, schema }) =>
      Array.from({ length: schema - 1 }, (_, before) => `${type}.v${before + 1}`),
    );
    expect(Object.keys(shapes).toSorted()).toEqual(older.toSorted());
  });

  test.each(Object.keys(shapes))('∀ fact of %s: it is lifted to one that fits today', (key) => {
    const { known, schema, shape } = olderOf(key);
    const check = Compile(known.shape);
    fc.assert(
      fc.property(storedIn(shape), (data) => {
        const lifted = upcast(known.upcasters, schema, data);
        expect(check.Check(lifted), JSON.stringify(check.Errors(lifted)[0])).toBe(true);
        // It can be stored, and read again.
        expect(JSON.parse(known.serialise(lifted as object))).toEqual(lifted);
      }),
      runs,
    );
  });

  test.each(Object.keys(shapes))('∀ fact of %s: lifting is pure', (key) => {
    const { known, schema, shape } = olderOf(key);
    fc.assert(
      fc.property(storedIn(shape), (data) => {
        const before = structuredClone(data);
        const once = upcast(known.upcasters, schema, data);
        expect(data).toEqual(before);
        expect(upcast(known.upcasters, schema, before)).toEqual(once);
        // What is lifted already stays as it is, and so does what is of today.
        expect(upcast(known.upcasters, schema, once)).toEqual(once);
        expect(upcast(known.upcasters, known.schema, once)).toBe(once);
      }),
      runs,
    );
  });

  test('∀ anything at all: an upcaster answers, and does not throw', () => {
    const upcasters = allFacts.flatMap((known) => [...(known as Fact).upcasters]);
    expect(upcasters.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (data) => {
        for (const lift of upcasters) expect(() => lift(data)).not.toThrow();
      }),
      runs,
    );
  });
});
