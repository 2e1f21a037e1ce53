import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTool } from './tool.ts';
import { root, withPlanted } from './tree.ts';

/** Each line is one violation, found by the rule named. */
const impure: readonly (readonly [text: string, rule: string])[] = [
  ['export const a = Date.now();', 'no-restricted-globals'],
  ['export const a = new Date(0);', 'no-restricted-globals'],
  ['export const a = process.env;', 'no-restricted-globals'],
  ['export const a = crypto.randomUUID();', 'no-restricted-globals'],
  ['export const a = performance.now();', 'no-restricted-globals'],
  ['setTimeout(() => {}, 1);', 'no-restricted-globals'],
  ['setInterval(() => {}, 1);', 'no-restricted-globals'],
  ['setImmediate(() => {});', 'no-restricted-globals'],
  ['queueMicrotask(() => {});', 'no-restricted-globals'],
  ["void fetch('x');", 'no-restricted-globals'],
  ["console.log('x');", 'no-console'],
  ["export const a = new Intl.Collator('de');", 'no-restricted-globals'],
  ['export const a = Math.random();', 'no-restricted-properties'],
  ['export const a = Math.pow(2, 0.5);', 'no-restricted-properties'],
  ['export const a = Math.exp(1);', 'no-restricted-properties'],
  ['export const a = Math.log(2);', 'no-restricted-properties'],
  ['export const a = [2, 1].sort((x, y) => x - y);', 'no-restricted-properties'],
  ["export const a = 'a'.localeCompare('b');", 'no-restricted-properties'],
  ['export const a = globalThis.Date;', 'no-restricted-properties'],
];

/** Everywhere, whatever the room. */
const careless: readonly (readonly [text: string, rule: string])[] = [
  ['export const a: any = 1;', 'no-explicit-any'],
  ['export const f = (a: string | undefined): string => a!;', 'no-non-null-assertion'],
  ['export default 1;', 'no-default-export'],
  ['export const f = (a: 1, b: 2, c: 3, d: 4): number => a + b + c + d;', 'max-params'],
  ["export const f = new Function('return 1');", 'no-new-func'],
  ['export const f = (a: number): boolean => a == 1;', 'eqeqeq'],
  ['export const f = (): void => { Promise.resolve(1); };', 'no-floating-promises'],
  [
    "export const f = (a: 'b' | 'c'): number => { switch (a) { case 'b': return 1; } return 2; };",
    'switch-exhaustiveness-check',
  ],
  ["export const f = (): never => { throw 'text'; };", 'only-throw-error'],
];

interface Told {
  readonly diagnostics: readonly { readonly code: string; readonly filename: string }[];
}

const lintOf = (files: Readonly<Record<string, string>>): Promise<Told> => {
  const setup = ['.oxlintrc.json', 'tsconfig.json'].map((name) => [
    name,
    readFileSync(join(root, name), 'utf8'),
  ]);
  return withPlanted({ ...Object.fromEntries(setup), ...files }, async (folder) => {
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const { stdout, stderr } = await runTool('oxlint', ['--type-aware', '-f', 'json', '.'], folder);
    expect(stdout, stderr).not.toBe('');
    const told: Told = JSON.parse(stdout);
    return told;
  });
};

const planting = (
  folder: string,
  list: readonly (readonly [text: string, rule: string])[],
): Record<string, string> =>
  Object.fromEntries(list.map(([text], k) => [`${folder}/planted-${k}.ts`, `${text}\n`]));

describe('lint', () => {
  it('domain and projections know no clock, chance, process, network or locale', async () => {
    const told = await lintOf({
      ...planting('domain/queue', impure),
      ...planting('projections/capacity', impure),
    });
    const missed = ['domain/queue', 'projections/capacity'].flatMap((folder) =>
      impure.filter(
        ([, rule], k) =>
          !told.diagnostics.some(
            (one) => one.filename === `${folder}/planted-${k}.ts` && one.code.includes(rule),
          ),
      ),
    );
    expect(missed).toEqual([]);
  });

  it('adapters and src may know them', async () => {
    const lawful = impure.filter(([text]) => !text.includes('globalThis'));
    const told = await lintOf(planting('adapters/clock', lawful));
    expect(told.diagnostics.filter(({ code }) => code.includes('restricted'))).toEqual([]);
  });

  it('carelessness is found in every room', async () => {
    const told = await lintOf(planting('src/app', careless));
    const missed = careless.filter(
      ([, rule], k) =>
        !told.diagnostics.some(
          (one) => one.filename === `src/app/planted-${k}.ts` && one.code.includes(rule),
        ),
    );
    expect(missed).toEqual([]);
  });
});
