import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Block,
  blocksOf,
  commandsOf,
  emptyExamples,
  examplesOf,
  isShell,
  markOf,
  programOf,
} from './snippets.ts';
import { runTool } from './tool.ts';
import { codeFolders, pathsBelow, root, sourceFiles, withPlanted } from './tree.ts';

const documents = [...pathsBelow(['docs'], ['.md']), 'README.md', 'CONTRIBUTING.md'].map(
  (path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }),
);
const blocks = documents.flatMap(({ path, text }) => blocksOf(path, text));
const examples = sourceFiles()
  .filter(({ path }) => !path.startsWith('test/house/'))
  .flatMap(({ path, text }) => examplesOf(path, text));

const tsconfig = JSON.stringify({
  extends: join(root, 'tsconfig.json'),
  compilerOptions: { typeRoots: [join(root, 'node_modules/@types')], noUnusedLocals: false },
  include: ['snippet-*.ts'],
});

/** The package under its own name, so that snippets import it as its users do. */
const { name, type, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const named = { name, type, exports };

/** What is wrong with snippets: a line per program that does not compile or does not run. */
const wrongIn = (snippets: readonly Block[]): Promise<string[]> => {
  const names = snippets.map((_, k) => `snippet-${k}.ts`);
  const programs = snippets.map((block, k) => [names[k], programOf(block)]);
  return withPlanted(
    {
      'package.json': JSON.stringify(named),
      'tsconfig.json': tsconfig,
      ...Object.fromEntries(programs),
    },
    async (folder) => {
      for (const name of [...codeFolders, 'node_modules', 'index.js', 'testing.js']) {
        symlinkSync(join(root, name), join(folder, name));
      }
      const compiled = await runTool('tsc', ['--noEmit', '-p', '.'], folder);
      const ends = await Promise.all(names.map((name) => runTool('node', [name], folder)));
      const place = (line: string): string =>
        line.replace(/snippet-(\d+)\.ts/, (_, k) => snippets[Number(k)]?.at ?? '');
      return [
        ...compiled.stdout.split('\n').filter((line) => line.startsWith('snippet-')),
        ...ends.flatMap(({ exitCode, stderr }, k) =>
          exitCode === 0
            ? []
            : [`${names[k]}: ${stderr.trim().split('\n').slice(0, 12).join(' ')}`],
        ),
      ].map(place);
    },
  );
};

const plant = (text: string): Block => ({ at: 'planted.md:1', language: 'ts', text, mark: '' });

describe('snippets', () => {
  it('every TypeScript block of the documents and every @example compiles and runs', async () => {
    const snippets = [...blocks, ...examples].filter(({ language }) => language === 'ts');
    expect(snippets.length).toBeGreaterThan(0);
    expect(await wrongIn(snippets)).toEqual([]);
  }, 120_000);

  it('a planted snippet that does not compile, that fails, or that claims wrongly is found', async () => {
    const lawful = plant(
      "import { compareIds } from './domain/foundation/ids.ts';\ncompareIds('a', 'b'); // → -1",
    );
    const wrong = ["const a: number = 'b';", "throw new Error('no');", '1 + 1; // → 3'].map(plant);
    expect(await wrongIn([lawful])).toEqual([]);
    expect((await wrongIn([lawful, ...wrong])).length).toBeGreaterThanOrEqual(wrong.length);
  }, 120_000);

  it('every @example holds a TypeScript block', () => {
    expect(
      sourceFiles().flatMap(({ path, text }) =>
        path.startsWith('test/house/') ? [] : emptyExamples(path, text),
      ),
    ).toEqual([]);
    expect(emptyExamples('a.ts', '/** Waits.\n * @example wait(1)\n */')).toEqual(['a.ts:1']);
  });

  it('an @example is found with its line', () => {
    const text = '\n/**\n * Waits.\n * @example\n * ```ts\n * const a = 1;\n * ```\n */\n';
    expect(examplesOf('a.ts', text)).toEqual([
      { at: 'a.ts:6', language: 'ts', text: 'const a = 1;\n', mark: '' },
    ]);
  });

  it('every block of commands says whether it is run, or why not', () => {
    const unmarked = blocks.filter((block) => isShell(block) && markOf(block.mark) === undefined);
    expect(unmarked.map(({ at, mark }) => `${at} ${mark}`)).toEqual([]);
    expect(markOf('')).toBeUndefined();
    expect(markOf('not run: short')).toBeUndefined();
    expect(markOf('run: prints "0 differences"')).toEqual({ _tag: 'Run', prints: '0 differences' });
    expect(markOf('run beside: prints "http"')).toEqual({ _tag: 'RunBeside', prints: 'http' });
  });

  it('a block is found with its mark and its commands', () => {
    const [block] = blocksOf(
      'a.md',
      '# A\n\n<!-- run -->\n```console\n$ one\nsays one\n$ two\n```\n',
    );
    expect(block).toMatchObject({ at: 'a.md:5', language: 'console', mark: 'run' });
    expect(block === undefined ? '' : commandsOf(block)).toBe('one\ntwo');
  });

  it('every link between documents leads to a file', () => {
    const broken = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(([, target = '']) => join(path, '..', target))
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${path} → ${target}`),
    );
    expect(broken).toEqual([]);
  });
});
