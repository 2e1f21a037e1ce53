import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleBounds } from '../../../adapters/bundles/index.ts';
import { berth } from './on-terminal.ts';
import { signedShop } from './signed-ledger.ts';

const shop = signedShop();
const { verifier } = shop.files;
const all = shop.at('all.bundle.gz');
const part = shop.at('part.bundle');
const json = async (...args: readonly string[]) =>
  JSON.parse((await berth(...args, '-o', 'json')).stdout);

beforeAll(async () => {
  await shop.prepare();
  await berth('ledger', 'bundle', shop.whole, '--out', all);
  const sign = ['--sign-state', shop.files.key];
  const asked = ['--from', '15', '--to', '36', '--out', part, ...shop.against, ...sign];
  await berth('ledger', 'bundle', shop.whole, ...asked);
});
afterAll(shop.remove);

const check = (file: string) => berth('ledger', 'check-bundle', file, '--verifier', verifier);
const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n').slice(0, -1);
const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

describe('berth ledger bundle', () => {
  it('the whole ledger replays from the bundle alone as from the file: the same digests', async () => {
    const whole = await json('replay', shop.whole, '--verify');
    expect(await json('replay', all, '--verify')).toEqual(whole);
    expect(whole).toMatchObject({ differences: 0, from: 0 });
    expect(whole.decisions).toBeGreaterThan(3);
  });

  it('a part begins on its state, and replays as that part of the file', async () => {
    const { from, to } = JSON.parse(linesOf(part)[0] ?? '');
    const here = await json(
      'replay',
      shop.whole,
      '--verify',
      '--from',
      `${from - 1}`,
      '--to',
      `${to}`,
    );
    expect(await json('replay', part, '--verify')).toEqual(here);
    expect(here.decisions).toBeGreaterThan(0);
  });

  it('∀ places to begin: the bundle replays without differences, and ends in the same state', async () => {
    const states = new Set<string>();
    for (let from = 1; from <= shop.known.facts; from += 4) {
      const out = shop.at(`from-${from}.bundle`);
      await berth('ledger', 'bundle', shop.whole, '--from', `${from}`, '--out', out);
      const report = await json('replay', out, '--verify');
      expect({ from, differences: report.differences }).toEqual({ from, differences: 0 });
      states.add(report.stateDigest);
    }
    expect(states.size).toBe(1);
  });

  it('holds no half of what one command made', async () => {
    const bundle = async (from: number) => {
      const out = shop.at(`whole-${from}.bundle`);
      await berth(
        'ledger',
        'bundle',
        shop.whole,
        '--from',
        `${from}`,
        '--to',
        `${from}`,
        '--out',
        out,
      );
      const [header = '', ...rest] = linesOf(out);
      const { state } = JSON.parse(header);
      return (state === null ? rest : rest.slice(1)).map((line) => JSON.parse(line));
    };
    const commands = (await berth('ledger', 'export', shop.whole)).stdout
      .trim()
      .split('\n')
      .map((line): string => JSON.parse(line).commandId);
    for (let from = 1; from <= commands.length; from += 1) {
      const wanted = commands.filter((id) => id === commands[from - 1]);
      const found = (await bundle(from)).map(({ commandId }): string => commandId);
      expect({ from, found }).toEqual({ from, found: wanted });
    }
  });

  it('says what it is: facts, kernels, policies, signature', async () => {
    const found = await json('ledger', 'check-bundle', part, '--verifier', verifier);
    expect(found).toMatchObject({
      ok: true,
      kernels: ['0.2.0'],
      signed: { origin: 'berth.example/prod', size: shop.known.facts },
      differences: 0,
      hasState: true,
    });
    expect(found.policies).toHaveLength(1);
    expect(found.signed.isStateSigned).toBe(true);
    const { stdout } = await check(part);
    expect(stdout).toContain(
      `they stand among the ${shop.known.facts} facts of berth.example/prod`,
    );
  });

  it('says whose word the state is', async () => {
    expect((await check(part)).stdout).toContain('as signed: the state before fact');
    const bare = shop.made('bare.bundle', textOf(unsigned(linesOf(part))));
    const { exitCode, stdout } = await check(bare);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('is what the sender says; --from 1 needs none');
  });

  it.each([
    [['--from', '0', '--out', 'x'], 'there is no fact 0'],
    [['--from', '9', '--to', '3', '--out', 'x'], 'no fact comes behind'],
    [['--to', '99999', '--out', 'x'], 'there is no revision 99999'],
    [['--against', 'witness', '--out', 'x'], 'say both --against and --verifier'],
  ])('%j is refused with a remedy', async (args, words) => {
    const told = await berth('ledger', 'bundle', shop.whole, ...args);
    expect(told.exitCode).toBe(2);
    expect(told.stderr).toContain(words);
    expect(told.stderr).toMatch(/\n {2}remedy: \S/);
  });

  it('writes over nothing', async () => {
    const before = readFileSync(part, 'utf8');
    const told = await berth('ledger', 'bundle', shop.whole, '--out', part);
    expect({ exitCode: told.exitCode, after: readFileSync(part, 'utf8') }).toEqual({
      exitCode: 2,
      after: before,
    });
  });

  it.each(['--from', '--to'])('a replay takes no %s of a bundle', async (flag) => {
    const told = await berth('replay', part, flag, '20');
    expect(told.exitCode).toBe(2);
    expect(told.stderr).toContain('a bundle is replayed as a whole');
  });
});

