import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bounds, broken, excessesOf, functionLengths, lowered, type Ratchet } from './sizes.ts';
import { type Syntax, syntaxOf } from './syntax.ts';
import { root, sourceFiles } from './tree.ts';

const plant = (text: string, path = 'domain/queue/planted.ts'): Syntax => syntaxOf({ path, text });
const linesLong = (lines: number): string => 'one();\n'.repeat(lines);
const functionLong = (lines: number): string => `const f = () => {\n${linesLong(lines - 2)}};\n`;
const none: Ratchet = { files: {}, functions: {}, casts: {} };
const why = 'a table that reads best in one piece';

describe('sizes', () => {
  it('the tree keeps its ratchet', () => {
    const text = readFileSync(join(root, 'test/house/ratchet.json'), 'utf8');
    const ratchet: Ratchet = JSON.parse(text);
    expect(broken(sourceFiles().map(syntaxOf).flatMap(excessesOf), ratchet)).toEqual([]);
  });

  it('in every room of the kernel 95 of 100 functions have at most 30 lines', () => {
    const rooms = Map.groupBy(
      sourceFiles().filter(({ path }) => path.startsWith('domain/allocation/')),
      ({ path }) => path.split('/')[2] ?? '',
    );
    expect(rooms.size).toBeGreaterThan(10);
    for (const [room, files] of rooms) {
      const lengths = files
        .flatMap((file) => functionLengths(syntaxOf(file)))
        .toSorted((a, b) => a - b);
      expect(lengths[Math.ceil(lengths.length * 0.95) - 1] ?? 0, room).toBeLessThanOrEqual(30);
    }
  });

  it('a file or a function at its aim is no excess, one line more is', () => {
    expect(excessesOf(plant(linesLong(bounds.files.aim)))).toEqual([]);
    expect(excessesOf(plant(linesLong(bounds.files.aim + 1)))).toMatchObject([
      { measure: 'files', size: 151 },
    ]);
    expect(excessesOf(plant(functionLong(bounds.functions.aim)))).toEqual([]);
    expect(excessesOf(plant(functionLong(bounds.functions.aim + 1)))).toEqual([
      { measure: 'functions', name: 'domain/queue/planted.ts#f', size: 26 },
    ]);
  });

  it('the body of a suite is not a function of its own, a function inside it is', () => {
    const suite = `describe('a', () => {\n${functionLong(30)}});\n`;
    expect(excessesOf(plant(suite, 'test/domain/a.spec.ts')).map(({ size }) => size)).toEqual([30]);
  });

  it('a cast is counted where code ships, and `as const` is none', () => {
    const text = 'const a = b as string;\nconst c = [1] as const;\n';
    expect(excessesOf(plant(text))).toMatchObject([{ measure: 'casts', size: 1 }]);
    expect(excessesOf(plant(text, 'test/domain/a.spec.ts'))).toEqual([]);
  });

  it('what is new, what grew, and what has no reason is told', () => {
    const found = excessesOf(plant(linesLong(200)));
    const name = 'domain/queue/planted.ts';
    const allow = (size: number, reason: string): Ratchet => ({
      ...none,
      files: { [name]: { size, why: reason } },
    });
    expect(broken(found, none)).toHaveLength(1);
    expect(broken(found, allow(199, why))).toHaveLength(1);
    expect(broken(found, allow(200, ''))).toHaveLength(1);
    expect(broken(found, allow(200, why))).toEqual([]);
  });

  it('the hard limit holds though the ratchet allows more', () => {
    const found = excessesOf(plant(linesLong(bounds.files.hard + 1)));
    const ratchet = { ...none, files: { 'domain/queue/planted.ts': { size: 500, why } } };
    expect(broken(found, ratchet)).not.toEqual([]);
  });

  it('what shrank is told, and lowering keeps the smaller size, adds nothing, drops what is small', () => {
    const found = excessesOf(plant(linesLong(200)));
    const ratchet: Ratchet = {
      ...none,
      files: { 'domain/queue/planted.ts': { size: 300, why }, 'gone.ts': { size: 200, why } },
    };
    expect(broken(found, ratchet)).toHaveLength(2);
    const next = lowered([...found, { measure: 'files', name: 'new.ts', size: 160 }], ratchet);
    expect(next.files).toEqual({ 'domain/queue/planted.ts': { size: 200, why } });
  });
});
