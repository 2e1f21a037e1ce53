import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as library from '../../src/index.ts';
import * as testing from '../../src/testing/index.ts';
import { root } from '../house/tree.ts';

/** The names that a door of the package hands out: those between the braces of its one export. */
const namesIn = (text: string): readonly string[] =>
  (/export const \{([^}]*)\}/.exec(text)?.[1] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sorted = (names: readonly string[]): readonly string[] => names.toSorted();

describe('surface of the package', () => {
  it.each([
    ['index.js', library],
    ['testing.js', testing],
  ] as const)('%s hands out every name of its sources, and no other', (door, sources) => {
    expect(sorted(namesIn(read(door)))).toEqual(sorted(Object.keys(sources)));
  });

  it('berth/testing is this and no more', () => {
    expect(sorted(Object.keys(testing))).toMatchInlineSnapshot(`
      [
        "LawBroken",
        "booksOf",
        "brokenLaws",
        "bundledDay",
        "clusters",
        "defaultPolicy",
        "everyPlanKeeps",
        "ledgerLaws",
        "planLaws",
        "plansIn",
        "queueTrees",
        "scenarios",
        "simulate",
        "tryPool",
        "workloadMixes",
      ]
    `);
  });

  it('the names of a door are found', () => {
    expect(namesIn('export const {\n  a,\n  b,\n} = await c();')).toEqual(['a', 'b']);
    expect(namesIn('export {};')).toEqual([]);
  });

  it('each export has a condition for a checkout, types for an install, and a door that is packed', () => {
    const {
      exports,
      files,
    }: Record<string, Record<string, Record<string, string>>> = JSON.parse(read('package.json'));
    for (const entry of ['.', './testing']) {
      const {
        'berth-source': source = '',
        types = '',
        default: door = '',
      } = exports?.[entry] ?? {};
      expect(read(source)).not.toBe('');
      expect(types).toBe(source.replace('./', './dist/').replace(/\.ts$/, '.d.ts'));
      expect(Object.values(files ?? {})).toContain(door.replace('./', ''));
    }
  });
});
