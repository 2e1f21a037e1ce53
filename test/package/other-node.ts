import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../house/tree.ts';
import { run } from './packed-folder.ts';

/** How the registry calls what is built for this machine. */
const platform = process.platform === 'win32' ? 'win' : process.platform;

/**
 * The program of another Node than the one that runs the tests, from the registry: for the tests alone, in a folder of its
 * own below `node_modules/.cache`, so that it stands in nobody's way there.
 *
 * @cost 60 MB from the registry once, then nothing
 */
export const nodeOf = async (version: string): Promise<string> => {
  const name = `node-${platform}-${process.arch}`;
  const folder = join(root, 'node_modules', '.cache', `node-${version}`);
  const program = join(folder, 'node_modules', name, 'bin', 'node');
  if (!existsSync(program)) await install(`${name}@${version}`, folder);
  return program;
};

/** Installs beside where it is wanted and moves it there whole: a test that was ended leaves no half of it. */
const install = async (wanted: string, folder: string): Promise<void> => {
  mkdirSync(dirname(folder), { recursive: true });
  const made = mkdtempSync(`${folder}-`);
  writeFileSync(join(made, 'package.json'), '{ "private": true }\n');
  const quietly = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  const { exitCode, said } = await run(made, 'npm', 'install', ...quietly, wanted);
  if (exitCode !== 0) throw new Error(said);
  rmSync(folder, { recursive: true, force: true });
  renameSync(made, folder);
};
