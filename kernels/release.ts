/**
 * Releases the kernel: `npm run release:kernel [-- REVISION]`.
 *
 * Bundles the kernel of the tree, or of a revision of it, into `kernels/allocation-<version>.js`, and notes its digest in
 * `kernels/digests.json`. What was released once stays as it is: decisions in ledgers name it.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..');
const list = join(root, 'kernels', 'digests.json');

/** A kernel in one file that imports nothing. */
export interface Bundle {
  readonly version: string;
  readonly code: string;
  /** sha256 over the paths and texts of all modules that it was made of. */
  readonly sources: string;
}

/** The digest of a text, in hex. */
export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Bundles the kernel of the tree in a folder. */
export const bundleOf = async (folder: string): Promise<Bundle> => {
  const build = await rolldown({
    cwd: folder,
    input: 'kernels/entry.ts',
    platform: 'neutral',
    treeshake: { moduleSideEffects: false },
    logLevel: 'silent',
  });
  const { output } = await build.generate({ format: 'esm', comments: false });
  await build.close();
  const [chunk, ...others] = output;
  // `chunk.imports` names modules of which nothing was left, too.
  const isAlone = others.length === 0 && !/\bimport\b|\bfrom ["']|\brequire\(/.test(chunk.code);
  if (!isAlone) throw new Error(`a kernel stands alone: ${chunk.imports.join(', ')}`);
  const paths = Object.keys(chunk.modules).map((path) => relative(folder, path));
  const texts = paths
    .toSorted()
    .map((path) => `${path}\0${readFileSync(join(folder, path), 'utf8')}\0`);
  return {
    version: versionIn(chunk.code),
    code: chunk.code,
    sources: sha256Of(texts.join('')),
  };
};

const versionIn = (code: string): string => {
  const version = /\bkernelVersion = "([^"]+)"/.exec(code)?.[1];
  if (version === undefined) throw new Error('the kernel does not say its version');
  return version;
};

/** The tree of a revision in a folder of its own, with the way in of today: what a release hands out is our choice. */
const checkedOut = (revision: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-kernel-'));
  const archive = execFileSync('git', ['archive', revision, 'domain', 'projections', 'src/app'], {
    cwd: root,
    maxBuffer: 1024 * 1024 * 1024,
  });
  execFileSync('tar', ['--extract', '--directory', folder], { input: archive });
  for (const path of ['kernels/entry.ts', 'src/app/decisions-of-plan.ts']) {
    if (existsSync(join(folder, path))) continue;
    cpSync(join(root, path), join(folder, path));
  }
  return folder;
};

/** Adds a kernel to those that are released. */
const release = ({ version, code, sources }: Bundle): string => {
  const known: Record<string, unknown> = JSON.parse(readFileSync(list, 'utf8'));
  const file = `allocation-${version}.js`;
  const sha256 = sha256Of(code);
  if (version in known) throw new Error(`kernel ${version} is released: raise kernelVersion`);
  writeFileSync(join(root, 'kernels', file), code);
  const all = { ...known, [version]: { file, sha256, sources } };
  writeFileSync(list, `${JSON.stringify(all, undefined, 2)}\n`);
  return `${file} sha256 ${sha256}`;
};

/** Bundles a revision in a folder of its own, and leaves nothing behind. */
const bundleAt = async (revision: string): Promise<Bundle> => {
  const folder = checkedOut(revision);
  try {
    return await bundleOf(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

if (process.argv[1] === import.meta.filename) {
  const revision = process.argv[2];
  console.log(release(await (revision === undefined ? bundleOf(root) : bundleAt(revision))));
}
