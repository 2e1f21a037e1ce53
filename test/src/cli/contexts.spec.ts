import { readFileSync, statSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { scratchFolder } from './small-ledger.ts';
import { somebody as somebodyIn } from './somebody.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const somebody = () => somebodyIn(scratch.folder);

describe('berth context', () => {
  it('keeps servers by names; the first is used at once, others when they are chosen', async () => {
    const { context } = somebody();
    await context('set', 'lab', '--server', 'http://lab:7766', '-p', 'vision');
    await context('set', 'prod', '--server', 'https://prod.example', '--token-stdin');
    expect((await context('current')).stdout).toBe('lab\n');
    const { stdout } = await context('list');
    expect(stdout).toMatch(/USED +NAME +SERVER +TOKEN +PROJECT\n\* +lab .* none +vision\n +prod /);
    expect(stdout).not.toContain('s3cret');
    await context('use', 'prod');
    expect((await context('list', '-o', 'jsonpath={.items[*].isCurrent}')).stdout).toBe(
      'false true',
    );
    await context('delete', 'prod');
    expect(await context('current')).toMatchObject({ exitCode: 3, stdout: '' });
    expect((await context('list', '-o', 'name')).stdout).toBe('context/lab\n');
  });

  it('writes a file that only its owner can read, and keeps what else stands in it', async () => {
    const { context, config, write } = somebody();
    write('# mine\ncontexts:\n  lab: # the old one\n    server: http://lab:1\n');
    await context('set', 'lab', '--server', 'http://lab:2');
    expect(readFileSync(config, 'utf8')).toBe(
      '# mine\ncontexts:\n  lab:\n    # the old one\n    server: http://lab:2\ncurrent: lab\n',
    );
    expect(statSync(config).mode & 0o777).toBe(0o600);
  });

  it('a token takes the place of a file with one, and the other way round', async () => {
    const { context, config } = somebody();
    await context('set', 'lab', '--server', 'http://lab:1', '--token-file', '/tmp/token');
    await context('set', 'lab', '--token-stdin');
    expect(readFileSync(config, 'utf8')).not.toContain('tokenFile');
    await context('set', 'lab', '--token-file', '/tmp/token', '-p', '');
    expect(readFileSync(config, 'utf8')).not.toContain('s3cret');
  });

  it.each([
    [['set', 'new'], 2, 'a new context needs a server'],
    [['set', 'a b', '--server', 'http://x'], 2, 'can be no name of a context'],
    [['set', 'a', '--server', 'ftp://x/ y'], 2, 'is no address of a server'],
    [['use', 'nobody'], 3, 'there are none yet'],
    [['delete', 'nobody'], 3, 'there are none yet'],
    [['list', '-o', 'text'], 2, 'unknown output format'],
  ])('%j exits %i: %s', async (args, code, problem) => {
    const { exitCode, stderr } = await somebody().context(...args);
    expect(exitCode).toBe(code);
    expect(stderr).toContain(problem);
  });

  it.each([
    ['contexts:\n  a:\n    serverr: http://x\n', ':3:5', 'did you mean server?'],
    ['contexts:\n  a: {}\n', ':2:3', 'write server:'],
    ['contexts:\n  a:\n    server: "no such thing"\n', ':3:5', 'write server:'],
    ['contexts:\n  a:\n    server: 7\n', ':3:5', 'in quotes'],
    ['contexts: [a]\n', ':1:11', 'docs/CLI.md'],
    ['current: b\n', ':1:1', 'berth context set'],
    ['contexts:\n  a: { server: x\n', ':3:1', 'mend it'],
    ['contexts:\n  a: { server: x, token: t, tokenFile: f }\n', ':2:3', 'keep one of them'],
    ['- a\n', ':1:1', 'docs/CLI.md'],
  ])('a file with %j is refused with the place %s: %s', async (text, place, remedy) => {
    const { berth, write, config } = somebody();
    write(text);
    const { exitCode, stderr } = await berth('workload', 'list');
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`at: ${config}${place}`);
    expect(stderr).toContain(remedy);
  });
});
