import { mkdirSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { refusalOf, scratch } from './scratch.ts';

const files = scratch();
afterAll(files.remove);

const refusalIn = (text: string | Uint8Array): Promise<string> =>
  refusalOf({ file: files.put('berth.yaml', text) });

/** What stands in a file, the place and the words that the refusal names. */
const cases: readonly (readonly [name: string, text: string, at: string, says: string])[] = [
  ['an unknown key', 'liste: x\n', ':1:1 ', 'did you mean "listen"?'],
  ['an unknown key in a section', 'sim:\n  nodez: 3x3\n', ':2:3 ', 'did you mean "nodes"?'],
  ['a key of a section at the top', 'seed: 1\n', ':1:1 ', 'did you mean "sim.seed"?'],
  ['a key that is nothing like one', 'sim:\n  xyzzy: 1\n', ':2:3 ', 'known are nodes, seed, load'],
  ['a value where a section should be', 'sim: 3\n', ':1:6 ', 'does not hold keys with values'],
  [
    'a section where a value should be',
    'listen: {a: 1}\n',
    ':1:9 listen',
    'a list or a group of keys',
  ],
  ['a list where a value should be', 'ledger: [a]\n', ':1:9 ledger', 'a list or a group of keys'],
  ['a list instead of keys', '- listen\n', ':1:1 ', 'does not hold keys with values'],
  ['a text instead of keys', 'hello', ':1:1 ', 'does not hold keys with values'],
  ['a number as text', 'sim:\n  seed: "7"\n', ':2:9 sim.seed', 'a whole number from 0 to'],
  ['a text as number', 'sim:\n  seed: many\n', ':2:9 sim.seed', 'a whole number from 0 to'],
  ['a fraction', 'sim: {load: 1.5}\n', ':1:13 sim.load', 'a whole number from 0 to 200'],
  ['a number below its bound', 'sim: {load: -1}\n', ':1:13 sim.load', 'a whole number'],
  ['a number above its bound', 'sim: {load: 201}\n', ':1:13 sim.load', 'a whole number'],
  ['a number that is none', 'sim: {load: .nan}\n', ':1:13 sim.load', 'a whole number'],
  ['a number without end', 'sim: {seed: .inf}\n', ':1:13 sim.seed', 'a whole number'],
  ['a number where a text should be', 'listen: 7766\n', ':1:9 listen', 'HOST:PORT'],
  ['a word that is nearly one', 'log: {level: infos}\n', ':1:14 log.level', 'did you mean "info"?'],
  ['a word that is none', 'cluster: kubernetes\n', ':1:10 cluster', 'one of sim, none'],
  ['yes for true', 'quiet: yes\n', ':1:8 quiet', 'true or false'],
  ['another edition', 'apiVersion: v1\n', ':1:13 apiVersion', 'config.berth.dev/v1alpha1'],
  ['no address', 'listen: nowhere\n', ':1:9 listen', 'no address to listen on'],
  ['a port that is none', 'listen: 127.0.0.1:70000\n', ':1:9 listen', 'no address to listen on'],
  ['an open door without tokens', 'listen: 0.0.0.0:80\n', ':1:9 listen', '--token-file'],
  ['no shape', 'sim: {nodes: 64}\n', ':1:14 sim.nodes', 'NODESxGPUS'],
  ['a shape that is too large', 'sim: {nodes: 99999x8}\n', ':1:14 sim.nodes', 'NODESxGPUS'],
  [
    'an unknown store',
    'ledger: postgres://h/x\n',
    ':1:9 ledger',
    'a store that berth does not know',
  ],
  ['a store without a ledger', 'ledger: nats://h:4222\n', ':1:9 ledger', 'names no ledger'],
  ['a ledger by a bad name', 'ledger: nats://h:4222/a.b\n', ':1:9 ledger', 'names no ledger'],
  ['a ledger in memory', 'ledger: ":memory:"\n', ':1:9 ledger', 'names no file'],
  ['an empty text', 'ledger: ""\n', ':1:9 ledger', 'a file, nats://'],
  ['an alias', 'sim: {nodes: &n 1x1}\nledger: *n\n', ':1:17 ', 'anchor'],
  ['an alias bomb', `a: &a [x]\n${bomb()}`, ':1:7 ', 'anchor'],
  ['an alias of nothing', 'ledger: *nothing\n', ':1:9 ', 'alias'],
  ['a tag that makes a program', 'ledger: !!js/function "x"\n', ':1:9 ', 'tag'],
  ['a merge key', '<<: {listen: x}\n', ':1:1 ', 'has no key "<<"'],
  ['a prototype', '__proto__: {listen: x}\n', ':1:1 ', 'has no key "__proto__"'],
  ['a prototype in a section', 'sim: {__proto__: {seed: 1}}\n', ':1:7 ', 'has no key "__proto__"'],
  ['a constructor', 'constructor: {prototype: {a: 1}}\n', ':1:1 ', 'has no key "constructor"'],
  ['a key that is a list', '? [a, b]\n: 1\n', ':1:3 ', 'has no key ""'],
  ['a key twice', 'quiet: true\nquiet: false\n', ':2:1 ', 'keep one of the two'],
  ['two documents', 'quiet: true\n---\nquiet: false\n', ':2:1 ', 'keep one document'],
  ['a tab', 'sim:\n\tseed: 1\n', ':2:1 ', 'indent with spaces'],
  ['no YAML', 'listen: a: b\n', ':1:9 ', 'no YAML that berth reads'],
  ['a control sign in a key', '"a\\u001b[2J": 1\n', ':1:1 ', '"a\\u001b[2J"'],
  ['a key that is long', `${'k'.repeat(900)}: 1\n`, ':1:1 ', '…"'],
  ['deep lists', `ledger: ${'['.repeat(30_000)}`, ':1:', 'nested too deeply'],
  ['deep keys', '{sim: '.repeat(9_000), ':1:', 'nested too deeply'],
  ['deep sequences', '- '.repeat(30_000), ':1:', 'nested too deeply'],
];

function bomb(): string {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
  return letters
    .slice(1)
    .map((letter, k) => `${letter}: &${letter} [${Array(9).fill(`*${letters[k]}`).join(', ')}]\n`)
    .join('');
}

describe('a configuration file', () => {
  for (const [name, text, at, says] of cases) {
    it(`with ${name} is refused with its place and a remedy`, async () => {
      const refusal = await refusalIn(text);
      expect(refusal).toContain(`berth.yaml${at}`);
      expect(refusal).toContain(says);
      expect(refusal.split(' | ').at(-1)).not.toBe('');
      expect(refusal.length).toBeLessThan(1200);
      expect(refusal).not.toMatch(/\p{Cc}/u);
    });
  }

  it('of ten megabytes is refused before it is read', async () => {
    const refusal = await refusalIn('listen: 127.0.0.1:1\n'.repeat(500_000));
    expect(refusal).toContain('10000000 bytes, more than 65536');
  });

  it('that is no file, not there, or no text is refused', async () => {
    mkdirSync(files.path('folder'));
    expect(await refusalOf({ file: files.path('folder') })).toContain('is no file');
    expect(await refusalOf({ file: files.path('absent.yaml') })).toContain('ENOENT');
    expect(await refusalOf({ file: '/dev/zero' })).toContain('is no file');
    expect(await refusalIn(new Uint8Array([0xff, 0xfe, 0x00]))).toContain('is no UTF-8 text');
  });

  it('pollutes no prototype', async () => {
    await refusalIn('__proto__: {polluted: true}\nsim: {__proto__: {polluted: true}}\n');
    expect('polluted' in {}).toBe(false);
  });

  it('never shows the password of an address', async () => {
    const refusal = await refusalIn('ledger: nats://me:hunter2@host:4222/a.b\n');
    expect(refusal).toContain('names no ledger');
    expect(refusal).not.toContain('hunter2');
  });

  it('may be empty, or hold remarks only', async () => {
    expect(await refusalIn('')).toBe('');
    expect(await refusalIn('# nothing\n')).toBe('');
    expect(await refusalIn('sim:\nlisten:\n')).toBe('');
  });

  it('is judged whole: a bad value is refused though a flag overrules it', async () => {
    const file = files.put('berth.yaml', 'sim: {load: lots}\n');
    expect(await refusalOf({ file, environment: { BERTH_SIM_LOAD: '50' } })).toContain('sim.load');
  });
});

describe('flags and environment', () => {
  it('are refused by their own names', async () => {
    expect(await refusalOf({ flags: { listen: 'x' } })).toContain('command line --listen |');
    expect(await refusalOf({ flags: { 'sim.seed': '1e3' } })).toContain('command line --seed |');
    expect(await refusalOf({ flags: { 'sim.seed': '-1' } })).toContain('a whole number');
    expect(await refusalOf({ environment: { BERTH_LOG_LEVEL: 'inf' } })).toContain(
      'environment BERTH_LOG_LEVEL |',
    );
    expect(await refusalOf({ environment: { BERTH_QUIET: '1' } })).toContain('true or false');
    expect(await refusalOf({ environment: { BERTH_CONFIG: '/absent.yaml' } })).toContain('ENOENT');
  });
});
