/** A fenced block of a document, or the example of a doc comment. */
export interface Block {
  /** `path:line` of its first line. */
  readonly at: string;
  readonly language: string;
  readonly text: string;
  /** The HTML comment right above it, without its brackets; empty if there is none. */
  readonly mark: string;
}

const fence = /^( *)(```+)([^\n`]*)\n([\s\S]*?)^\1\2 *$/gm;

/** The fenced blocks of a text, in order. */
export const blocksOf = (path: string, text: string): Block[] =>
  [...text.matchAll(fence)].map((match) => {
    const [, indent = '', , language = '', body = ''] = match;
    const before = text.slice(0, match.index);
    const mark = /<!--\s*((?:(?!-->)[\s\S])*?)\s*-->\s*$/.exec(before)?.[1] ?? '';
    const line = before.split('\n').length + 1;
    const own = body.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    return { at: `${path}:${line}`, language: language.trim(), text: own, mark };
  });

/** The `@example` blocks in the doc comments of a TypeScript file. */
export const examplesOf = (path: string, text: string): Block[] =>
  [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((comment) => {
    const start = comment[0].indexOf('@example');
    if (start < 0) return [];
    const offset = text.slice(0, comment.index).split('\n').length - 1;
    const plain = comment[0].slice(0, -2).replaceAll(/^[ \t]*\* ?/gm, '');
    return blocksOf(path, plain).map((block) => {
      const line = Number(block.at.slice(path.length + 1)) + offset;
      return { ...block, at: `${path}:${line}` };
    });
  });

/** Doc comments that say `@example` and hold no block that could be run. */
export const emptyExamples = (path: string, text: string): string[] =>
  [...text.matchAll(/\/\*\*(?:(?!\*\/)[\s\S])*?@example[\s\S]*?\*\//g)]
    .filter((comment) => !/```ts\n/.test(comment[0]))
    .map((comment) => `${path}:${text.slice(0, comment.index).split('\n').length}`);

const claim = /^(\s*)(.+?);?\s*\/\/ → (.+)$/;

/**
 * A snippet as a program: `expression; // → value` becomes the assertion that it says.
 *
 * Imports are written from the root of the repository (`./domain/…`).
 */
export const programOf = (block: Block): string => {
  const lines = block.text
    .split('\n')
    .map((line) => line.replace(claim, '$1assert.deepStrictEqual(($2), ($3));'));
  return `import assert from 'node:assert/strict';\n// ${block.at}\n${lines.join('\n')}\nassert.ok(true);\nexport {};\n`;
};

const shells = new Set(['sh', 'bash', 'console']);
/** Tells whether a block is commands for a shell. */
export const isShell = (block: Block): boolean => shells.has(block.language);

/**
 * What a mark asks for: that the block is run and prints something; that it goes on running beside the blocks after it
 * once it has printed something; or that it is not run, and why.
 */
export type Mark =
  | { readonly _tag: 'Run'; readonly prints: string | undefined }
  | { readonly _tag: 'RunBeside'; readonly prints: string }
  | { readonly _tag: 'NotRun'; readonly reason: string };

/** Reads a mark; `undefined` for anything that is none. */
export const markOf = (mark: string): Mark | undefined => {
  const run = /^run(?:: prints "(.+)")?$/.exec(mark);
  if (run !== null) return { _tag: 'Run', prints: run[1] };
  const beside = /^run beside: prints "(.+)"$/.exec(mark);
  if (beside !== null) return { _tag: 'RunBeside', prints: beside[1] ?? '' };
  const notRun = /^not run: (.{10,})$/.exec(mark);
  return notRun === null ? undefined : { _tag: 'NotRun', reason: notRun[1] ?? '' };
};

/** The commands of a block: of a `console` block the lines that begin with `$ `. */
export const commandsOf = (block: Block): string =>
  block.language === 'console'
    ? block.text
        .split('\n')
        .filter((line) => line.startsWith('$ '))
        .map((line) => line.slice(2))
        .join('\n')
    : block.text;