/** What a forger does to the lines of a signed bundle: its header, its state, its facts. */
const change = (line: string | undefined, what: string | RegExp, by: string): string =>
  (line ?? '').replace(what, by);
const header = (lines: readonly string[], other: object): string[] => [
  JSON.stringify({ ...JSON.parse(lines[0] ?? ''), ...other }),
  ...lines.slice(1),
];
/** Takes a bundle apart, and puts it together so that all that is not signed fits again. */
const rechained = (lines: readonly string[]): string[] => {
  const { baseHash } = JSON.parse(lines[0] ?? '');
  let hash = Buffer.from(baseHash, 'hex');
  for (const body of lines.slice(2)) {
    hash = createHash('sha256').update(hash).update(body).digest();
  }
  return header(lines, { headHash: hash.toString('hex') });
};
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const otherState = (lines: readonly string[], bytes: Buffer): string[] => {
  const { state } = JSON.parse(lines[0] ?? '');
  const [first = '', , ...bodies] = header(lines, { state: { ...state, sha256: sha256(bytes) } });
  return [first, bytes.toString('base64'), ...bodies];
};
const stateOf = (lines: readonly string[]): Buffer => Buffer.from(lines[1] ?? '', 'base64');
const signed = (lines: readonly string[]) => JSON.parse(lines[0] ?? '').signed;
const stateIn = (lines: readonly string[]) => JSON.parse(lines[0] ?? '').state;

/** Nobody has to have signed a state; then it is the sender's word, and judged as such. */
const unsigned = (lines: readonly string[]): string[] =>
  header(lines, { state: { ...stateIn(lines), note: undefined } });

type Forgery = readonly [string, (lines: readonly string[]) => readonly string[], string];
const forgeries: readonly Forgery[] = [
  ['a changed body', (l) => l.toSpliced(5, 1, change(l[5], '"atMs":1', '"atMs":2')), 'was changed'],
  [
    'a changed body, the chain made whole',
    (l) => rechained(l.toSpliced(5, 1, change(l[5], '"atMs":1', '"atMs":2'))),
    'not among the',
  ],
  ['a dropped body', (l) => l.toSpliced(5, 1), 'it was cut off'],
  [
    'a dropped body, the count made right',
    (l) => header(l.toSpliced(-1, 1), { to: JSON.parse(l[0] ?? '').to - 1 }),
    'was changed, dropped',
  ],
  ['a body twice', (l) => l.toSpliced(5, 0, l[5] ?? ''), 'it holds more than'],
  ['swapped bodies', (l) => l.toSpliced(5, 2, l[6] ?? '', l[5] ?? ''), 'added or moved'],
  [
    'a changed state',
    (l) => l.toSpliced(1, 1, change(l[1], /^.{8}/, 'AAAAAAAA')),
    'its state is not',
  ],
  ['a state that is no base64', (l) => l.toSpliced(1, 1, '!'), 'its state is no base64'],
  [
    'a state of nothing',
    (l) => unsigned(otherState(l, Buffer.from('nothing'))),
    'none that this program',
  ],
  [
    'a state cut in two',
    (l) => unsigned(otherState(l, stateOf(l).subarray(0, stateOf(l).length / 2))),
    'none that this program',
  ],
  [
    'another state under the note of the true one',
    (l) => otherState(l, Buffer.concat([stateOf(l), Buffer.of(0)])),
    'not the one that was signed',
  ],
  [
    'a checkpoint in place of the note of its state',
    (l) => header(l, { state: { ...stateIn(l), note: signed(l).checkpoint } }),
    'not the one that was signed',
  ],
  [
    'a changed note of its state',
    (l) => header(l, { state: { ...stateIn(l), note: change(stateIn(l).note, '14', '15') } }),
    'the note of its state is not to be trusted',
  ],
  [
    'the state of another program',
    (l) => header(l, { state: { version: '0', sha256: sha256(stateOf(l)) } }),
    'was written as 0',
  ],
  ['no state', (l) => header(l.toSpliced(1, 1), { state: null }), 'no state to begin on'],
  ['another base', (l) => header(l, { baseHash: 'a'.repeat(64) }), 'was changed'],
  [
    'another base, the chain made whole',
    (l) => rechained(header(l, { baseHash: 'a'.repeat(64) })),
    'not among the',
  ],
  ['another head', (l) => header(l, { headHash: 'a'.repeat(64) }), 'was changed'],
  [
    'a changed note',
    (l) =>
      header(l, {
        signed: { ...signed(l), checkpoint: change(signed(l).checkpoint, /\n\d+\n/, '\n99\n') },
      }),
    'is not to be trusted',
  ],
  [
    'another path',
    (l) => header(l, { signed: { ...signed(l), path: signed(l).path.toReversed() } }),
    'not among the',
  ],
  ['no note', (l) => header(l, { signed: null }), 'holds no signed checkpoint'],
  [
    'another place',
    (l) => {
      const { from, to } = JSON.parse(l[0] ?? '');
      return header(l, { from: from + 1, to: to + 1 });
    },
    'not among the',
  ],
  ['another kernel', (l) => header(l, { kernels: ['0.1.0'] }), 'kernel 0.1.0 decided in it'],
  ['other rules', (l) => header(l, { policies: ['kinder'] }), 'names other kernels or policies'],
  [
    'a newer format',
    (l) => header(l, { formatVersion: 2 }),
    'no header of a bundle: /formatVersion',
  ],
  ['a field that nobody knows', (l) => header(l, { more: 1 }), 'no header of a bundle'],
  ['an end before its beginning', (l) => header(l, { to: 1 }), 'before it begins'],
  [
    'more facts than any bundle',
    (l) => header(l, { to: 2 ** 40 }),
    `more than ${bundleBounds.factsMax}`,
  ],
];

