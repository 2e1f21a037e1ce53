import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Block, blocksOf, commandsOf, isShell, markOf } from './snippets.ts';
import { pathsBelow, root } from './tree.ts';

/** The documents whose commands are run, each in a fresh copy of the tree, from top to bottom as a newcomer would. */
const documents = ['README.md', 'CONTRIBUTING.md', ...pathsBelow(['docs'], ['.md'])].map(
  (path) => ({
    path,
    blocks: blocksOf(path, readFileSync(join(root, path), 'utf8')).filter(
      (block) => isShell(block) && ['Run', 'RunBeside'].includes(markOf(block.mark)?._tag ?? ''),
    ),
  }),
);

const shared = join(root, '..', 'shared');
const listed = (): string[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root })
    .toString()
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)));

/** A copy as a clone would be: tracked and new files, nothing that was built, and the data beside it. */
const freshCopy = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-newcomer-'));
  for (const path of listed()) {
    mkdirSync(dirname(join(folder, 'berth', path)), { recursive: true });
    cpSync(join(root, path), join(folder, 'berth', path));
  }
  symlinkSync(shared, join(folder, 'shared'));
  return folder;
};

/** The newcomer's machine has no tools of ours on its path. */
const environment = {
  ...process.env,
  PATH: (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((place) => !place.includes('node_modules'))
    .join(delimiter),
  BERTH_SUITE: '',
};

/**
 * What the first `npm ci` makes, for all documents: of one lock it makes the same every time, and takes a quarter of a
 * minute.
 */
const installed = mkdtempSync(join(tmpdir(), 'berth-installed-'));

/** The commands of a block; those after the first get what the first `npm ci` has made. */
const scriptOf = (block: Block): string => {
  const kept = join(installed, 'node_modules');
  const linked = `{ cp -al ${kept} node_modules; }`;
  const keeping = `{ npm ci && cp -al node_modules ${kept}; }`;
  return commandsOf(block).replaceAll(/^npm ci\b/gm, existsSync(kept) ? linked : keeping);
};

const run = (block: Block, cwd: string): Promise<{ exitCode: number; output: string }> =>
  new Promise((resolve) => {
    const args = ['-euo', 'pipefail', '-c', scriptOf(block)];
    const options = { cwd, env: environment, maxBuffer: 256 * 1024 * 1024 };
    execFile('bash', args, options, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr }),
    );
  });

/** Commands that go on running, until the end of their document. */
const beside: ChildProcess[] = [];

/** Nobody outlives the tests, however they end. */
process.once('exit', () => {
  for (const { pid } of beside) if (pid !== undefined) killGroup(pid, 'SIGKILL');
});

const killGroup = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
};

/** Starts a block and leaves it running once it has printed a text. */
const runBeside = (block: Block, cwd: string, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', scriptOf(block)], {
      cwd,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that Ctrl-C reaches all of it and nobody else.
      detached: true,
    });
    beside.push(child);
    let output = '';
    const see = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes(text)) resolve(output);
    };
    child.stdout.on('data', see);
    child.stderr.on('data', see);
    child.on('error', reject);
    child.on('close', (code) => reject(new Error(`it ended with ${code}: ${output}`)));
  });

/** Presses Ctrl-C, and answers the exit code. */
const interrupt = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => {
    child.removeAllListeners('close');
    if (child.exitCode !== null) return resolve(child.exitCode);
    child.on('close', (code) => resolve(code));
    if (child.pid !== undefined) killGroup(child.pid, 'SIGINT');
  });

afterAll(() => rmSync(installed, { recursive: true }));

for (const { path, blocks } of documents.filter((one) => one.blocks.length > 0)) {
  describe(path, () => {
    let folder = '';
    beforeAll(() => {
      folder = freshCopy();
    });
    afterAll(async () => {
      for (const child of beside.splice(0)) await interrupt(child);
      rmSync(folder, { recursive: true });
    });

    it('finds the traces beside the repository', () => {
      expect(existsSync(join(shared, 'data')), 'the folder ../shared is missing').toBe(true);
    });

    for (const block of blocks) {
      it(`${block.at} does what it says`, async () => {
        const mark = markOf(block.mark);
        if (mark?._tag === 'RunBeside') {
          await runBeside(block, join(folder, 'berth'), mark.prints);
          return;
        }
        const { exitCode, output } = await run(block, join(folder, 'berth'));
        expect(exitCode, output.slice(-4000)).toBe(0);
        if (mark?._tag === 'Run' && mark.prints !== undefined)
          expect(output).toContain(mark.prints);
      });
    }
  });
}
