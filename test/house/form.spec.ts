import { describe, expect, it } from 'vitest';
import { classesClose, noDefaultExport, noEnum, readonlyShapes } from './form-rules.ts';
import { type Syntax, syntaxOf } from './syntax.ts';
import { noMocks, noneLeftOut, ownReckoning, titles } from './test-rules.ts';
import { sourceFiles } from './tree.ts';
import {
  bannedWords,
  documented,
  type Finding,
  kebabCase,
  reasonedSuppressions,
} from './word-rules.ts';

interface Case {
  readonly rule: (file: Syntax) => readonly Finding[];
  readonly says: string;
  /** Where the planted files lie. */
  readonly path?: string;
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

const cases: readonly Case[] = [
  {
    rule: bannedWords,
    says: 'names say something',
    bad: [
      'const nodeInfo = 1;',
      'function parseHelper() {}',
      'interface QueueManager {}',
      'type A = { readonly userService: string };',
      'const f = (utils: number) => utils;',
    ],
    good: ['const information = 1;', 'console.info(1);', "const text = 'common service';"],
  },
  {
    rule: documented,
    says: 'an export says what it is for',
    bad: [
      'export const a = 1;',
      '/** @unit ms */\nexport const a = 1;',
      '// Waits.\nexport const a = 1;',
      '/** Waits. */\nconst b = 1;\nexport const a = b;',
      '/** Waits.\n * @returns nothing\n */\nexport const a = 1;',
    ],
    good: [
      '/** Waits. @unit ms */\nexport const a = 1;',
      '/**\n * Waits.\n *\n * @source RFC 1\n */\nexport interface A {}',
      "export { a } from './a.ts';",
      'const hidden = 1;',
    ],
  },
  {
    rule: reasonedSuppressions,
    says: 'a suppression names its rule and reason',
    bad: [
      '// oxlint-disable-next-line no-eval\n',
      '// oxlint-disable-next-line -- because it is so\n',
      '/* eslint-disable */\n',
      '// @ts-ignore -- because it is so and not otherwise\n',
      '// @ts-expect-error\n',
      '// prettier-ignore\n',
    ],
    good: [
      '// oxlint-disable-next-line no-eval -- the text is a constant of this file\n',
      '// @ts-expect-error -- the type lacks a member that Node has\n',
      "const text = '// @ts-ignore';",
    ],
  },
  {
    rule: noDefaultExport,
    says: 'no default export',
    bad: ['export default 1;', 'export default function f() {}'],
    good: ['/** One. */\nexport const a = 1;'],
  },
  {
    rule: noEnum,
    says: 'no enum and no namespace',
    bad: ['enum A { B }', 'const enum A { B }', 'namespace A { export const b = 1; }'],
    good: ["type A = 'b' | 'c';"],
  },
  {
    rule: classesClose,
    says: 'a class is an error or is closed',
    bad: ['class A { b = 1; }', 'const a = class { run() {} };'],
    good: [
      'class A extends Error {}',
      'class A { close() {} }',
      'class A { [Symbol.dispose]() {} }',
    ],
  },
  {
    rule: readonlyShapes,
    says: 'shapes between rooms are readonly',
    path: 'domain/queue/state.ts',
    bad: ['interface A { a: number }', 'type A = { readonly a: { b: number } };'],
    good: ['interface A { readonly a: number }'],
  },
  {
    rule: titles,
    says: 'titles are rules, and ∀ marks the laws',
    path: 'test/a.spec.ts',
    bad: [
      "it('should wait', () => {});",
      "it('adds up', () => { fc.assert(fc.property(a, b)); });",
      "describe('it should be so', () => {});",
    ],
    good: [
      "it('waits', () => {});",
      "it('∀ adds up', () => { fc.assert(fc.property(a, b)); });",
      'it(`∀ ${name} adds up`, () => { fc.assert(fc.property(a, b)); });',
    ],
  },
  {
    rule: noneLeftOut,
    says: 'no test is left out',
    path: 'test/a.spec.ts',
    bad: ["it.skip('a', f);", "describe.only('a', f);", "it.todo('a');", "it.skipIf(x)('a', f);"],
    good: ["it.each([1])('a', f);", 'list.skip(1);'],
  },
  {
    rule: ownReckoning,
    says: 'an oracle takes types alone from what it judges',
    path: 'test/oracles/planted.ts',
    bad: [
      "import { plan } from '../../domain/allocation/index.ts';",
      "import { type Plan, plan } from '../../domain/allocation/index.ts';",
      "import '../../domain/allocation/index.ts';",
      "import { sliceSizeOf } from '../../domain/foundation/device-slices.ts';",
      "import { capacity } from '../../projections/capacity/index.ts';",
      "export { plan } from '../../domain/allocation/index.ts';",
      "export * from '../../domain/allocation/index.ts';",
      "import fc from 'fast-check';",
      "const { plan } = await import('../../domain/allocation/index.ts');",
    ],
    good: [
      "import type { Plan } from '../../domain/allocation/index.ts';",
      "import { note } from './book-facts.ts';",
      "export type { Plan } from '../../domain/allocation/index.ts';",
    ],
  },
  {
    rule: noMocks,
    says: 'no mocks',
    path: 'test/a.spec.ts',
    bad: ['const f = vi.fn();', "vi.mock('./a.ts');", "vi.spyOn(a, 'b');"],
    good: ['vi.waitFor(f);', 'jail.fn();'],
  },
];

const files = sourceFiles().map(syntaxOf);
const plant = (text: string, path = 'domain/queue/planted.ts'): Syntax => syntaxOf({ path, text });

describe('form', () => {
  it('the tree is looked at', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  it('files and folders are in kebab-case', () => {
    expect(files.flatMap(kebabCase)).toEqual([]);
    const bad = ['domain/Queue/a.ts', 'domain/queue/queueBoard.ts', 'domain/queue/queue_board.ts'];
    for (const path of bad) expect(kebabCase(plant('', path)), path).toHaveLength(1);
    expect(kebabCase(plant('', 'test/queue-board/in-pieces.spec.ts'))).toEqual([]);
  });

  it('a banned word in a path is found', () => {
    expect(bannedWords(plant('', 'src/app/string-utils.ts'))).toHaveLength(1);
    expect(bannedWords(plant('', 'src/common/text.ts'))).toHaveLength(1);
  });

  for (const { rule, says, path, bad, good } of cases) {
    it(`${says}: the tree keeps it`, () => {
      expect(files.flatMap(rule)).toEqual([]);
    });

    it(`${says}: a planted violation is found`, () => {
      for (const text of bad) expect(rule(plant(text, path)), text).not.toEqual([]);
      for (const text of good) expect(rule(plant(text, path)), text).toEqual([]);
    });
  }
});