describe('berth ledger check-bundle refuses', () => {
  it.each(forgeries)('%s', async (name, forge, words) => {
    const file = shop.made(`${name}.bundle`, textOf(forge(linesOf(part))));
    const { exitCode, stderr } = await check(file);
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(words),
    });
    expect(stderr).toMatch(/\n {2}remedy: \S/);
  });

  it('facts that no schema knows, though the chain of an unsigned bundle is whole', async () => {
    const lines = linesOf(part);
    const bent = rechained(
      lines.toSpliced(5, 1, change(lines[5], /"commandId":"/, '"commandId":7,"was":"')),
    );
    const file = shop.made('schema.bundle', textOf(bent));
    const { exitCode, stderr } = await berth('ledger', 'check-bundle', file);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('is not to be believed: fact ');
  });

  it('a decision that does not follow, though the chain of an unsigned bundle is whole', async () => {
    const lines = linesOf(part);
    const at = lines.findIndex(
      (line) => line.includes('"nodeId":"n-1"') && line.startsWith('{"type":"WorkloadAllocated"'),
    );
    const bent = rechained(
      lines.toSpliced(at, 1, change(lines[at], '"nodeId":"n-1"', '"nodeId":"n-2"')),
    );
    const file = shop.made('decision.bundle', textOf(bent));
    const told = await berth('ledger', 'check-bundle', file);
    expect(at).toBeGreaterThan(0);
    expect(told.exitCode).toBe(1);
    expect(told.stdout).toMatch(/decisions? do not follow; the first is revision \d+/);
  });

  it('the key of somebody else', async () => {
    const other = shop.at('other.key');
    await berth('ledger', 'keygen', other, '--name', 'berth.example/prod');
    const told = await berth('ledger', 'check-bundle', part, '--verifier', `${other}.pub`);
    expect(told.exitCode).toBe(1);
    expect(told.stderr).toContain('its checkpoint is not to be trusted');
  });

  it.each([
    ['cut in a fact', (bytes: Buffer) => bytes.subarray(0, -20)],
    ['cut behind a fact', (bytes: Buffer) => bytes.subarray(0, bytes.lastIndexOf('\n', -2) + 1)],
    ['packed and cut', (bytes: Buffer) => gzipSync(bytes).subarray(0, -20)],
    [
      'no text',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -2), Buffer.from([0xff, 0x0a])]),
    ],
    ['nothing', () => Buffer.alloc(0)],
    ['packed nothing', () => gzipSync(Buffer.alloc(0))],
    ['a header without end', () => Buffer.alloc(bundleBounds.headerBytesMax + 1, 'a')],
  ])('a bundle that is %s', async (name, bend) => {
    const file = shop.at(`${name}.bundle`);
    writeFileSync(file, bend(readFileSync(part)));
    const { exitCode, stderr } = await check(file);
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('not to be believed'),
    });
    expect(stderr).toMatch(/\n {2}remedy: \S/);
  });

  it('a small file that unpacks to a very large one, before it has', async () => {
    const lines = gunzipSync(readFileSync(all)).toString('utf8').split('\n');
    const zeros = Buffer.alloc(bundleBounds.bodyBytesMax + 1, '0');
    const file = shop.at('bomb.bundle.gz');
    writeFileSync(file, gzipSync(Buffer.concat([Buffer.from(`${lines[0]}\n`), zeros, zeros])));
    expect(readFileSync(file).length).toBeLessThan(200_000);
    const { exitCode, stderr } = await check(file);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`a line is longer than ${bundleBounds.bodyBytesMax} bytes`);
  });

  it.each([
    ['a folder', '.'],
    ['a file that is not there', 'nowhere'],
  ])('%s', async (_, name) => {
    const { exitCode, stderr } = await check(shop.at(name));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/\n {2}remedy: \S/);
  });
});
