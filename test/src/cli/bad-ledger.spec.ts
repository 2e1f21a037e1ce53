import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../adapters/event-log-sqlite/index.ts';
import { isLeft } from '../../../domain/foundation/fp.ts';
import { nouns } from '../../../src/cli/nouns.ts';
import { berth } from './on-terminal.ts';
import { rewriteLedger } from './rewrite.ts';
import { playInto, reclaimScenario, scratchFolder } from './small-ledger.ts';

const scratch = scratchFolder();
const at = (name: string): string => join(scratch.folder, name);
const whole = at('whole.db');
beforeAll(() => playInto(whole, reclaimScenario));
afterAll(scratch.remove);

/** Every command that reads a ledger. */
const readers = (file: string): readonly (readonly string[])[] => [
  ['ledger', 'verify', file],
  ['ledger', 'stats', file],
  ['ledger', 'export', file],
  ['ledger', 'show', file, '1'],
  ['replay', file],
  ['replay', file, '--verify'],
  ...nouns.flatMap((noun) => [
    [noun, 'list', '--ledger', file],
    [noun, 'describe', 'any', '--ledger', file],
  ]),
];

const copy = (name: string): string => {
  cpSync(whole, at(name));
  return at(name);
};

const withBytes = (name: string, offset: number, bytes: readonly number[]): string => {
  const file = copy(name);
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.from(bytes), 0, bytes.length, offset);
  closeSync(handle);
  return file;
};

const made = (name: string, content: string): string => {
  writeFileSync(at(name), content);
  return at(name);
};

const directory = (name: string): string => {
  mkdirSync(at(name));
  return at(name);
};

const truncated = (): string => {
  const file = copy('truncated.db');
  truncateSync(file, 8192);
  return file;
};

const strangers = (): string => {
  if (existsSync(at('strangers.db'))) return at('strangers.db');
  const db = new DatabaseSync(at('strangers.db'));
  db.exec('CREATE TABLE events (revision INTEGER PRIMARY KEY)');
  db.close();
  return at('strangers.db');
};

/** What is wrong, the file, and what stderr tells of it. */
const badFiles: readonly (readonly [string, () => string, RegExp])[] = [
  ['missing', () => at('missing.db'), /there is no such file/],
  ['in no directory', () => at('no/where.db'), /there is no such file/],
  ['a directory', () => directory('folder'), /cannot be opened/],
  ['a text', () => made('notes.txt', 'dear diary, '.repeat(1000)), /it is no SQLite file/],
  ['empty', () => made('empty.db', ''), /it is empty/],
  ['truncated', truncated, /malformed/],
  ['of another program', strangers, /no Berth ledger/],
  [
    'of a newer program',
    () => withBytes('newer.db', 60, [0, 0, 0, 99]),
    /has format 99, this program knows up to 1/,
  ],
];

describe.each(badFiles)('a ledger that is %s', (name, fileOf, message) => {
  it('is refused by every reading command: the place and the remedy on stderr, nothing on stdout, no file made', async () => {
    const file = fileOf();
    const before = { files: readdirSync(scratch.folder).toSorted(), bytes: bytesOf(file) };
    for (const line of readers(file)) {
      const { exitCode, stdout, stderr } = await berth(...line);
      expect({ line, exitCode, stdout }).toEqual({ line, exitCode: 1, stdout: '' });
      expect(stderr).toMatch(message);
      expect(stderr).toContain(`\n  at: ${file}`);
      expect(stderr).toMatch(/\n {2}remedy: \S.+\n$/);
    }
    expect({ files: readdirSync(scratch.folder).toSorted(), bytes: bytesOf(file) }).toEqual(before);
    expect(name).not.toBe('');
  });
});

const bytesOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'base64');
  } catch {
    return undefined;
  }
};

