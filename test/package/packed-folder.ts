import { execFile, execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { root } from '../house/tree.ts';

/** How a program ended and all that it said. */
export interface Ended {
  readonly exitCode: number;
  readonly said: string;
}

/** A stranger's machine: this very Node, npm, and no tool of ours on the path. */
const environment = {
  ...process.env,
  NODE_OPTIONS: '',
  PATH: [
    dirname(process.execPath),
    ...(process.env['PATH'] ?? '')
      .split(delimiter)
      .filter((place) => !place.includes('node_modules')),
  ].join(delimiter),
};

/** Runs a program in a folder; a bad end is an answer, not an error. */
export const run = (
  folder: string,
  ...[command = '', ...args]: readonly string[]
): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { cwd: folder, env: environment, maxBuffer: 64 * 1024 * 1024 };
    execFile(command, args, options, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), said: stdout + stderr }),
    );
  });

const listed = (): readonly string[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root })
    .toString()
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)));

/** Copies the tree as a clone would have it, installed. */
export const copyTree = (folder: string): void => {
  for (const path of listed()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
};

/** The tarball that `npm pack` makes, and an empty folder where that was installed. */
export interface Packed {
  readonly tarball: string;
  readonly installed: string;
  readonly remove: () => void;
}

const answered = ({ exitCode, said }: Ended): string => {
  if (exitCode !== 0) throw new Error(said);
  return said;
};

/** Packs a copy of the tree, so that nothing is built beside the sources, and installs it from the registry. */
export const packAndInstall = async (): Promise<Packed> => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-packed-'));
  const remove = (): void => rmSync(folder, { recursive: true });
  try {
    return { ...(await packedIn(folder)), remove };
  } catch (error) {
    remove();
    throw error;
  }
};

const packedIn = async (folder: string): Promise<Omit<Packed, 'remove'>> => {
  const [checkout, installed] = [join(folder, 'checkout'), join(folder, 'installed')];
  copyTree(checkout);
  mkdirSync(installed);
  writeFileSync(join(installed, 'package.json'), '{ "name": "empty", "type": "module" }\n');
  answered(await run(checkout, 'npm', 'pack', '--pack-destination', folder));
  const tarball = join(folder, 'berth-0.1.0.tgz');
  const quietly = ['--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  answered(await run(installed, 'npm', 'install', ...quietly, tarball));
  return { tarball, installed };
};
