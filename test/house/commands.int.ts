import { execFile, execFileSync } from 'node:child_process';
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
      (block) => isShell(block) && markOf(block.mark)?._tag === 'Run',
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

const run = (block: Block, cwd: string): Promise<{ exitCode: number; output: string }> =>
  new Promise((resolve) => {
    const args = ['-euo', 'pipefail', '-c', commandsOf(block)];
    const options = { cwd, env: environment, maxBuffer: 256 * 1024 * 1024 };
    execFile('bash', args, options, (error, stdout, stderr) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr }),
    );
  });

for (const { path, blocks } of documents.filter((one) => one.blocks.length > 0)) {
  describe(path, () => {
    let folder = '';
    beforeAll(() => {
      folder = freshCopy();
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    it('finds the traces beside the repository', () => {
      expect(existsSync(join(shared, 'data')), 'the folder ../shared is missing').toBe(true);
    });

    for (const block of blocks) {
      it(`${block.at} does what it says`, async () => {
        const mark = markOf(block.mark);
        const { exitCode, output } = await run(block, join(folder, 'berth'));
        expect(exitCode, output.slice(-4000)).toBe(0);
        if (mark?._tag === 'Run' && mark.prints !== undefined)
          expect(output).toContain(mark.prints);
      });
    }
  });
}
