import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** The folder of the repository. */
export const root = join(import.meta.dirname, '..', '..');

/** The folders that hold code, as the style guide names them. */
export const codeFolders = [
  'bin',
  'domain',
  'projections',
  'adapters',
  'src',
  'test',
  'bench',
  'examples',
  'docs',
  'kernels',
] as const;

/** A file of the tree with its text; `path` is relative to the root, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const isLeftOut = (path: string): boolean => path.startsWith('bench/out/');

/** Paths of files below some folders that end in one of the endings, ascending. */
export const pathsBelow = (folders: readonly string[], endings: readonly string[]): string[] =>
  folders
    .flatMap((folder) => {
      try {
        return readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
      } catch {
        return [];
      }
    })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !isLeftOut(path))
    .toSorted();

/** Every TypeScript file of the project with its text: what the rules are held against. */
export const sourceFiles = (): SourceFile[] =>
  pathsBelow(codeFolders, ['.ts']).map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }));

/** Shows a tree of planted files outside the repository to `look`, so that a rule proves that it finds what it forbids. */
export const withPlanted = async <Answer>(
  files: Readonly<Record<string, string>>,
  look: (folder: string) => Promise<Answer> | Answer,
): Promise<Answer> => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-house-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return await look(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};
