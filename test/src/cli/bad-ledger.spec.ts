import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, damageShop, readers, tamper } from './damage.ts';
import { berth } from './on-terminal.ts';
import { rewriteLedger } from './rewrite.ts';

const shop = damageShop();
const { at, whole } = shop;
beforeAll(shop.prepare);
afterAll(shop.remove);

/** What is wrong, the file, and what stderr tells of it. */
const badFiles: readonly (readonly [string, () => string, RegExp])[] = [
  ['missing', () => at('missing.db'), /there is no such file/],
  ['in no directory', () => at('no/where.db'), /there is no such file/],
  ['a directory', () => shop.directory('folder'), /it is a directory/],
  ['a text', () => shop.made('notes.txt', 'dear diary, '.repeat(1000)), /it is no ledger/],
  ['empty', () => shop.made('empty.db', ''), /it is empty/],
  [
    'truncated',
    () => shop.truncated('truncated.db', 8192),
    /shorter than its header says: 2 of \d+ pages/,
  ],
  ['of another program', () => shop.ofAnotherProgram('strange.db'), /no Berth ledger/],
  [
    'of a newer program',
    () => shop.withBytes('newer.db', 60, [0, 0, 0, 99]),
    /has format 99, this program knows up to 1/,
  ],
];

describe.each(badFiles)('a ledger that is %s', (name, fileOf, message) => {
  it('is refused by every reading command: the place and the remedy on stderr, nothing on stdout, no file made', async () => {
    const file = fileOf();
    const before = { files: readdirSync(shop.folder).toSorted(), bytes: bytesOf(file) };
    for (const line of readers(file)) {
      const { exitCode, stdout, stderr } = await berth(...line);
      expect({ line, exitCode, stdout }).toEqual({ line, exitCode: 1, stdout: '' });
      expect(stderr).toMatch(message);
      expect(stderr).toContain(`\n  at: ${file}`);
      expect(stderr).toMatch(/\n {2}remedy: \S.+\n$/);
    }
    expect({ files: readdirSync(shop.folder).toSorted(), bytes: bytesOf(file) }).toEqual(before);
    expect(name).not.toBe('');
  });
});

describe('a ledger with one flipped byte in a fact', () => {
  it('is refused by every reading command with the revision of that fact', async () => {
    const needle = '"name":"speech-2"';
    const offset = readFileSync(whole).indexOf(needle) + needle.length - 2;
    const file = shop.withBytes('flipped.db', offset, ['3'.charCodeAt(0)]);
    const revision = await firstAbout('speech-2');
    for (const line of readers(file).filter(([command]) => command !== 'ledger')) {
      const { exitCode, stdout, stderr } = await berth(...line);
      expect({ line, exitCode, stdout }).toEqual({ line, exitCode: 1, stdout: '' });
      expect(stderr).toContain(`at: ${file}, revision ${revision}\n`);
    }
    const { exitCode, stdout, stderr } = await berth('ledger', 'verify', file);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('its hash does not follow');
    expect(stderr).toContain(`at: ${file}, revision ${revision}\n`);
  });
});

describe('exporting a damaged ledger', () => {
  const exported = async (file: string) => {
    const { exitCode, stdout, stderr } = await berth('ledger', 'export', file);
    expect(exitCode).toBe(1);
    const { stdout: sound } = await berth('ledger', 'export', whole);
    expect(sound.startsWith(stdout)).toBe(true);
    return { lines: stdout.split('\n').length - 1, stderr };
  };

  it.each([1, 20, 40])('writes every fact before revision %i, then the error', async (revision) => {
    const file = shop.copy('altered.db');
    tamper(file, `UPDATE events SET body = body || ' ' WHERE revision = ${revision}`);
    const { lines, stderr } = await exported(file);
    expect(lines).toBe(revision - 1);
    expect(stderr).toContain(`at: ${file}, revision ${revision}\n`);
    expect(stderr).toContain(`remedy: the ${revision - 1} facts before the damage are written`);
  });

  it('writes what is left where the end is lost', async () => {
    const file = shop.copy('shortened.db');
    tamper(file, 'DELETE FROM events WHERE revision > 30');
    expect(await exported(file)).toMatchObject({
      lines: 30,
      stderr: expect.stringMatching(/facts 31 to \d+ were there and are lost/),
    });
  });

  it('writes every fact before one that cannot be understood', async () => {
    const file = shop.copy('newer-fact.db');
    rewriteLedger(file, ({ revision, body }) =>
      revision === 25 ? body.replace('{"type":"', '{"type":"Un') : body,
    );
    expect(await exported(file)).toMatchObject({
      lines: 24,
      stderr: expect.stringContaining('nobody knows the event type'),
    });
  });
});

const firstAbout = async (id: string): Promise<number> => {
  const { stdout } = await berth('workload', 'describe', id, '--ledger', whole, '-o', 'json');
  return JSON.parse(stdout).history[0].revision;
};
