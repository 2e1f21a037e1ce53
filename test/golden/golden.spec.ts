import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Check } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { bodyOf, decode } from '../../domain/catalogue/decode.ts';
import { allFacts, factByType } from '../../domain/catalogue/events.ts';
import type { StoredEnvelope } from '../../domain/foundation/event.ts';
import { isLeft } from '../../domain/foundation/fp.ts';
import { goldenFile } from './make.ts';

const files = readdirSync(new URL('events/', import.meta.url));
const linesOf = (file: string): readonly string[] =>
  readFileSync(new URL(`events/${file}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

/** Decodes a golden line, and fails loudly where the program cannot. */
const read = (line: string) => {
  const decoded = decode(1, line);
  if (isLeft(decoded)) throw new Error(`${JSON.stringify(decoded.left)} in ${line}`);
  return decoded.right;
};

describe('golden files › what any release has stored', () => {
  test('there is one for every fact and every schema version; `node test/golden/make.ts` adds it', () => {
    const missing = allFacts.flatMap(({ type, schema }) =>
      Array.from({ length: schema }, (_, index) => goldenFile(type, index + 1)).filter(
        (file) => !existsSync(file),
      ),
    );
    expect(missing.map((file) => file.pathname)).toEqual([]);
  });

  test.each(files)('%s is read, lifted to the present schema, and fits its shape', (file) => {
    for (const line of linesOf(file)) {
      const event = read(line);
      const shape = factByType.get(event.type)?.shape;
      expect(file.startsWith(`${event.type}.v`), file).toBe(true);
      expect(shape !== undefined && Check(shape, event.data), line).toBe(true);
    }
  });

  test.each(files)(
    '%s, where its schema is the present one, is written again byte for byte',
    (file) => {
      for (const line of linesOf(file)) {
        const stored: StoredEnvelope = JSON.parse(line);
        const isPresent = (stored.schema ?? 1) === factByType.get(stored.type)?.schema;
        expect(isPresent ? bodyOf(read(line)) : line).toBe(line);
      }
    },
  );
});
