import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isLeft } from '../../domain/foundation/fp.ts';
import { readTokens } from '../../src/main/config/index.ts';
import { refusalOf } from '../src/main/config/scratch.ts';
import { berthEnds, scratchFolder } from '../src/main/up/process.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const at = (name: string): string => join(scratch.folder, name);
const token = 'a-token-that-is-long-enough';

const makePipe = (path: string): unknown =>
  execFileSync('bash', ['-c', 'mkfifo -m 600 "$0"', path]);

/** Files that a program can hang on, drown in, or read otherwise than they are meant. */
const hostile: Readonly<Record<string, (path: string) => unknown>> = {
  'a pipe that nobody writes into': makePipe,
  'a link to itself': (path) => symlinkSync(path, path),
  'a link to nothing': (path) => symlinkSync(at('nowhere'), path),
  'a link to an endless device': (path) => symlinkSync('/dev/zero', path),
  'a folder': (path) => mkdirSync(path),
  'zero bytes': (path) => writeFileSync(path, '\0'.repeat(1_000), { mode: 0o600 }),
  'a line that does not end': (path) => writeFileSync(path, 'x'.repeat(60_000), { mode: 0o600 }),
  'UTF-16': (path) =>
    writeFileSync(path, Buffer.from(`\ufeffada:${token}`, 'utf16le'), { mode: 0o600 }),
  'more than a list can be': (path) =>
    writeFileSync(path, `ada:${token}\n`.repeat(100_000), { mode: 0o600 }),
};

/** What the program says of a file that is to be its configuration, or its list of tokens. */
const refusals: Readonly<Record<string, (path: string) => Promise<string>>> = {
  config: (file) => refusalOf({ file }),
  tokens: async (path) => {
    const read = await readTokens(path);
    return isLeft(read) ? `${read.left.file} ${read.left.problem} ${read.left.remedy}` : '';
  },
};

const cases = Object.keys(hostile).flatMap((name) =>
  Object.keys(refusals).map((as) => ({ name, as })),
);

describe('a file that means harm', () => {
  it.each(cases)('is refused at once as $as: $name', async ({ name, as }) => {
    const path = at(`${as} ${name}`);
    hostile[name]?.(path);
    const startMs = performance.now();
    const refusal = (await refusals[as]?.(path)) ?? '';
    expect(refusal).toContain(path);
    expect(refusal.length).toBeLessThan(1_000);
    expect(refusal).not.toContain(token);
    expect(performance.now() - startMs).toBeLessThan(1_000);
  });

  it('keeps the program from starting, and does not keep it waiting', async () => {
    const path = at('pipe');
    makePipe(path);
    for (const flag of ['--config', '--token-file']) {
      const ended = await berthEnds(['up', '--ledger', at('never.db'), flag, path]);
      expect([ended.code, ended.stdout]).toEqual([2, '']);
      expect(ended.stderr).toContain('remedy:');
    }
  });
});