describe('a ledger with one flipped byte in a fact', () => {
  it('is refused by every reading command with the revision of that fact', async () => {
    const needle = '"name":"speech-2"';
    const offset = readFileSync(whole).indexOf(needle) + needle.length - 2;
    const file = withBytes('flipped.db', offset, ['3'.charCodeAt(0)]);
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

const firstAbout = async (id: string): Promise<number> => {
  const { stdout } = await berth('workload', 'describe', id, '--ledger', whole, '-o', 'json');
  return JSON.parse(stdout).history[0].revision;
};

const wish = '"type":"WorkloadWished"';
const started = '"type":"WorkloadStarted"';
const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

/** What a forger made of the first start of a workload, and what verify says about it. */
const forgeries: readonly (readonly [string, (body: string) => string, string])[] = [
  ['an unknown type', (body) => body.replace(started, wish), 'event type WorkloadWished'],
  ['a newer schema', (body) => body.replace(started, `${started},"schema":7`), 'has schema 7'],
  ['a broken shape', (body) => body.replace('"attempt":1', '"attempt":"one"'), '/data/attempt'],
  ['1e400', (body) => body.replace('"attempt":1', '"attempt":1e400'), '/data/attempt'],
  ['a broken numbering', (body) => body.replace('Revision":4', 'Revision":9'), 'is number 9 of'],
  ['cut JSON', (body) => body.slice(0, -1), 'a fact is no JSON'],
  ['null', () => 'null', 'must be object'],
  ['a list', () => '[]', 'must be object'],
  ['an object of nothing', () => '{}', 'required propert'],
  ['a number for a type', (body) => body.replace(started, '"type":5'), '/type'],
  ['a prototype', (body) => body.replace('{', '{"__proto__":{"epoch":7},'), '/__proto__'],
  ['a key that stands twice', (body) => body.replace('{', `{${wish},`), 'canonical'],
  ['spaces', (body) => body.replace('{', '{ '), 'canonical'],
  ['JSON of depth 100,000', (body) => body.replace('"data":{', `"data":${deep},"x":{`), 'a fact'],
];

describe('a ledger whose chain is whole but whose facts are not', () => {
  it.each(forgeries)(
    '%s in it is found by verify: revision and remedy',
    async (_, forge, message) => {
      const file = copy('forged.db');
      let isDone = false;
      const changed = rewriteLedger(file, ({ body }) => {
        if (isDone || !body.includes(started)) return body;
        isDone = true;
        return forge(body);
      });
      const { exitCode, stdout, stderr } = await berth('ledger', 'verify', file);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toContain(message);
      expect(stderr).toContain(`\n  at: ${file}, revision ${changed[0]}`);
      expect(stderr).toMatch(/\n {2}remedy: \S/);
    },
  );
});

const demo = (file: string, ...more: readonly string[]) =>
  berth('sim', 'demo', '--ledger', file, ...more);

describe('writing a ledger', () => {
  it('while another process writes it is refused with exit 4, and reading it goes on', async () => {
    const file = copy('locked.db');
    const opened = await openLedger({ path: file, mode: 'write' })();
    if (isLeft(opened)) throw new Error(opened.left._tag);
    const { exitCode, stdout, stderr } = await demo(file);
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toContain(
      `error: another process writes this ledger\n  at: ${file}\n  remedy: `,
    );
    expect((await berth('workload', 'list', '--ledger', file)).exitCode).toBe(0);
    await opened.right.close()();
    expect(await headOf(file)).toBe(await headOf(whole));
  });

  it('where facts are already is refused with exit 4 unless --overwrite is said', async () => {
    const file = copy('in-use.db');
    const play = [...philly(), '--ledger', file];
    const { exitCode, stdout, stderr } = await berth(...play);
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toMatch(
      /already holds \d+ facts\n {2}at: .+in-use.db\n {2}remedy: .+--overwrite/,
    );
    expect(await headOf(file)).toBe(await headOf(whole));
    expect((await berth(...play, '--overwrite')).exitCode).toBe(0);
    expect(await headOf(file)).not.toBe(await headOf(whole));
  });

  it.each([
    ['a text', () => made('letter.txt', 'do not lose me\n')],
    ['a ledger of a newer program', () => withBytes('later.db', 60, [0, 0, 0, 99])],
    ['a database of another program', strangers],
  ])('over %s is refused even with --overwrite, and the file is kept', async (_, fileOf) => {
    const file = fileOf();
    const before = bytesOf(file);
    for (const line of [
      ['sim', 'demo'],
      [...philly(), '--overwrite'],
    ]) {
      const { exitCode, stdout, stderr } = await berth(...line, '--ledger', file);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toContain(`\n  at: ${file}\n  remedy: `);
    }
    expect(bytesOf(file)).toBe(before);
  });

  it('where no directory can be, or nothing may be written, is refused', async () => {
    const notes = made('a-file', 'text');
    for (const file of [join(notes, 'x.db'), join(closedFolder(), 'x.db')]) {
      const { exitCode, stdout, stderr } = await demo(file);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(stderr).toMatch(
        /^error: the ledger cannot be opened: .+\n {2}at: .+\n {2}remedy: .+\n$/,
      );
      expect(existsSync(file)).toBe(false);
    }
  });
});

const headOf = async (file: string): Promise<string> =>
  JSON.parse((await berth('ledger', 'stats', file, '-o', 'json')).stdout).head;

/** A folder that nobody may write in; root may write everywhere but in the kernel's own. */
const closedFolder = (): string => {
  if (process.getuid?.() === 0) return '/proc';
  chmodSync(directory('closed'), 0o555);
  return at('closed');
};

/** The words that play one small job of the Philly trace. */
const philly = (): readonly string[] => {
  const jobs = made(
    'jobs.csv',
    'timestamp,duration,num_gpus,gpu_time,cluster\n2017-10-09 07:01:55,66.0,1,66.0,abc\n',
  );
  const queues = made('queues.csv', 'vc,node num\nabc,1\n');
  const trace = ['--trace', 'philly', '--jobs', jobs, '--nodes', '1x8', '--queues', queues];
  return ['sim', 'run', ...trace];
};
